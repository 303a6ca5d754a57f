import {
  type Constant,
  constantOf,
  countUses,
  type Graph,
  type GraphNode,
  nodeOf,
  sortGraph,
} from '../graph.ts'
import { constantNode, freeName } from '../new-nodes.ts'

/** A convolution that nobody else reads, with the bias that follows it, if any. */
export interface Foldable {
  convolution: GraphNode
  filter: Constant
  /** One number an output channel; zeros where there is no bias. */
  bias: Float32Array
  channels: number
}

/** `y = x * factor + term`, by channel. */
export interface Affine {
  factor: Float32Array
  term: Float32Array
}

/** Output channels of a filter: the last axis, for depthwise the last two. */
const channelsOf = (op: string, { shape }: Constant): number =>
  op === 'DepthwiseConv2dNative' ? (shape[2] ?? 0) * (shape[3] ?? 0) : (shape[3] ?? 0)

/** The convolution whose result `input` is, if a rewrite may change it: its weights are constants, and neither it nor
 *  its bias is kept or read by others. */
export function findFoldable(
  graph: Graph,
  uses: ReadonlyMap<string, number>,
  keep: ReadonlySet<string>,
  input: string | undefined,
): Foldable | undefined {
  let node = graph.get(nodeOf(input ?? ''))
  const mayGo = (candidate: GraphNode) => !keep.has(candidate.name) && uses.get(candidate.name) === 1
  let biasAdd: Constant | undefined
  if (node?.op === 'BiasAdd' && mayGo(node)) {
    biasAdd = constantOf(graph, node.inputs[1])
    if (!biasAdd) return undefined
    node = graph.get(nodeOf(node.inputs[0]!))
  }
  if (!node || (node.op !== 'Conv2D' && node.op !== 'DepthwiseConv2dNative') || !mayGo(node)) return undefined
  const filter = constantOf(graph, node.inputs[1])
  if (filter?.shape.length !== 4 || filter.dtype !== 'float32') return undefined
  const channels = channelsOf(node.op, filter)
  if (biasAdd && biasAdd.data.length !== channels) return undefined
  const bias = biasAdd ? Float32Array.from(biasAdd.data) : new Float32Array(channels)
  return { convolution: node, filter, bias, channels }
}

/** Replaces each node for which `affineOf` gives one, and the convolution that it reads, by a convolution with other
 *  weights and a bias under the node's name. The arithmetic is in double precision: it is done once. */
export function foldEach(
  graph: Graph,
  keep: ReadonlySet<string>,
  affineOf: (
    graph: Graph,
    node: GraphNode,
    find: (input: string | undefined) => Foldable | undefined,
  ) => { foldable: Foldable; affine: Affine } | undefined,
): Graph {
  const result: Graph = new Map(graph)
  const uses = countUses(graph)
  for (const { name } of graph.values()) {
    const node = result.get(name)!
    if (node.value) continue
    const found = affineOf(result, node, (input) => findFoldable(result, uses, keep, input))
    if (!found) continue
    for (const folded of fold(result, name, found.foldable, found.affine)) {
      if (folded.name !== name) uses.set(folded.name, 1)
      result.set(folded.name, folded)
    }
  }
  return sortGraph([...result.values()])
}

function fold(
  graph: Graph,
  name: string,
  { convolution, filter, bias, channels }: Foldable,
  { factor, term }: Affine,
): GraphNode[] {
  const data = new Float32Array(filter.data.length)
  // Row-major with the output channels innermost, for depthwise filters too.
  for (let i = 0; i < data.length; i++) data[i] = filter.data[i]! * factor[i % channels]!
  const shifted = bias.map((value, channel) => value * factor[channel]! + term[channel]!)
  const weights = constantNode(freeName(graph, `${name}/filter`), { ...filter, data })
  const biases = constantNode(freeName(graph, `${name}/bias`), {
    dtype: 'float32',
    shape: [channels],
    data: shifted,
  })
  const result = freeName(graph, `${name}/convolution`)
  const inputs = [convolution.inputs[0]!, weights.name]
  return [
    weights,
    biases,
    { ...convolution, name: result, inputs },
    { name, op: 'BiasAdd', inputs: [result, biases.name], attrs: { T: { type: 'DT_FLOAT' } } },
  ]
}
