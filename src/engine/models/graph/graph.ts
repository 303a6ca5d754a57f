// graph/ is one form for every network that is a graph of operations: readers (a frozen GraphDef, a TensorFlow.js graph
// model) make it, passes in optimise/ rewrite it, to-model-files.ts turns it into what tfjs loads. It knows arrays,
// shapes and TensorFlow's operations; it never runs a network (that is ../inception) and never fetches one (../sources).
// Start here, then read-frozen-graph.ts.
import { EngineError } from '../../../contract/errors.ts'

export type ConstantData = Float32Array | Int32Array | Uint8Array

/** A tensor that is part of the network, row-major. Strings are not kept: no operation that we run takes one. */
export interface Constant {
  dtype: 'float32' | 'int32' | 'bool'
  shape: number[]
  data: ConstantData
}

/** An attribute in the JSON form of protocol buffers: `{i}`, `{f}`, `{b}`, `{s}` (base64), `{type}`, `{shape}`, `{list}`. */
export type Attribute = Record<string, unknown>

/** One operation. Constants are nodes of `op` Const with their `value`. */
export interface GraphNode {
  name: string
  op: string
  /** Names of the nodes whose values it takes: `name`, or `name:1` for another output than the first. */
  inputs: string[]
  attrs: Record<string, Attribute>
  value?: Constant
}

/** Nodes by name, each after the nodes that it takes values of. */
export type Graph = Map<string, GraphNode>

/** A node with the shape of its value, row-major, for as many images as the graph was measured with (one, unless said
 *  otherwise): the first axis counts images, so an image's feature map is [1, height, width, channels] and a vector
 *  [1, length]. Constants have their own shape. */
export interface ShapedNode extends GraphNode {
  readonly shape: readonly number[]
}

/** A graph whose shapes are known and fit together: see shapes/infer-shapes.ts. */
export type ShapedGraph = Map<string, ShapedNode>

/** The node that an input refers to: `name:1` and `name:0` are outputs of `name`. */
export const nodeOf = (input: string): string => input.replace(/:\d+$/, '')

/** The constant that an input refers to, seen through Identity. */
export function constantOf(graph: Graph, input: string | undefined): Constant | undefined {
  let node = input === undefined ? undefined : graph.get(nodeOf(input))
  while (node?.op === 'Identity') node = graph.get(nodeOf(node.inputs[0] ?? ''))
  return node?.value
}

/** How many times each node's value is taken. */
export function countUses(graph: Graph): Map<string, number> {
  const uses = new Map<string, number>()
  for (const node of graph.values())
    for (const input of node.inputs) uses.set(nodeOf(input), (uses.get(nodeOf(input)) ?? 0) + 1)
  return uses
}

/** The nodes in an order in which each comes after what it takes values of.
 *  @throws EngineError `bad-file` for an input that does not exist, and for a cycle */
export function sortGraph(nodes: readonly GraphNode[]): Graph {
  const known = new Map<string, GraphNode>()
  for (const node of nodes) {
    if (known.has(node.name)) throw new EngineError('bad-file', `The graph has two nodes "${node.name}".`)
    known.set(node.name, node)
  }
  const sorted: Graph = new Map()
  const open = new Set<string>()
  for (const start of nodes) {
    // A stack of our own: a hostile graph may be deeper than the engine's.
    const stack = [{ node: start, next: 0 }]
    while (stack.length > 0) {
      const top = stack.at(-1)!
      const { node } = top
      const input = sorted.has(node.name) ? undefined : node.inputs[top.next++]
      if (input === undefined) {
        stack.pop()
        open.delete(node.name)
        sorted.set(node.name, node)
        continue
      }
      open.add(node.name)
      const name = nodeOf(input)
      const source = known.get(name)
      if (!source)
        throw new EngineError(
          'bad-file',
          `The node "${node.name}" takes "${name}", which is not in the graph.`,
        )
      if (open.has(name))
        throw new EngineError('bad-file', `The graph has a cycle through "${name}": it cannot be computed.`)
      if (!sorted.has(name)) stack.push({ node: source, next: 0 })
    }
  }
  return sorted
}
