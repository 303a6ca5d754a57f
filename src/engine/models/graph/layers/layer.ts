// layers/ turns the layers of a Keras model (a TensorFlow.js layers model) into the nodes of a graph, so that one form
// serves every network. A layer's value has the layer's name; what is computed on the way to it hangs below that name.
// Start with read-layers-model.ts; layer-rules.ts has the layers that are known.
import { EngineError } from '../../../../contract/errors.ts'
import { text } from '../attributes.ts'
import type { Attribute, Constant, GraphNode, ShapedGraph } from '../graph.ts'
import { constantNode, freeName } from '../new-nodes.ts'
import { inferShape } from '../shapes/infer-shapes.ts'
import type { FlatLayer } from './flatten-model.ts'

/** A layer as its file describes it. Every value is the file's claim. */
export interface Layer {
  name: string
  className: string
  config: Record<string, unknown>
}

/** What a layer's rule writes with. */
export interface LayerWriter {
  /** Shape of a node's value for one image. */
  shapeOf(node: string): readonly number[]
  /** A weight of this layer: `kernel`, `bias`, ... @throws EngineError `bad-file` if there is none */
  weight(part: string): Constant
  /** Adds a constant below the layer's name, and gives its name. */
  constant(suffix: string, value: Constant): string
  /** Adds a node below the layer's name, or under it where `suffix` is empty, and gives its name. */
  node(suffix: string, op: string, inputs: string[], attrs?: Record<string, Attribute>): string
}

/** Writes a layer's nodes; the last has the layer's name.
 *  @throws EngineError `not-supported`, `bad-file` */
export type LayerRule = (layer: Layer, inputs: readonly string[], write: LayerWriter) => void

/** The error for a layer that cannot be had here. */
export const unknownLayer = ({ name, className }: Layer, why: string): EngineError =>
  new EngineError('not-supported', `The layer "${name}" (${className}) ${why}.`)

/** The error for a layer whose description is damaged. */
export const badLayer = ({ name, className }: Layer, why: string): EngineError =>
  new EngineError('bad-file', `The network's layer "${name}" (${className}) ${why}.`)

/** Writes the nodes of one layer into a graph. Nothing stays of a layer that fails. */
export function writeLayer(
  graph: ShapedGraph,
  { layer, inputs, weightsName }: FlatLayer,
  rule: LayerRule,
  weights: ReadonlyMap<string, Constant>,
): void {
  const added: string[] = []
  const add = (node: GraphNode): string => {
    graph.set(node.name, { ...node, shape: inferShape(graph, node, 1) })
    added.push(node.name)
    return node.name
  }
  const below = (suffix: string) => (suffix ? freeName(graph, `${layer.name}/${suffix}`) : layer.name)
  try {
    rule(layer, inputs, {
      shapeOf: (node) => graph.get(node)!.shape,
      weight: (part) => {
        const weight = weights.get(`${weightsName}/${part}`)
        if (weight) return weight
        throw badLayer(layer, `has no weights "${part}" in the file`)
      },
      constant: (suffix, value) => add(constantNode(below(suffix), value)),
      node: (suffix, op, nodeInputs, attrs = {}) =>
        add({
          name: below(suffix),
          op,
          inputs: nodeInputs,
          attrs: { T: { type: 'DT_FLOAT' }, data_format: text('NHWC'), ...attrs },
        }),
    })
  } catch (error) {
    for (const name of added) graph.delete(name)
    throw error
  }
}
