import { writeActivation } from './activations.ts'
import { type Layer, type LayerRule, type LayerWriter, unknownLayer } from './layer.ts'
import { paddingOf, pairOf, textOf, windowList } from './layer-config.ts'

/** A product with weights, then the bias and the activation that the layer states: the last has the layer's name. */
function writeProduct(layer: Layer, write: LayerWriter, op: string, inputs: string[], attrs = {}): void {
  const activation = textOf(layer, 'activation', 'linear')
  const withBias = layer.config.use_bias !== false
  const isLast = !withBias && activation === 'linear'
  let value = write.node(isLast ? '' : op, op, inputs, attrs)
  if (withBias) {
    const bias = write.constant('bias', write.weight('bias'))
    value = write.node(activation === 'linear' ? '' : 'BiasAdd', 'BiasAdd', [value, bias])
  }
  if (activation !== 'linear') writeActivation(layer, activation, value, write)
}

const steps = (layer: Layer) => ({
  strides: windowList(pairOf(layer, 'strides', [1, 1])),
  dilations: windowList(pairOf(layer, 'dilation_rate', [1, 1])),
  padding: paddingOf(layer),
})

/** Kernel (height, width, in, out). */
export const convolution: LayerRule = (layer, [input = ''], write) => {
  if ((layer.config.groups ?? 1) !== 1) throw unknownLayer(layer, 'has groups')
  const kernel = write.constant('kernel', write.weight('kernel'))
  writeProduct(layer, write, 'Conv2D', [input, kernel], steps(layer))
}

/** Kernel (height, width, in, multiplier). */
export const depthwiseConvolution: LayerRule = (layer, [input = ''], write) => {
  const kernel = write.constant('depthwise_kernel', write.weight('depthwise_kernel'))
  writeProduct(layer, write, 'DepthwiseConv2dNative', [input, kernel], steps(layer))
}

/** A depthwise convolution, then one of 1x1. */
export const separableConvolution: LayerRule = (layer, [input = ''], write) => {
  const kernel = write.constant('depthwise_kernel', write.weight('depthwise_kernel'))
  const pointwise = write.constant('pointwise_kernel', write.weight('pointwise_kernel'))
  const depthwise = write.node('depthwise', 'DepthwiseConv2dNative', [input, kernel], steps(layer))
  const one = { strides: windowList([1, 1]), dilations: windowList([1, 1]), padding: paddingOf(layer) }
  writeProduct(layer, write, 'Conv2D', [depthwise, pointwise], one)
}

/** Kernel (in, out). On more than one axis of positions it is a convolution of 1x1. */
export const dense: LayerRule = (layer, [input = ''], write) => {
  const weight = write.weight('kernel')
  const rank = write.shapeOf(input).length
  if (rank === 2) {
    const kernel = write.constant('kernel', weight)
    return writeProduct(layer, write, 'MatMul', [input, kernel])
  }
  if (rank !== 4) throw unknownLayer(layer, `takes ${rank} axes`)
  const kernel = write.constant('kernel', { ...weight, shape: [1, 1, ...weight.shape] })
  const one = { strides: windowList([1, 1]), dilations: windowList([1, 1]), padding: paddingOf(layer) }
  writeProduct(layer, write, 'Conv2D', [input, kernel], one)
}
