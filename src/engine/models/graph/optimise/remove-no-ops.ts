import { type GraphNode, nodeOf, sortGraph } from '../graph.ts'
import type { Pass } from './pass.ts'

/** Identities and their like give their input as it is: their readers take it directly. */
const NO_OPS = new Set(['Identity', 'CheckNumerics', 'StopGradient'])

/** Removes nodes that compute nothing. */
export const removeNoOps: Pass = (graph, keep) => {
  const instead = new Map<string, string>()
  const nodes: GraphNode[] = []
  for (const node of graph.values()) {
    const inputs = node.inputs.map((input) => instead.get(nodeOf(input)) ?? input)
    if (NO_OPS.has(node.op) && !keep.has(node.name)) instead.set(node.name, inputs[0]!)
    else nodes.push({ ...node, inputs })
  }
  return sortGraph(nodes)
}
