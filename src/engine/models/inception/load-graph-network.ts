import { loadGraphModelSync } from '@tensorflow/tfjs-converter'
import * as tf from '@tensorflow/tfjs-core'
import { EngineError } from '../../../contract/errors.ts'
import type { NetworkFiles } from '../../../contract/inception.ts'
import type { Graph } from '../graph/graph.ts'
import { optimiseGraph } from '../graph/optimise/optimise-graph.ts'
import { readModelFiles } from '../graph/read-model-files.ts'
import { toModelFiles } from '../graph/to-model-files.ts'
import type { Network, NetworkNode } from './network.ts'
import { toModelArtifacts } from './to-model-artifacts.ts'

type GraphModel = ReturnType<typeof loadGraphModelSync>

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

/** Networks for different outputs that are kept on the backend at once: each has the weights that it needs. */
const MAX_MODELS = 2

/** Loads a TensorFlow.js graph model, or a frozen graph in that form, onto the current backend. Shapes are not in the
 *  file, so one empty image is run to learn them. What runs afterwards is the graph cut down to the outputs that are
 *  asked for, and optimised. */
export async function loadGraphNetwork(files: NetworkFiles): Promise<Network> {
  const whole = loadModel(toModelArtifacts(files))
  const { input, readable, nodes, graph } = disposeOnError(whole, () => examine(whole, files))
  if (graph) whole.dispose()
  const models = new Map<string, GraphModel>()

  const modelFor = (names: string[]): GraphModel => {
    if (!graph) return whole
    const key = JSON.stringify(names)
    const known = models.get(key)
    if (known) return known
    if (models.size >= MAX_MODELS) evictOldest(models)
    const model = loadOptimised(graph, names)
    models.set(key, model)
    return model
  }

  return {
    nodes,
    pooled: findPooled(readable, nodes),
    run: async (batch, outputs) => {
      // Each node once: several outputs may be views of it.
      const names = [...new Set(outputs.map((output) => output.node))]
      const model = modelFor(names)
      return tf.tidy(() => {
        const values = execute(model, input, batch, names)
        return outputs.map(({ node, mean }) => {
          const value = values[names.indexOf(node)]!
          return mean ? tf.mean(value, [1, 2]) : value
        })
      })
    },
    dispose: () => {
      for (const model of graph ? models.values() : [whole]) model.dispose()
      models.clear()
    },
  }
}

/** Everything that is known of a network once it has run. */
function examine(whole: GraphModel, files: NetworkFiles) {
  const readable = readableNodes(files.modelJson)
  const { width, height } = files.preprocessing
  const input = whole.inputNodes[0]
  if (input === undefined) throw new EngineError('bad-file', 'The graph has no input for an image.')
  const nodes = measureNodes(whole, input, readable, [1, height, width, 3])
  return { input, readable, nodes, graph: readModelFiles(files.modelJson, files.weights) }
}

function disposeOnError<T>(model: GraphModel, work: () => T): T {
  try {
    return work()
  } catch (error) {
    model.dispose()
    throw error
  }
}

/** Keeps the weights only if all of it loads. */
function loadModel(artifacts: tf.io.ModelArtifacts): GraphModel {
  const loaded: GraphModel[] = []
  tf.tidy(() => {
    const model = loadGraphModelSync(tf.io.fromMemorySync(artifacts))
    for (const tensor of Object.values(model.weights).flat()) tf.keep(tensor)
    loaded.push(model)
  })
  return loaded[0]!
}

function loadOptimised(graph: Graph, names: readonly string[]): GraphModel {
  const { modelJson, weights } = toModelFiles(optimiseGraph(graph, new Set(names)))
  const artifacts = toModelArtifacts({ modelJson, weights })
  return loadModel(artifacts)
}

function evictOldest(models: Map<string, GraphModel>): void {
  const [key, oldest] = models.entries().next().value!
  oldest.dispose()
  models.delete(key)
}

function execute(model: GraphModel, input: string, batch: tf.Tensor, names: string[]): tf.Tensor[] {
  const values = model.execute({ [input]: batch }, names) as tf.Tensor | tf.Tensor[]
  return Array.isArray(values) ? values : [values]
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
      const tensors = execute(model, input, tf.zeros(shape), names)
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
