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
  const nodes = await measureNodes(model, graph, height, width)
  const input = model.inputs[0]?.name
  if (input === undefined) throw new EngineError('bad-file', 'The graph has no input for an image.')
  return {
    nodes,
    pooled: findPooled(graph, nodes),
    run: async (batch, outputs) => {
      const results = model.execute(
        { [input]: batch },
        outputs.map((output) => output.node),
      ) as tf.Tensor | tf.Tensor[]
      return (Array.isArray(results) ? results : [results]).map((result, i) =>
        outputs[i]!.mean ? meanOverPositions(result) : result,
      )
    },
    dispose: () => model.dispose(),
  }
}

function meanOverPositions(result: tf.Tensor): tf.Tensor {
  const mean = tf.mean(result, [1, 2])
  result.dispose()
  return mean
}

function readableNodes(modelJson: unknown): { name: string; op: string }[] {
  const nodes = (modelJson as { modelTopology?: { node?: GraphNode[] } }).modelTopology?.node
  if (!Array.isArray(nodes)) throw new EngineError('bad-file', 'The graph model has no list of nodes.')
  return nodes.flatMap(({ name, op }) =>
    typeof name === 'string' && typeof op === 'string' && !NOT_READABLE.has(op) ? [{ name, op }] : [],
  )
}

async function measureNodes(
  model: GraphModel,
  graph: { name: string }[],
  height: number,
  width: number,
): Promise<NetworkNode[]> {
  const zeros = tf.zeros([1, height, width, 3])
  const inputs = { [model.inputs[0]?.name ?? '']: zeros }
  const names = graph.map((node) => node.name)
  const values = model.execute(inputs, names) as tf.Tensor | tf.Tensor[]
  const tensors = Array.isArray(values) ? values : [values]
  const nodes = names.flatMap((name, i) => {
    const shape = tensors[i]?.shape
    return shape?.[0] === 1 && shape.length >= 2 ? [{ name, shape }] : []
  })
  tf.dispose([tensors, zeros])
  return nodes
}

/** The last concatenation with positions: what an Inception's features are averaged over. */
function findPooled(graph: { name: string; op: string }[], nodes: NetworkNode[]): string | undefined {
  const shapes = new Map(nodes.map((node) => [node.name, node.shape]))
  return graph.findLast(({ name, op }) => /^Concat(V2)?$/.test(op) && shapes.get(name)?.length === 4)?.name
}
