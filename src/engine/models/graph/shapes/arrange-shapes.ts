import { listAttr, numberAttr } from '../attributes.ts'
import { axisOf, beyond, integers, misfit, product, ranked, type ShapeRule, show } from './shape-rule.ts'

/** Joins all inputs but the last along the axis that the last states. */
export const concatShape: ShapeRule = (operands) => {
  const { node, shapes } = operands
  const parts = shapes.slice(0, -1)
  const [first] = parts
  if (numberAttr(node, 'N', parts.length) !== parts.length)
    throw misfit(node, `joins ${parts.length}, not N inputs`)
  const [stated = 0] = integers(operands, shapes.length - 1)
  const axis = axisOf(operands, stated, first!.length)
  for (const part of parts)
    if (part.length !== first!.length || part.some((size, i) => i !== axis && size !== first![i]))
      throw misfit(node, `joins ${show(first!)} and ${show(part)} along axis ${axis}`)
  return first!.map((size, i) => (i === axis ? parts.reduce((total, part) => total + part[axis]!, 0) : size))
}

/** One size may be -1: what is left over. */
export const reshapeShape: ShapeRule = (operands) => {
  const { node, shapes } = operands
  const sizes = integers(operands, 1)
  const given = product(sizes.filter((size) => size !== -1))
  const total = product(shapes[0]!)
  const open = sizes.filter((size) => size === -1).length
  const left = open === 1 ? total / given : 1
  if (sizes.some((size) => size < -1 || size === 0) || open > 1 || given * left !== total)
    throw misfit(node, `makes ${show(sizes)} of ${show(shapes[0]!)}`)
  if (!Number.isInteger(left)) throw misfit(node, `makes ${show(sizes)} of ${show(shapes[0]!)}`)
  return sizes.map((size) => (size === -1 ? left : size))
}

/** Largest number of rows or columns that are put around an image. */
const MAX_PADDING = 1024

/** Paddings of shape (rank, 2): before and after each axis. */
export const padShape: ShapeRule = (operands) => {
  const { node, shapes } = operands
  const [shape] = shapes
  const paddings = integers(operands, 1)
  if (paddings.length !== shape!.length * 2 || paddings.some((size) => size < 0 || size > MAX_PADDING))
    throw misfit(node, `puts ${show(paddings)} around ${show(shape!)}`)
  return shape!.map((size, axis) => paddings[axis * 2]! + size + paddings[axis * 2 + 1]!)
}

/** Leaves out axes of one. */
export const squeezeShape: ShapeRule = (operands) => {
  const { node, shapes } = operands
  const [shape] = shapes
  const stated = listAttr(node, 'squeeze_dims') ?? []
  // Without a list all axes of one would go, the images' too when there is one.
  if (stated.length === 0) throw beyond(node, 'does not state its axes')
  const axes = new Set(stated.map((axis) => axisOf(operands, axis, shape!.length)))
  for (const axis of axes) if (shape![axis] !== 1) throw misfit(node, `leaves out an axis of ${shape![axis]}`)
  return shape!.filter((_, axis) => !axes.has(axis))
}

export const expandDimsShape: ShapeRule = (operands) => {
  const [shape] = operands.shapes
  const [stated = 0] = integers(operands, 1)
  return shape!.toSpliced(axisOf(operands, stated, shape!.length + 1), 0, 1)
}

export const transposeShape: ShapeRule = (operands) => {
  const [shape] = operands.shapes
  const order = integers(operands, 1).map((axis) => axisOf(operands, axis, shape!.length))
  if (order.length !== shape!.length || new Set(order).size !== order.length)
    throw misfit(operands.node, `has the order ${show(order)} for ${show(shape!)}`)
  return order.map((axis) => shape![axis]!)
}

/** (n, h, w, c) to the two sizes of a constant. */
export const resizeShape: ShapeRule = (operands) => {
  const [images, , , channels] = ranked(operands, 0, 4)
  const sizes = integers(operands, 1)
  if (sizes.length !== 2 || sizes.some((size) => size < 1))
    throw misfit(operands.node, `resizes to ${show(sizes)}`)
  return [images!, sizes[0]!, sizes[1]!, channels!]
}
