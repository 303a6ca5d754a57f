import { softmax } from '../../../../lib/softmax.ts'
import type { Activation } from './part.ts'

/** Applies an activation function to a layer, in place. */
export function activate(activation: Activation, layer: Float64Array): void {
  switch (activation) {
    case 'tanh':
      for (let h = 0; h < layer.length; h++) layer[h] = Math.tanh(layer[h]!)
      return
    case 'logistic':
      for (let h = 0; h < layer.length; h++) layer[h] = 1 / (1 + Math.exp(-layer[h]!))
      return
    case 'relu':
      for (let h = 0; h < layer.length; h++) layer[h] = Math.max(0, layer[h]!)
      return
    case 'softmax':
      softmax(layer, layer, 0, layer.length)
      return
    case 'identity':
  }
}

/** Multiplies a layer's gradients by the slope of its activation, given what it put out. */
export function backThroughActivation(
  activation: Activation,
  output: ArrayLike<number>,
  gradient: Float64Array,
): void {
  for (let h = 0; h < gradient.length; h++) {
    const y = output[h]!
    if (activation === 'tanh') gradient[h]! *= 1 - y * y
    else if (activation === 'logistic') gradient[h]! *= y * (1 - y)
    else if (activation === 'relu' && y <= 0) gradient[h] = 0
  }
}
