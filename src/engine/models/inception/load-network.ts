import { loadGraphModelSync } from '@tensorflow/tfjs-converter'
import * as tf from '@tensorflow/tfjs-core'
import type { NetworkFiles } from '../../../contract/inception.ts'
import type { Graph } from '../graph/graph.ts'
import { openNetwork } from '../graph/open-network.ts'
import { optimiseGraph } from '../graph/optimise/optimise-graph.ts'
import { toModelFiles } from '../graph/to-model-files.ts'
import type { Network } from './network.ts'
import { runTensors } from './run-tensors.ts'
import { toModelArtifacts } from './to-model-artifacts.ts'

type GraphModel = ReturnType<typeof loadGraphModelSync>

/** Networks for different outputs that are kept on the backend at once: each has the weights that it needs. */
const MAX_MODELS = 2

/** Reads a network of any format and checks it whole; nothing is on the backend yet. For each list of outputs that is
 *  asked for, what runs is the graph cut down to them, and optimised.
 *  @throws EngineError `bad-file`, `not-supported` */
export function loadNetwork(files: NetworkFiles): Network {
  const { graph, input, nodes, pooled } = openNetwork(files)
  const models = new Map<string, GraphModel>()

  const modelFor = (names: string[]): GraphModel => {
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
    pooled,
    run: (pixels, images, outputs) => {
      // Each node once: several outputs may be views of it.
      const names = [...new Set(outputs.map((output) => output.node))]
      const model = modelFor(names)
      const { width, height } = files.preprocessing
      return runTensors(pixels, [images, height, width, 3], (batch) => {
        const values = execute(model, input, batch, names)
        return outputs.map(({ node, mean }) => {
          const value = values[names.indexOf(node)]!
          return mean ? tf.mean(value, [1, 2]) : value
        })
      })
    },
    dispose: () => {
      for (const model of models.values()) model.dispose()
      models.clear()
    },
  }
}

/** Keeps the weights only if all of it loads. */
function loadOptimised(graph: Graph, names: readonly string[]): GraphModel {
  const { modelJson, weights } = toModelFiles(optimiseGraph(graph, new Set(names)))
  const artifacts = toModelArtifacts({ modelJson, weights })
  const loaded: GraphModel[] = []
  tf.tidy(() => {
    const model = loadGraphModelSync(tf.io.fromMemorySync(artifacts))
    for (const tensor of Object.values(model.weights).flat()) tf.keep(tensor)
    loaded.push(model)
  })
  return loaded[0]!
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
