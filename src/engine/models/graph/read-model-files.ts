import type { Attribute, Constant, ConstantData, Graph, GraphNode } from './graph.ts'
import { sortGraph } from './graph.ts'
import { halfToFloat } from './half-float.ts'

interface WeightSpec {
  name: string
  shape: number[]
  dtype: string
  quantization?: { dtype?: string; scale?: number; min?: number }
}

interface JsonGraph {
  modelTopology: {
    node: { name: string; op: string; input?: string[]; attr?: Record<string, Attribute> }[]
    library?: { function?: unknown[] }
  }
  weightsManifest: { weights?: WeightSpec[] }[]
}

/** A TensorFlow.js graph model as a graph, quantised weights as plain numbers. undefined for one that holds more than
 *  operations on tensors (functions, loops, tables): it can be run, but not rewritten.
 *  @param modelJson checked by tfjs's loader before
 *  @throws EngineError `bad-file` for edges that lead nowhere or in a circle */
export function readModelFiles(modelJson: unknown, weights: Uint8Array): Graph | undefined {
  const { modelTopology, weightsManifest } = modelJson as JsonGraph
  if ((modelTopology.library?.function?.length ?? 0) > 0) return undefined
  const values = readWeights(
    weightsManifest.flatMap((group) => group.weights ?? []),
    weights,
  )
  if (!values) return undefined
  const nodes = modelTopology.node.map(({ name, op, input = [], attr = {} }): GraphNode => {
    // tfjs takes a node for a constant if it has a weight, whatever its operation.
    const value = values.get(name)
    if (value) return { name, op: 'Const', inputs: [], attrs: attr, value }
    return { name, op, inputs: input.filter((edge) => !edge.startsWith('^')), attrs: attr }
  })
  return nodes.some((node) => CONTROL.has(node.op)) ? undefined : sortGraph(nodes)
}

const CONTROL = new Set([
  'Switch',
  'Merge',
  'Enter',
  'Exit',
  'NextIteration',
  'LoopCond',
  'If',
  'While',
  'HashTableV2',
])

function readWeights(specs: WeightSpec[], bytes: Uint8Array): Map<string, Constant> | undefined {
  const values = new Map<string, Constant>()
  let at = 0
  for (const spec of specs) {
    const count = spec.shape.reduce((product, size) => product * size, 1)
    const stored = STORED[spec.quantization?.dtype ?? spec.dtype]
    const dtype = spec.dtype as Constant['dtype']
    if (!stored || !(spec.dtype === 'float32' || spec.dtype === 'int32' || spec.dtype === 'bool'))
      return undefined
    const end = at + count * stored.BYTES_PER_ELEMENT
    // tfjs packs weights without gaps, so that a number may begin anywhere: copied to where it may be read.
    const raw = new stored(bytes.slice(at, end).buffer)
    values.set(spec.name, {
      dtype,
      shape: spec.shape,
      data: spec.quantization ? dequantise(raw, spec) : (raw as ConstantData),
    })
    at = end
  }
  return values
}

const STORED: Record<
  string,
  typeof Float32Array | typeof Int32Array | typeof Uint8Array | typeof Uint16Array
> = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  float16: Uint16Array,
}

function dequantise(raw: ArrayLike<number>, { dtype, quantization }: WeightSpec): Float32Array | Int32Array {
  const { scale = 1, min = 0 } = quantization ?? {}
  if (quantization?.dtype === 'float16') return Float32Array.from(raw, halfToFloat)
  const values = Float32Array.from(raw, (value) => value * scale + min)
  return dtype === 'int32' ? Int32Array.from(values, Math.round) : values
}
