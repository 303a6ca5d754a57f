import { loadGraphModelSync } from '@tensorflow/tfjs-converter'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import type { Graph } from '../../../src/engine/models/graph/graph.ts'
import { toModelFiles } from '../../../src/engine/models/graph/to-model-files.ts'
import { toModelArtifacts } from '../../../src/engine/models/inception/to-model-artifacts.ts'

/** The values of a graph's nodes for one batch of pixels, by tfjs in plain JavaScript. */
export function runGraph(
  graph: Graph,
  pixels: Float32Array,
  shape: [number, number, number, number],
  outputs: string[],
): { shape: number[]; data: Float32Array }[] {
  const artifacts = toModelArtifacts(toModelFiles(graph))
  const model = loadGraphModelSync(tf.io.fromMemorySync(artifacts))
  const input = [...graph.values()].find(({ op }) => op === 'Placeholder')!.name
  const results = tf.tidy(() => {
    const values = model.execute({ [input]: tf.tensor4d(pixels, shape) }, outputs)
    const tensors = Array.isArray(values) ? values : [values as tf.Tensor]
    return tensors.map((tensor) => ({ shape: tensor.shape, data: tensor.dataSync() as Float32Array }))
  }) as { shape: number[]; data: Float32Array }[]
  model.dispose()
  return results
}
