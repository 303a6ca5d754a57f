import { type Constant, constantOf, type Graph, type GraphNode, nodeOf, sortGraph } from '../graph.ts'
import { constantNode, freeName } from '../new-nodes.ts'
import type { Pass } from './pass.ts'

/** Makes one convolution of the 1x1 convolutions that read the same tensor in the same way, and of each a part of its
 *  channels, which costs nothing where a part is only another view. What goes into a concatenation as it is stays by
 *  itself: it is written to its place there, while a part would have to be copied. */
export const mergeSiblings: Pass = (graph, keep) => {
  const joined = new Set(
    [...graph.values()]
      .filter(({ op }) => op === 'ConcatV2' || op === 'Concat')
      .flatMap(({ inputs }) => inputs.map(nodeOf)),
  )
  const families = new Map<string, Sibling[]>()
  for (const node of graph.values()) {
    const sibling = keep.has(node.name) || joined.has(node.name) ? undefined : readSibling(graph, node)
    if (!sibling) continue
    const likeness = JSON.stringify([node.op, nodeOf(node.inputs[0]!), node.attrs])
    families.set(likeness, [...(families.get(likeness) ?? []), sibling])
  }
  const result: Graph = new Map(graph)
  for (const siblings of families.values())
    if (siblings.length > 1) for (const node of merge(result, siblings)) result.set(node.name, node)
  return sortGraph([...result.values()])
}

interface Sibling {
  node: GraphNode
  filter: Constant
  bias: Constant | undefined
}

/** A convolution of one position, with constants for weights. */
function readSibling(graph: Graph, node: GraphNode): Sibling | undefined {
  if (node.op !== 'Conv2D' && node.op !== '_FusedConv2D') return undefined
  const filter = constantOf(graph, node.inputs[1])
  const bias = constantOf(graph, node.inputs[2])
  const [height, width, , channels] = filter?.shape.length === 4 ? filter.shape : []
  const isWhole = node.op === 'Conv2D' ? node.inputs.length === 2 : bias?.data.length === channels
  return filter?.dtype === 'float32' && height === 1 && width === 1 && isWhole
    ? { node, filter, bias }
    : undefined
}

function merge(graph: Graph, siblings: readonly Sibling[]): GraphNode[] {
  const { node, bias } = siblings[0]!
  const base = `${node.name}/siblings`
  const channels = siblings.map(({ filter }) => filter.shape[3]!)
  const total = channels.reduce((sum, count) => sum + count, 0)
  const depth = siblings[0]!.filter.shape[2]!
  const data = new Float32Array(depth * total)
  const biases = new Float32Array(total)
  const firsts = channels.map((_, i) => channels.slice(0, i).reduce((sum, count) => sum + count, 0))
  for (const [i, sibling] of siblings.entries()) {
    const count = channels[i]!
    for (let row = 0; row < depth; row++)
      data.set(
        sibling.filter.data.subarray(row * count, (row + 1) * count) as Float32Array,
        row * total + firsts[i]!,
      )
    if (sibling.bias) biases.set(sibling.bias.data, firsts[i]!)
  }
  const integers = (name: string, numbers: number[]) =>
    constantNode(freeName(graph, name), { dtype: 'int32', shape: [4], data: Int32Array.from(numbers) })
  const filter = constantNode(freeName(graph, `${base}/filter`), {
    dtype: 'float32',
    shape: [1, 1, depth, total],
    data,
  })
  const added =
    bias && constantNode(freeName(graph, `${base}/bias`), { ...bias, shape: [total], data: biases })
  const whole: GraphNode = {
    ...node,
    name: freeName(graph, base),
    inputs: [node.inputs[0]!, filter.name, ...(added ? [added.name] : [])],
  }
  const parts = siblings.flatMap(({ node: { name } }, i): GraphNode[] => {
    const begin = integers(`${name}/begin`, [0, 0, 0, firsts[i]!])
    const size = integers(`${name}/size`, [-1, -1, -1, channels[i]!])
    const attrs = { T: { type: 'DT_FLOAT' }, Index: { type: 'DT_INT32' } }
    return [begin, size, { name, op: 'Slice', inputs: [whole.name, begin.name, size.name], attrs }]
  })
  return [filter, ...(added ? [added] : []), whole, ...parts]
}
