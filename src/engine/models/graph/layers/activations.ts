import { type Layer, type LayerWriter, unknownLayer } from './layer.ts'

/** Keras's activations by TensorFlow's operations. */
const ACTIVATIONS = new Map([
  ['elu', 'Elu'],
  ['exponential', 'Exp'],
  ['relu', 'Relu'],
  ['relu6', 'Relu6'],
  ['selu', 'Selu'],
  ['sigmoid', 'Sigmoid'],
  ['softmax', 'Softmax'],
  ['softplus', 'Softplus'],
  ['tanh', 'Tanh'],
])

/** Writes an activation under the layer's own name. Not for `linear`, which is none.
 *  @throws EngineError `not-supported` */
export function writeActivation(layer: Layer, activation: string, input: string, write: LayerWriter): void {
  const op = ACTIVATIONS.get(activation)
  if (op !== undefined) write.node('', op, [input])
  else if (activation === 'swish' || activation === 'silu')
    write.node('', 'Mul', [input, write.node('Sigmoid', 'Sigmoid', [input])])
  else throw unknownLayer(layer, `has the activation ${activation.slice(0, 40)}, which is not known here`)
}
