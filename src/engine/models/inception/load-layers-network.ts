import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import type { NetworkFiles } from '../../../contract/inception.ts'
import type { Network, NetworkNode, NodeOutput } from './network.ts'
import { toModelArtifacts } from './to-model-artifacts.ts'

/** Loads a TensorFlow.js layers model (float32, or float16/uint8/uint16 quantised weights) onto the current backend. */
export async function loadLayersNetwork(files: NetworkFiles): Promise<Network> {
  const model = await layers.loadLayersModel(tf.io.fromMemory(toModelArtifacts(files)))
  const { width, height } = files.preprocessing
  const nodes = listNodes(model, height, width)
  const submodels = new Map<string, layers.LayersModel>()
  return {
    nodes,
    pooled: findPooled(model),
    run: async (batch, outputs) => {
      const submodel = submodelFor(model, submodels, outputs)
      const results = tf.tidy(() => submodel.predictOnBatch(batch))
      return Array.isArray(results) ? results : [results]
    },
    // Submodels share the model's layers and own no tensors.
    dispose: () => void model.dispose(),
  }
}

/** The network cut down to what computes `outputs`; made once per list. */
function submodelFor(
  model: layers.LayersModel,
  submodels: Map<string, layers.LayersModel>,
  outputs: readonly NodeOutput[],
): layers.LayersModel {
  const key = JSON.stringify(outputs.map(({ node, mean }) => [node, mean]))
  const known = submodels.get(key)
  if (known) return known
  const symbols = outputs.map(({ node, mean }) => {
    const symbol = model.getLayer(node).output as layers.SymbolicTensor
    const average = layers.layers.globalAveragePooling2d({ dataFormat: 'channelsLast' })
    return mean ? (average.apply(symbol) as layers.SymbolicTensor) : symbol
  })
  const submodel = layers.model({ inputs: model.inputs, outputs: symbols })
  submodels.set(key, submodel)
  return submodel
}

/** Layers in order, with their output shapes for an input of this size. A fully convolutional network states
 *  unknown sizes: those shapes are then derived layer by layer by running an empty image, which costs one inference. */
function listNodes(model: layers.LayersModel, height: number, width: number): NetworkNode[] {
  const stated = model.layers.flatMap((layer) => {
    const shape = Array.isArray(layer.output) ? undefined : layer.output.shape
    return shape ? [{ name: layer.name, shape: [1, ...shape.slice(1)] }] : []
  })
  if (stated.every((node) => node.shape.every((size) => typeof size === 'number')))
    return stated as NetworkNode[]
  return tf.tidy(() => {
    const all = layers.model({
      inputs: model.inputs,
      outputs: stated.map((node) => model.getLayer(node.name).output as layers.SymbolicTensor),
    })
    const values = all.predictOnBatch(tf.zeros([1, height, width, 3])) as tf.Tensor[]
    return stated.map((node, i) => ({ name: node.name, shape: values[i]!.shape }))
  })
}

/** The last concatenation (or sum) that still has positions: what an Inception's features are averaged over. */
function findPooled(model: layers.LayersModel): string | undefined {
  const merges = model.layers.filter((layer) => {
    const rank = Array.isArray(layer.output) ? 0 : layer.output.shape.length
    return rank === 4 && (layer.getClassName() === 'Concatenate' || layer.getClassName() === 'Add')
  })
  return merges.at(-1)?.name
}
