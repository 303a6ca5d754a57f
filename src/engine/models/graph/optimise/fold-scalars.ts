import { type Constant, constantOf } from '../graph.ts'
import { type Affine, foldEach } from './fold-into-convolution.ts'
import type { Pass } from './pass.ts'

/** Puts multiplication, division, addition and subtraction of a constant (one number, or one a channel) after a
 *  convolution into its weights and bias. */
export const foldScalars: Pass = (graph, keep) =>
  foldEach(graph, keep, (current, node, find) => {
    if (!/^(Mul|RealDiv|Div|Add|AddV2|Sub)$/.test(node.op) || node.inputs.length !== 2) return undefined
    const left = constantOf(current, node.inputs[0])
    const constant = left ?? constantOf(current, node.inputs[1])
    const foldable = constant && find(node.inputs[left ? 1 : 0])
    const values = foldable && perChannel(constant, foldable.channels)
    const affine = values && stepAffine(node.op, values, left !== undefined)
    return foldable && affine && { foldable, affine }
  })

/** One number a channel, or undefined if the constant is no such thing. */
function perChannel({ data, shape }: Constant, channels: number): Float32Array | undefined {
  if (data.length === 1) return shape.length > 4 ? undefined : new Float32Array(channels).fill(data[0]!)
  const lastAxis = shape.at(-1) === channels && data.length === channels && shape.length <= 4
  return lastAxis ? Float32Array.from(data) : undefined
}

/** @param left the constant is the first operand */
function stepAffine(op: string, values: Float32Array, left: boolean): Affine | undefined {
  const zeros = values.map(() => 0)
  const ones = values.map(() => 1)
  if (op === 'Mul') return { factor: values, term: zeros }
  if (op === 'Add' || op === 'AddV2') return { factor: ones, term: values }
  if (op === 'Sub')
    return left
      ? { factor: values.map(() => -1), term: values }
      : { factor: ones, term: values.map((value) => -value) }
  if (left || values.some((value) => value === 0)) return undefined
  return { factor: values.map((value) => 1 / value), term: zeros }
}
