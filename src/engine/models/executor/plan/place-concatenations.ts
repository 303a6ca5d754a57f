import { type Graph, nodeOf } from '../../graph/graph.ts'
import type { Operation } from './operations.ts'

/** A part of a concatenation: which one, and from which of its channels on. */
export interface Place {
  whole: string
  channel: number
}

/** Lays concatenations out so that they are not copied: the place of each node that is computed for one. A node that
 *  stands in two has its place in the first, and is copied to the others; so is what is a view of something else. */
export function placeConcatenations(
  graph: Graph,
  operations: ReadonlyMap<string, Operation>,
): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const [whole, operation] of operations) {
    if (operation.kind !== 'concatenation') continue
    let channel = 0
    for (const input of graph.get(whole)!.inputs.slice(0, operation.parts)) {
      const node = origin(graph, operations, nodeOf(input))
      const { kind, shape } = operations.get(node)!
      const isView = kind === 'input' || kind === 'reshape' || kind === 'part'
      if (!isView && !places.has(node)) places.set(node, { whole, channel })
      channel += shape.at(-1)!
    }
  }
  return places
}

/** The node that computes what a node hands on. */
function origin(graph: Graph, operations: ReadonlyMap<string, Operation>, name: string): string {
  const operation = operations.get(name)!
  return operation.kind === 'same' ? origin(graph, operations, nodeOf(graph.get(name)!.inputs[0]!)) : name
}
