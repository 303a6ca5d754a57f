import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter'
import * as tf from '@tensorflow/tfjs-core'
import { EngineError } from '../../../contract/errors.ts'
import type { NetworkFiles } from '../../../contract/inception.ts'
import type { Network, NetworkNode } from './network.ts'
import { toModelArtifacts } from './to-model-artifacts.ts'

interface GraphNode {
  name?: unknown
  op?: unknown
}

/** Operations whose results are no features: constants, inputs, plumbing. */
const NOT_READABLE = new Set([
  'Const',
  'Placeholder',
  'NoOp',
  'Assert',
  'VariableV2',
  'VarHandleOp',
  'HashTableV2',
])

/** Loads a TensorFlow.js graph model onto the current backend. Shapes are not in the file, so one empty image is run
 *  to learn them. */
export async function loadGraphNetwork(files: NetworkFiles): Promise<Network> {
  const model = await loadGraphModel(tf.io.fromMemory(toModelArtifacts(files)))
  const graph = readableNodes(files.modelJson)
  const { width, height } = files.preprocessing
  const input = model.inputNodes[0]
  if (input === undefined) throw new EngineError('bad-file', 'The graph has no input for an image.')
  const nodes = measureNodes(model, input, graph, [1, height, width, 3])
  return {
    nodes,
    pooled: findPooled(graph, nodes),
    run: async (batch, outputs) => {
      // Each node once: several outputs may be views of it.
      const names = [...new Set(outputs.map((output) => output.node))]
      return tf.tidy(() => {
        const values = model.execute({ [input]: batch }, names) as tf.Tensor | tf.Tensor[]
        const tensors = Array.isArray(values) ? values : [values]
        return outputs.map(({ node, mean }) => {
          const value = tensors[names.indexOf(node)]!
          return mean ? tf.mean(value, [1, 2]) : value
        })
      })
    },
    dispose: () => model.dispose(),
  }
}

function readableNodes(modelJson: unknown): { name: string; op: string }[] {
  const nodes = (modelJson as { modelTopology?: { node?: GraphNode[] } }).modelTopology?.node
  if (!Array.isArray(nodes)) throw new EngineError('bad-file', 'The graph model has no list of nodes.')
  return nodes.flatMap(({ name, op }) =>
    typeof name === 'string' && typeof op === 'string' && !NOT_READABLE.has(op) ? [{ name, op }] : [],
  )
}

/** Runs an empty image. Where a graph has nodes that cannot be run by themselves, only its outputs are listed. */
function measureNodes(
  model: GraphModel,
  input: string,
  graph: { name: string }[],
  shape: [number, number, number, number],
): NetworkNode[] {
  const measure = (names: string[]): NetworkNode[] =>
    tf.tidy(() => {
      const values = model.execute({ [input]: tf.zeros(shape) }, names) as tf.Tensor | tf.Tensor[]
      const tensors = Array.isArray(values) ? values : [values]
      return names.flatMap((name, i) => {
        const size = tensors[i]?.shape
        return size?.[0] === 1 && size.length >= 2 ? [{ name, shape: size }] : []
      })
    })
  try {
    return measure(graph.map((node) => node.name))
  } catch {
    return measure(model.outputNodes)
  }
}

/** The last concatenation with positions: what an Inception's features are averaged over. */
function findPooled(graph: { name: string; op: string }[], nodes: NetworkNode[]): string | undefined {
  const shapes = new Map(nodes.map((node) => [node.name, node.shape]))
  return graph.findLast(({ name, op }) => /^Concat(V2)?$/.test(op) && shapes.get(name)?.length === 4)?.name
}
