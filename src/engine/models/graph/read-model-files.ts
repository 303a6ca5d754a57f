import { EngineError } from '../../../contract/errors.ts'
import type { Attribute, Graph, GraphNode } from './graph.ts'
import { sortGraph } from './graph.ts'
import { readWeights, type WeightSpec } from './read-weights.ts'

interface JsonGraph {
  modelTopology: {
    node: { name: string; op: string; input?: string[]; attr?: Record<string, Attribute> }[]
    library?: { function?: unknown[] }
  }
  weightsManifest: { weights?: WeightSpec[] }[]
}

/** A TensorFlow.js graph model as a graph, quantised weights as plain numbers.
 *  @param modelJson what `parseModelJson` let through
 *  @throws EngineError `bad-file` for edges that lead nowhere or in a circle, and weights that do not fit */
export function readModelFiles(modelJson: unknown, weights: Uint8Array): Graph {
  const { modelTopology, weightsManifest } = modelJson as JsonGraph
  if (!Array.isArray(modelTopology?.node) || !Array.isArray(weightsManifest))
    throw new EngineError('bad-file', 'The graph model has no list of nodes, or none of weights.')
  const values = readWeights(
    weightsManifest.flatMap((group) => group.weights ?? []),
    weights,
  )
  const nodes = modelTopology.node.map(({ name, op, input = [], attr = {} }): GraphNode => {
    // A node is a constant if it has a weight, whatever its operation.
    const value = values.get(name)
    if (value) return { name, op: 'Const', inputs: [], attrs: attr, value }
    return { name, op, inputs: input.filter((edge) => !edge.startsWith('^')), attrs: attr }
  })
  return sortGraph(nodes)
}
