import { type ConvolutionStep, positionsOf } from '../plan/plan.ts'
import { PANEL } from './emit-convolution.ts'
import { layOutProduct, type Product, packPanels } from './lay-out-product.ts'
import { addressUnder, columnOf, type Place, rowOf, type Work } from './place.ts'

/** Bytes of input that are read again for each panel of weights: these stay in the second-level cache. */
const BLOCK_BYTES = 256 * 1024

/** The direct way: every panel of weights over every tile of positions. */
export function layOutConvolution(step: ConvolutionStep, place: Place): Work {
  const { input, output, window, filter, bias } = step
  const { layout } = place
  const taps = joinTaps(step)
  const rows = positionsOf(output)
  const columns = output.channels
  const weights = layout.numbers(panelsFor(columns) * PANEL * taps.count * taps.depth, (numbers) =>
    packPanels(filter, columns, numbers),
  )
  const biases = layout.numbers(panelsFor(columns) * PANEL, (numbers) => packPanels(bias, columns, numbers))
  const start = place.addressOf(input)
  const target = { address: place.addressOf(output), step: output.pitch * 4 }
  // Fewer columns than a panel has are computed beside and copied.
  const narrow = columns < PANEL ? { address: place.scratch, step: PANEL * 4 } : undefined
  const work = layOutProduct(
    {
      rows,
      taps: taps.count,
      depth: taps.depth,
      columns: Math.max(columns, PANEL),
      rowAt: (row, tap) =>
        addressUnder(input, start, window, [rowOf(output, row), columnOf(output, row), ...taps.at(tap)]) ??
        place.zeros,
      weights,
      biases,
      bounds: layOutBounds(step, place),
      target: narrow ?? target,
      rowsInBlock: Math.floor(BLOCK_BYTES / (input.channels * 4 * window.strideY * window.strideX)),
    },
    place,
  )
  return narrow ? copyingRows(work, { rows, columns, from: narrow, to: target }) : work
}

interface RowCopy {
  rows: number
  columns: number
  from: Product['target']
  to: Product['target']
}

/** Apart from what lays it out, for its closure must not hold the step's weights. */
const copyingRows =
  (work: Work, { rows, columns, from, to }: RowCopy): Work =>
  (call, floats) => {
    work(call, floats)
    for (let row = 0; row < rows; row++) {
      const start = (from.address + row * from.step) / 4
      floats.copyWithin((to.address + row * to.step) / 4, start, start + columns)
    }
  }

/** Bytes that `layOutConvolution` needs for itself. */
export const scratchOfConvolution = ({ output }: ConvolutionStep): number =>
  output.channels < PANEL ? positionsOf(output) * PANEL * 4 : 0

const panelsFor = (columns: number): number => Math.ceil(columns / PANEL)

/** The activation's bounds, four times each. */
export const layOutBounds = ({ low, high }: ConvolutionStep, { layout }: Place): number =>
  layout.numbers(8, (numbers) => numbers.fill(low, 0, 4).fill(high, 4, 8))

interface Taps {
  count: number
  /** Numbers of one tap that lie one after the other, in the input as in the filter. */
  depth: number
  at(tap: number): [number, number]
}

/** The positions under a window. Where no window reaches over a side, the positions of one of its rows lie one after
 *  the other and are one tap: long sums are what the kernel is fast at. */
function joinTaps({ input, output, window }: ConvolutionStep): Taps {
  const isInside = window.left === 0 && (output.width - 1) * window.strideX + window.width <= input.width
  const isDense = input.pitch === input.channels && window.dilationX === 1
  if (isInside && isDense)
    return { count: window.height, depth: window.width * input.channels, at: (tap) => [tap, 0] }
  return {
    count: window.height * window.width,
    depth: input.channels,
    at: (tap) => [Math.floor(tap / window.width), tap % window.width],
  }
}
