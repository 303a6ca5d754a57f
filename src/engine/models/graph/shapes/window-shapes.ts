import { listAttr, textAttr } from '../attributes.ts'
import type { GraphNode } from '../graph.ts'
import { beyond, misfit, type Operands, ranked, type ShapeRule, show } from './shape-rule.ts'

/** Windows of real networks are smaller; a table of the positions in a much larger one does not fit the memory. */
const MAX_WINDOW = 64

export type Extent = [height: number, width: number]

/** Two sizes of a list such as strides: `[1, height, width, 1]`.
 *  @throws EngineError `bad-file` for a list that steps over images or channels, or is out of all proportion */
export function windowAttr(node: GraphNode, name: string, fallback?: Extent): Extent {
  const sizes = listAttr(node, name)
  if (sizes === undefined && fallback) return fallback
  const [images, height, width, channels] = sizes ?? []
  const isSize = (size: number | undefined) => Number.isInteger(size) && size! >= 1 && size! <= MAX_WINDOW
  if (sizes?.length !== 4 || images !== 1 || channels !== 1 || !isSize(height) || !isSize(width))
    throw misfit(node, `has ${name} that are not 1, two numbers from 1 to ${MAX_WINDOW}, and 1`)
  return [height!, width!]
}

/** Convolution: (n, h, w, c) and a filter (fh, fw, c, k) give (n, h', w', k). */
export const convolutionShape: ShapeRule = (operands) => {
  const [, , , channels] = ranked(operands, 0, 4)
  const [height, width, depth, features] = ranked(operands, 1, 4)
  if (depth !== channels)
    throw misfit(operands.node, `has filters for ${depth} channels on an input of ${channels}`)
  return [...positions(operands, [height!, width!]), features!]
}

/** Depthwise convolution: (n, h, w, c) and a filter (fh, fw, c, m) give (n, h', w', c * m). */
export const depthwiseShape: ShapeRule = (operands) => {
  const [, , , channels] = ranked(operands, 0, 4)
  const [height, width, depth, multiplier] = ranked(operands, 1, 4)
  if (depth !== channels)
    throw misfit(operands.node, `has filters for ${depth} channels on an input of ${channels}`)
  const [strideY, strideX] = windowAttr(operands.node, 'strides')
  if (strideY !== strideX) throw beyond(operands.node, 'has different strides down and across')
  return [...positions(operands, [height!, width!]), depth! * multiplier!]
}

/** Pooling: (n, h, w, c) gives (n, h', w', c). */
export const poolShape: ShapeRule = (operands) => {
  const [, , , channels] = ranked(operands, 0, 4)
  return [...positions(operands, windowAttr(operands.node, 'ksize')), channels!]
}

/** Images and positions that a window leaves: TensorFlow's SAME and VALID. */
function positions({ node, shapes }: Operands, size: Extent): [number, number, number] {
  const [images, ...extent] = shapes[0] as [number, number, number, number]
  const strides = windowAttr(node, 'strides')
  const dilations = windowAttr(node, 'dilations', [1, 1])
  const padding = textAttr(node, 'padding')
  if (padding !== 'SAME' && padding !== 'VALID')
    throw misfit(node, 'has a padding that is neither SAME nor VALID')
  if (Math.max(...strides) > 1 && Math.max(...dilations) > 1)
    throw misfit(node, 'has both strides and dilations')
  if (size.some((length) => length < 1 || length > MAX_WINDOW))
    throw misfit(node, `has a window of ${show(size)}; from 1 to ${MAX_WINDOW} is what can be`)
  const [down, across] = [0, 1].map((axis) => {
    const covered = (size[axis]! - 1) * dilations[axis]! + 1
    const input = padding === 'SAME' ? extent[axis]! : extent[axis]! - covered + 1
    return Math.ceil(input / strides[axis]!)
  })
  if (down! < 1 || across! < 1)
    throw misfit(node, `has a window of ${show(size)} on an input of only ${show(extent.slice(0, 2))}`)
  return [images, down!, across!]
}
