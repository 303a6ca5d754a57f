import type { NetworkFiles } from '../../../src/contract/inception.ts'
import { readModelFiles } from '../../../src/engine/models/graph/read-model-files.ts'
import { constant, FLOAT, jpegFrontEnd, type NodeDef } from './write-graph-def.ts'

interface Layer {
  class_name: string
  name: string
  config: {
    strides?: [number, number]
    pool_size?: [number, number]
    padding?: string
    activation?: string
    use_bias?: boolean
  }
  inbound_nodes: [string, number, number, object][][]
}

const T = { T: { type: FLOAT } }
const EPSILON = 0.001
const CLASSES = 1008

/** A layers model's Inception as a frozen graph in the style of 2015: the JPEG front end, batch norms without gamma
 *  after every second convolution (their mean and variance made up, and made good in weights and beta), CheckNumerics,
 *  control edges, the old Concat, and a classifier of made-up weights. */
export function layersToGraphDef(files: NetworkFiles): NodeDef[] {
  const { layers } = (files.modelJson as { modelTopology: { model_config: { config: { layers: Layer[] } } } })
    .modelTopology.model_config.config
  const weights = readLayerWeights(files)
  let convolutions = 0
  const body = layers.flatMap((layer) => {
    const inputs = layer.inbound_nodes.flat().map(([name]) => (name === 'input' ? 'Mul' : name))
    const [input = ''] = inputs
    if (layer.class_name === 'Conv2D') return convolve(layer, input, weights, convolutions++ % 2 === 0)
    if (layer.class_name === 'Concatenate') return join(layer, inputs)
    if (layer.class_name === 'GlobalAveragePooling2D')
      return [poolNode('pool_3', 'AvgPool', input, [8, 8], [1, 1], 'VALID')]
    if (layer.class_name !== 'MaxPooling2D' && layer.class_name !== 'AveragePooling2D') return []
    const { pool_size, strides, padding } = layer.config
    const op = layer.class_name === 'MaxPooling2D' ? 'MaxPool' : 'AvgPool'
    return [poolNode(layer.name, op, input, pool_size!, strides!, padding!.toUpperCase())]
  })
  return [...jpegFrontEnd(), ...body, ...classifier()]
}

function readLayerWeights({ modelJson, weights }: NetworkFiles) {
  const { weightsManifest } = modelJson as { weightsManifest: { weights: { name: string }[] }[] }
  const node = weightsManifest.flatMap((group) => group.weights).map(({ name }) => ({ name, op: 'Const' }))
  return readModelFiles({ modelTopology: { node }, weightsManifest }, weights)!
}

function convolve(
  layer: Layer,
  input: string,
  weights: ReturnType<typeof readLayerWeights>,
  withNorm: boolean,
): NodeDef[] {
  const { name, config } = layer
  const kernel = weights.get(`${name}/kernel`)!.value!
  const bias = weights.get(`${name}/bias`)!.value!
  const { data, last, extra } = withNorm
    ? withBatchNorm(name, kernel.data, bias.data)
    : withBias(name, kernel.data, bias.data)
  return [
    constant(`${name}/conv2d_params`, {
      shape: kernel.shape,
      values: data,
      encoding: withNorm ? 'content' : 'half-content',
    }),
    {
      name: `${name}/Conv2D`,
      op: 'Conv2D',
      inputs: [input, `${name}/conv2d_params`],
      attrs: {
        ...T,
        strides: { ints: [1, ...config.strides!, 1] },
        padding: { s: config.padding!.toUpperCase() },
      },
    },
    ...extra,
    {
      name: `${name}/CheckNumerics`,
      op: 'CheckNumerics',
      inputs: [last],
      attrs: { ...T, message: { s: 'nan' } },
    },
    {
      name: `${name}/control_dependency`,
      op: 'Identity',
      inputs: [last, `^${name}/CheckNumerics`],
      attrs: T,
    },
    { name, op: 'Relu', inputs: [`${name}/control_dependency`], attrs: T },
  ]
}

type Convolved = { data: ArrayLike<number>; last: string; extra: NodeDef[] }

function withBias(name: string, data: ArrayLike<number>, bias: ArrayLike<number>): Convolved {
  return {
    data,
    last: `${name}/BiasAdd`,
    extra: [
      constant(`${name}/biases`, { shape: [bias.length], values: bias, encoding: 'half' }),
      { name: `${name}/BiasAdd`, op: 'BiasAdd', inputs: [`${name}/Conv2D`, `${name}/biases`], attrs: T },
    ],
  }
}

function withBatchNorm(name: string, kernel: ArrayLike<number>, bias: ArrayLike<number>): Convolved {
  const channels = bias.length
  const mean = Float32Array.from({ length: channels }, (_, i) => Math.sin(i))
  const variance = Float32Array.from({ length: channels }, (_, i) => 0.5 + (i % 7) / 4)
  const deviation = Array.from(variance, (value) => Math.sqrt(value + EPSILON))
  const beta = Float32Array.from(bias, (value, i) => value + mean[i]! / deviation[i]!)
  const part = (suffix: string, values: Float32Array) =>
    constant(`${name}/batchnorm/${suffix}`, { shape: [channels], values, encoding: 'list' })
  const parts = { mean, variance, beta, gamma: new Float32Array(channels) }
  return {
    data: Float32Array.from(kernel, (value, i) => value * deviation[i % channels]!),
    last: `${name}/batchnorm`,
    extra: [
      ...Object.entries(parts).map(([suffix, values]) => part(suffix, values)),
      {
        name: `${name}/batchnorm`,
        op: 'BatchNormWithGlobalNormalization',
        inputs: [`${name}/Conv2D`, ...Object.keys(parts).map((suffix) => `${name}/batchnorm/${suffix}`)],
        attrs: { ...T, variance_epsilon: { f: EPSILON }, scale_after_normalization: { b: false } },
      },
    ],
  }
}

const join = ({ name }: Layer, inputs: string[]): NodeDef[] => [
  constant(`${name}/join/concat_dim`, { shape: [], values: [3], type: 'int32', encoding: 'list' }),
  {
    name: `${name}/join`,
    op: 'Concat',
    inputs: [`${name}/join/concat_dim`, ...inputs],
    attrs: { ...T, N: { i: inputs.length } },
  },
  { name, op: 'Identity', inputs: [`${name}/join`], attrs: T },
]

const poolNode = (
  name: string,
  op: string,
  input: string,
  size: number[],
  strides: number[],
  padding: string,
): NodeDef => ({
  name,
  op,
  inputs: [input],
  attrs: {
    ...T,
    ksize: { ints: [1, ...size, 1] },
    strides: { ints: [1, ...strides, 1] },
    padding: { s: padding },
  },
})

function classifier(): NodeDef[] {
  const values = Float32Array.from({ length: 2048 * CLASSES }, (_, i) => Math.sin(i) / 20)
  return [
    constant('pool_3/_reshape/shape', { shape: [2], values: [1, 2048], type: 'int32' }),
    { name: 'pool_3/_reshape', op: 'Reshape', inputs: ['pool_3', 'pool_3/_reshape/shape'], attrs: T },
    constant('softmax/weights', { shape: [2048, CLASSES], values }),
    constant('softmax/biases', { shape: [CLASSES], values: [0.25], encoding: 'list' }),
    { name: 'softmax/logits/MatMul', op: 'MatMul', inputs: ['pool_3/_reshape', 'softmax/weights'], attrs: T },
    { name: 'softmax/logits', op: 'BiasAdd', inputs: ['softmax/logits/MatMul', 'softmax/biases'], attrs: T },
    { name: 'softmax', op: 'Softmax', inputs: ['softmax/logits'], attrs: T },
  ]
}
