import { EngineError } from '../../../contract/errors.ts'
import { numberAttr, text } from './attributes.ts'
import { cleanAttributes } from './clean-attributes.ts'
import { constantOf, type Graph, type GraphNode, nodeOf, type ShapedGraph, sortGraph } from './graph.ts'
import { constantNode, freeName, type Names } from './new-nodes.ts'
import { whyNotSupported } from './operations.ts'
import { inferShape, inferShapes } from './shapes/infer-shapes.ts'
import { unfuse } from './unfuse.ts'

/** Of an image, in pixels. */
export interface Size {
  width: number
  height: number
}

/** A graph cut down to what can be computed from its image, in operations that every backend has: nodes that lead to
 *  the image (decoder, resize) go, `input` becomes its placeholder, operations of 2015 and fused ones become the plain
 *  ones of today, and shapes that state one image take many. Names stay; every node has its shape for one image.
 *  @throws EngineError `not-supported` naming the first operation in the way if nothing can be computed; `bad-file`
 *    for inputs that do not fit their node */
export function lowerGraph(graph: Graph, input: string, size: Size): ShapedGraph {
  const lowering = createLowering()
  const names = { has: (name: string) => graph.has(name) || lowering.graph.has(name) }
  for (const node of graph.values()) {
    if (node.name === input) lowering.add([placeholder(input, size)])
    else if (node.value) lowering.add([constantNode(node.name, node.value)])
    else if (node.inputs.length > 0 && node.inputs.every((name) => lowering.graph.has(nodeOf(name))))
      lowering.add(lowerNode(lowering.graph, node, names))
  }
  return lowering.finish()
}

/** The nodes that can be computed, one after the other, each measured for one image and for two, so that only those
 *  stay that keep images apart. Those that cannot be computed are passed over, and remembered for the error. */
function createLowering() {
  const graph: ShapedGraph = new Map()
  const pair: ShapedGraph = new Map()
  const fromImage = new Set<string>()
  const reasons: string[] = []

  const addOne = (node: GraphNode): boolean => {
    const why = node.value || node.op === 'Placeholder' ? undefined : whyNotSupported(node)
    if (why !== undefined) {
      reasons.push(`"${node.name}": ${why}`)
      return false
    }
    const one = measure(graph, node, 1)
    const two = typeof one === 'string' ? one : measure(pair, node, 2)
    const ofImage = node.op === 'Placeholder' || node.inputs.some((name) => fromImage.has(nodeOf(name)))
    const mixed = ofImage && !keepsApart(one, two)
    if (typeof one === 'string' || typeof two === 'string' || mixed) {
      reasons.push(typeof one === 'string' ? one : `"${node.name}": it does not keep images apart`)
      return false
    }
    graph.set(node.name, { ...node, shape: one })
    pair.set(node.name, { ...node, shape: two })
    if (ofImage) fromImage.add(node.name)
    return true
  }

  return {
    graph,
    add: (nodes: readonly GraphNode[]): void => void nodes.every(addOne),
    finish: (): ShapedGraph => {
      const values = [...fromImage].filter((name) => graph.get(name)!.op !== 'Placeholder')
      if (values.length > 0) return inferShapes(keepUsed(graph, new Set(values)))
      throw new EngineError(
        'not-supported',
        `Nothing of this graph can be computed here${reasons[0] ? ` (${reasons[0]})` : ''}.`,
      )
    },
  }
}

/** A node's shape, or why it cannot be computed. What fits one image but not two is no damage of the file. */
function measure(graph: ShapedGraph, node: GraphNode, images: number): number[] | string {
  try {
    return inferShape(graph, node, images)
  } catch (error) {
    if (error instanceof EngineError && (images > 1 || error.code === 'not-supported')) return error.message
    throw error
  }
}

const keepsApart = (one: number[] | string, two: number[] | string): boolean =>
  typeof one !== 'string' &&
  typeof two !== 'string' &&
  one[0] === 1 &&
  two[0] === 2 &&
  one.length === two.length &&
  one.every((length, axis) => axis === 0 || length === two[axis])

/** Cut down to `names` and what they need. */
export function keepUsed(graph: Graph, names: ReadonlySet<string>): Graph {
  const used = new Set(names)
  for (const node of [...graph.values()].reverse())
    if (used.has(node.name)) for (const input of node.inputs) used.add(nodeOf(input))
  return sortGraph([...graph.values()].filter(({ name }) => used.has(name)))
}

/** The node where a batch of pixels enters: (n, height, width, 3). */
export function placeholder(name: string, { width, height }: Size): GraphNode {
  const dim = [-1, height, width, 3].map((size) => ({ size: String(size) }))
  return {
    name,
    op: 'Placeholder',
    inputs: [],
    attrs: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim } } },
  }
}

/** @param names those that a new node may not have */
function lowerNode(graph: ShapedGraph, node: GraphNode, names: Names): GraphNode[] {
  switch (node.op) {
    case 'CheckNumerics':
    case 'StopGradient':
    case 'PlaceholderWithDefault':
    case 'PreventGradient':
    case 'Snapshot':
      return [cleanAttributes({ ...node, op: 'Identity', inputs: node.inputs.slice(0, 1) })]
    case 'Concat':
      return lowerConcat({ ...node, inputs: [...node.inputs.slice(1), node.inputs[0]!] })
    case 'ConcatV2':
      return lowerConcat(node)
    case 'BatchNormWithGlobalNormalization':
      return lowerBatchNorm(graph, node, names)
    case 'FusedBatchNorm':
    case 'FusedBatchNormV2':
    case 'FusedBatchNormV3':
      return [withDefaults(node, { epsilon: { f: 1e-4 }, is_training: { b: false } })]
    case 'Reshape':
      return lowerReshape(graph, node, names)
    case 'Conv2D':
    case 'DepthwiseConv2dNative':
      return [withDefaults(node, { dilations: { list: { i: [1, 1, 1, 1] } } })]
    case '_FusedConv2D':
    case 'FusedDepthwiseConv2dNative':
    case '_FusedMatMul':
      return unfuse(node, names).flatMap((part) => lowerNode(graph, part, names))
    default:
      return [withDefaults(node, {})]
  }
}

/** A file may leave out attributes that have their usual value; tfjs does not know all of those values. */
const withDefaults = (node: GraphNode, defaults: GraphNode['attrs']): GraphNode =>
  cleanAttributes({ ...node, attrs: { data_format: text('NHWC'), ...defaults, ...node.attrs } })

/** The number of parts is said, which tfjs else takes for two. */
const lowerConcat = (node: GraphNode): GraphNode[] => [
  withDefaults({ ...node, op: 'ConcatV2' }, { N: { i: node.inputs.length - 1 } }),
]

/** The batch norm of 2015 takes its parts in another order, and may leave out gamma. */
function lowerBatchNorm(graph: Graph, node: GraphNode, names: Names): GraphNode[] {
  if (node.inputs.length !== 5) return [node]
  const [values, mean, variance, beta, gamma] = node.inputs as [string, string, string, string, string]
  const { attrs } = node
  const epsilon = { f: numberAttr(node, 'variance_epsilon', 0.001) }
  const normalised = (scale: string): GraphNode => ({
    name: node.name,
    op: 'FusedBatchNormV3',
    inputs: [values, scale, beta, mean, variance],
    attrs: { T: { type: 'DT_FLOAT' }, epsilon, is_training: { b: false } },
  })
  if (attrs.scale_after_normalization?.b === true) return [normalised(gamma)]
  const length = constantOf(graph, mean)?.data.length ?? 0
  const ones = constantNode(freeName(names, `${node.name}/ones`), {
    dtype: 'float32',
    shape: [length],
    data: new Float32Array(length).fill(1),
  })
  return [ones, normalised(ones.name)]
}

/** `[1, 2048]` means "one image of 2,048 numbers": any number of images then. */
function lowerReshape(graph: ShapedGraph, node: GraphNode, names: Names): GraphNode[] {
  const shape = constantOf(graph, node.inputs[1])
  if (shape?.dtype !== 'int32' || shape.data.length < 2) return [cleanAttributes(node)]
  const measured = measure(graph, node, 1)
  if (typeof measured === 'string' || measured[0] !== 1) return [cleanAttributes(node)]
  const rest = measured.slice(1)
  const many = constantNode(freeName(names, `${node.name}/many`), {
    dtype: 'int32',
    shape: [rest.length + 1],
    data: Int32Array.from([-1, ...rest]),
  })
  return [many, cleanAttributes({ ...node, inputs: [node.inputs[0]!, many.name] })]
}
