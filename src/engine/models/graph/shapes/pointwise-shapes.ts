import { flagAttr } from '../attributes.ts'
import {
  axisOf,
  beyond,
  integers,
  misfit,
  type Operands,
  product,
  ranked,
  type ShapeRule,
  show,
} from './shape-rule.ts'

/** Number by number: the shape of the first input. */
export const sameShape: ShapeRule = ({ shapes }) => [...shapes[0]!]

/** Two inputs, of which the smaller repeats: axes are matched from the last. */
export const broadcastShape: ShapeRule = ({ node, shapes }) => {
  const [a, b] = shapes as [number[], number[]]
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const [x, y] = [a.at(i - rank) ?? 1, b.at(i - rank) ?? 1]
    if (x !== y && x !== 1 && y !== 1) throw misfit(node, `joins ${show(a)} and ${show(b)}`)
    return x === 1 ? y : x
  })
}

/** One number a channel. */
function checkPerChannel(operands: Operands, index: number): void {
  const channels = operands.shapes[0]!.at(-1)
  const [length] = ranked(operands, index, 1)
  if (length !== channels)
    throw misfit(operands.node, `has ${length} numbers for ${channels} channels as its input ${index}`)
}

export const biasShape: ShapeRule = (operands) => {
  if (operands.shapes[0]!.length < 2) throw misfit(operands.node, 'adds a bias to what has no channels')
  checkPerChannel(operands, 1)
  return [...operands.shapes[0]!]
}

/** An operation with a bias, one number a channel, as its third input. */
export const withBias =
  (rule: ShapeRule): ShapeRule =>
  (operands) => {
    const shape = rule(operands)
    const [length] = ranked(operands, 2, 1)
    if (length !== shape.at(-1))
      throw misfit(operands.node, `has a bias of ${length} numbers for ${shape.at(-1)} channels`)
    return shape
  }

/** (n, h, w, c), and four inputs with a number a channel. */
export const batchNormShape: ShapeRule = (operands) => {
  if (flagAttr(operands.node, 'is_training', false))
    throw beyond(operands.node, 'is still in training: freeze the network for inference')
  const shape = operands.shapes[0]!
  if (shape.length !== 4 && shape.length !== 2) throw beyond(operands.node, `takes ${show(shape)}`)
  for (let index = 1; index < 5; index++) checkPerChannel(operands, index)
  return [...shape]
}

/** Softmax over the last axis. */
export const softmaxShape: ShapeRule = ({ node, shapes }) => {
  const [shape] = shapes
  if (shape!.length < 2) throw misfit(node, `takes ${show(shape!)}`)
  return [...shape!]
}

/** (n, a) times (a, b). */
export const matMulShape: ShapeRule = (operands) => {
  const { node } = operands
  const a = [...ranked(operands, 0, 2)]
  const b = [...ranked(operands, 1, 2)]
  if (flagAttr(node, 'transpose_a', false)) a.reverse()
  if (flagAttr(node, 'transpose_b', false)) b.reverse()
  if (a[1] !== b[0]) throw misfit(node, `multiplies ${show(a)} by ${show(b)}`)
  return [a[0]!, b[1]!]
}

/** Mean, sum, largest and smallest over the axes of a constant. */
export const reduceShape: ShapeRule = (operands) => {
  const [shape] = operands.shapes
  const rank = shape!.length
  const axes = new Set(integers(operands, 1).map((axis) => axisOf(operands, axis, rank)))
  const keep = flagAttr(operands.node, 'keep_dims', false)
  if (product(shape!) === 0) throw misfit(operands.node, 'takes nothing')
  return shape!.flatMap((size, axis) => (axes.has(axis) ? (keep ? [1] : []) : [size]))
}
