import type { Constant } from '../graph.ts'
import { writeActivation } from './activations.ts'
import { convolution, dense, depthwiseConvolution, separableConvolution } from './convolutions.ts'
import { badLayer, type LayerRule, unknownLayer } from './layer.ts'
import { checkChannelsLast, numberOf, paddingOf, pairOf, textOf, windowList } from './layer-config.ts'

const integers = (...values: number[]): Constant => ({
  dtype: 'int32',
  shape: [values.length],
  data: Int32Array.from(values),
})

const scalar = (value: number): Constant => ({ dtype: 'float32', shape: [], data: Float32Array.of(value) })

/** Layers that do nothing once a network is trained. */
const passThrough: LayerRule = (_, [input = ''], write) => void write.node('', 'Identity', [input])

const pool =
  (op: string): LayerRule =>
  (layer, [input = ''], write) => {
    const size = pairOf(layer, 'pool_size', [2, 2])
    const strides = pairOf(layer, 'strides', size)
    const attrs = { ksize: windowList(size), strides: windowList(strides), padding: paddingOf(layer) }
    write.node('', op, [input], attrs)
  }

/** Over all positions. */
const globalPool =
  (op: string): LayerRule =>
  (layer, [input = ''], write) => {
    checkChannelsLast(layer)
    const axes = write.constant('axes', integers(1, 2))
    write.node('', op, [input, axes], { keep_dims: { b: layer.config.keepdims === true } })
  }

const concatenate: LayerRule = (layer, inputs, write) => {
  const axis = write.constant('axis', { ...integers(numberOf(layer, 'axis', -1)), shape: [] })
  write.node('', 'ConcatV2', [...inputs, axis], { N: { i: inputs.length } })
}

/** Two or more inputs, one after the other. */
const merge =
  (op: string): LayerRule =>
  (layer, inputs, write) => {
    if (inputs.length < 2) throw badLayer(layer, 'joins fewer than two inputs')
    inputs.slice(1).reduce((left, right, i) => {
      const isLast = i === inputs.length - 2
      return write.node(isLast ? '' : `part_${i}`, op, [left, right])
    }, inputs[0]!)
  }

const batchNorm: LayerRule = (layer, [input = ''], write) => {
  const rank = write.shapeOf(input).length
  const stated = layer.config.axis ?? -1
  const axis = Array.isArray(stated) ? stated[0] : stated
  if (axis !== -1 && axis !== rank - 1) throw unknownLayer(layer, 'is not over the last axis')
  const mean = write.weight('moving_mean')
  const plain = (value: number): Constant => ({
    ...mean,
    data: new Float32Array(mean.data.length).fill(value),
  })
  const parts = {
    gamma: layer.config.scale === false ? plain(1) : write.weight('gamma'),
    beta: layer.config.center === false ? plain(0) : write.weight('beta'),
    mean,
    variance: write.weight('moving_variance'),
  }
  const names = Object.entries(parts).map(([part, value]) => write.constant(part, value))
  const attrs = { epsilon: { f: numberOf(layer, 'epsilon', 0.001) }, is_training: { b: false } }
  write.node('', 'FusedBatchNormV3', [input, ...names], attrs)
}

const reshapeTo =
  (sizesOf: (layer: Parameters<LayerRule>[0], shape: readonly number[]) => number[]): LayerRule =>
  (layer, [input = ''], write) => {
    const sizes = sizesOf(layer, write.shapeOf(input).slice(1))
    write.node('', 'Reshape', [input, write.constant('shape', integers(-1, ...sizes))])
  }

const flatten = reshapeTo((layer, shape) => {
  checkChannelsLast(layer)
  return [shape.reduce((total, size) => total * size, 1)]
})

const reshape = reshapeTo((layer, shape) => {
  const { target_shape: sizes } = layer.config
  if (!Array.isArray(sizes) || !sizes.every((size) => Number.isInteger(size)))
    throw badLayer(layer, 'has a target_shape that is none')
  const total = shape.reduce((count, size) => count * size, 1)
  const given = sizes.reduce((count: number, size: number) => (size === -1 ? count : count * size), 1)
  return sizes.map((size: number) => (size === -1 ? total / given : size))
})

const zeroPadding: LayerRule = (layer, [input = ''], write) => {
  checkChannelsLast(layer)
  const { padding = [1, 1] } = layer.config
  const sides = Array.isArray(padding) ? padding : [padding, padding]
  const edges = sides.flatMap((side: unknown) => (Array.isArray(side) ? (side as unknown[]) : [side, side]))
  if (edges.length !== 4 || !edges.every((edge) => Number.isInteger(edge)))
    throw badLayer(layer, 'has a padding that is none')
  const paddings = { ...integers(0, 0, ...(edges as number[]), 0, 0), shape: [4, 2] }
  write.node('', 'Pad', [input, write.constant('paddings', paddings)])
}

const activation =
  (of: (layer: Parameters<LayerRule>[0]) => string): LayerRule =>
  (layer, [input = ''], write) => {
    // One that does nothing still has a name to be read by.
    if (of(layer) === 'linear') write.node('', 'Identity', [input])
    else writeActivation(layer, of(layer), input, write)
  }

const leakyRelu: LayerRule = (layer, [input = ''], write) => {
  const alpha = layer.config.negative_slope === undefined ? 'alpha' : 'negative_slope'
  write.node('', 'LeakyRelu', [input], { alpha: { f: numberOf(layer, alpha, 0.3) } })
}

const relu: LayerRule = (layer, [input = ''], write) => {
  const { max_value: most, negative_slope: slope = 0, threshold = 0 } = layer.config
  if (slope !== 0 || threshold !== 0 || (most !== 6 && most !== null && most !== undefined))
    throw unknownLayer(layer, 'has limits that are not done here')
  write.node('', most === 6 ? 'Relu6' : 'Relu', [input])
}

const rescaling: LayerRule = (layer, [input = ''], write) => {
  const scale = write.constant('scale', scalar(numberOf(layer, 'scale', 1)))
  const scaled = write.node('scaled', 'Mul', [input, scale])
  write.node('', 'AddV2', [scaled, write.constant('offset', scalar(numberOf(layer, 'offset', 0)))])
}

/** Layers by their Keras class names. */
export const LAYER_RULES: ReadonlyMap<string, LayerRule> = new Map<string, LayerRule>([
  ['Activation', activation((layer) => textOf(layer, 'activation', 'linear'))],
  ['ActivityRegularization', passThrough],
  ['Add', merge('AddV2')],
  ['AveragePooling2D', pool('AvgPool')],
  ['BatchNormalization', batchNorm],
  ['Concatenate', concatenate],
  ['Conv2D', convolution],
  ['Dense', dense],
  ['DepthwiseConv2D', depthwiseConvolution],
  ['Dropout', passThrough],
  ['ELU', activation(() => 'elu')],
  ['Flatten', flatten],
  ['GaussianDropout', passThrough],
  ['GaussianNoise', passThrough],
  ['GlobalAveragePooling2D', globalPool('Mean')],
  ['GlobalMaxPooling2D', globalPool('Max')],
  ['LeakyReLU', leakyRelu],
  ['MaxPooling2D', pool('MaxPool')],
  ['Maximum', merge('Maximum')],
  ['Minimum', merge('Minimum')],
  ['Multiply', merge('Mul')],
  ['ReLU', relu],
  ['Rescaling', rescaling],
  ['Reshape', reshape],
  ['SeparableConv2D', separableConvolution],
  ['Softmax', activation(() => 'softmax')],
  ['SpatialDropout2D', passThrough],
  ['ZeroPadding2D', zeroPadding],
])
