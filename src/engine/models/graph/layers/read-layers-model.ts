import { EngineError } from '../../../../contract/errors.ts'
import type { Constant, ShapedGraph } from '../graph.ts'
import { placeholder, type Size } from '../lower-graph.ts'
import { readWeights, type WeightSpec } from '../read-weights.ts'
import { type FlatLayer, flattenModel } from './flatten-model.ts'
import { writeLayer } from './layer.ts'
import { LAYER_RULES } from './layer-rules.ts'

/** A layers model as a graph. */
export interface LayersGraph {
  graph: ShapedGraph
  /** The node where pixels enter. */
  input: string
}

/** A TensorFlow.js layers model (float32 weights, or float16, uint8 and uint16 quantised ones) as a graph: each layer's
 *  value is the node of its name. Layers that are not known are left out, with all that depends on them.
 *  @param size of the image that goes in
 *  @throws EngineError `bad-file`; `not-supported` naming the first layer in the way if nothing can be computed */
export function readLayersModel(modelJson: unknown, bytes: Uint8Array, size: Size): LayersGraph {
  const { modelTopology, weightsManifest } = modelJson as {
    modelTopology?: unknown
    weightsManifest?: { weights?: WeightSpec[] }[]
  }
  if (!Array.isArray(weightsManifest))
    throw new EngineError('bad-file', 'The layers model has no weightsManifest.')
  const weights = indexWeights(
    readWeights(
      weightsManifest.flatMap((group) => group?.weights ?? []),
      bytes,
    ),
  )
  const graph: ShapedGraph = new Map()
  const reasons: string[] = []
  let input: string | undefined
  for (const flat of flattenModel(modelTopology)) {
    if (flat.layer.className === 'InputLayer') {
      if (input !== undefined || !takesPixels(flat)) continue
      input = flat.layer.name
      graph.set(input, { ...placeholder(input, size), shape: [1, size.height, size.width, 3] })
      continue
    }
    const rule = LAYER_RULES.get(flat.layer.className)
    const isReady = flat.inputs.length > 0 && flat.inputs.every((name) => graph.has(name))
    if (!rule || !isReady) {
      if (!rule)
        reasons.push(`"${flat.layer.name}": the layer ${flat.layer.className.slice(0, 100)} is not known`)
      continue
    }
    try {
      writeLayer(graph, flat, rule, weights)
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'not-supported') throw error
      reasons.push(error.message)
    }
  }
  if (input === undefined) throw new EngineError('not-supported', 'The network has no input for an image.')
  if (graph.size === 1)
    throw new EngineError(
      'not-supported',
      `Nothing of this network can be computed here${reasons[0] ? ` (${reasons[0]})` : ''}.`,
    )
  return { graph, input }
}

/** By `layer/part`, whatever scopes stand before. */
function indexWeights(weights: Map<string, Constant>): Map<string, Constant> {
  const index = new Map(weights)
  for (const [name, value] of weights) {
    const short = name.split('/').slice(-2).join('/')
    if (!index.has(short)) index.set(short, value)
  }
  return index
}

/** Colour pixels, of any size. */
function takesPixels({ layer }: FlatLayer): boolean {
  const shape = layer.config.batch_input_shape ?? layer.config.batch_shape
  return Array.isArray(shape) && shape.length === 4 && shape[3] === 3
}
