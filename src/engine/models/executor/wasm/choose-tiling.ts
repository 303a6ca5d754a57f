import { type ConvolutionStep, positionsOf } from '../plan/plan.ts'
import { heightOf, type Tiling, widthOf } from './emit-winograd.ts'
import { tileCount } from './lay-out-winograd.ts'

/** What parts of the work cost in nanoseconds, as measured on a core of 3.6 GHz: only how they compare matters. */
const COST = {
  /** One multiplication and addition. */
  product: 0.038,
  /** One number of one point, to transform and to store, there or back. */
  point: 0.64,
  /** One byte of weights, which come from beyond the caches: the direct way hides half of it. */
  weightByte: 0.09,
}

/** Results at once, by taps: what keeps rounding errors under about 30 times those of the direct way. */
const RESULTS: Record<number, number[]> = { 1: [1], 3: [2, 4, 6], 5: [2, 4], 7: [2, 3] }

/** The tiling that is expected to be fastest, or undefined for the direct way. */
export function chooseTiling(step: ConvolutionStep, tile: number): Tiling | undefined {
  let best: Tiling | undefined
  let least = directCost(step)
  for (const tiling of tilingsFor(step)) {
    // Fewer tiles than the kernel takes rows at once would leave it idle.
    const cost =
      tileCount(step.output, tiling) < tile ? Number.POSITIVE_INFINITY : winogradCost(step, tiling, tile)
    if (cost < least) [best, least] = [tiling, cost]
  }
  return best
}

/** Those that can be used: stride and dilation 1, and channels in fours, at least one panel of them. */
function tilingsFor({ window, input, output }: ConvolutionStep): Tiling[] {
  const { height, width, strideY, strideX, dilationY, dilationX } = window
  const isPlain = strideY === 1 && strideX === 1 && dilationY === 1 && dilationX === 1
  const fits = input.channels % 4 === 0 && output.channels % 4 === 0 && output.channels >= 8
  if (!isPlain || !fits || height * width === 1) return []
  return (RESULTS[height] ?? []).flatMap((resultsY) =>
    (RESULTS[width] ?? [])
      .filter((resultsX) => height !== width || resultsX === resultsY)
      .map((resultsX) => ({ resultsY, tapsY: height, resultsX, tapsX: width })),
  )
}

function directCost({ window, input, output }: ConvolutionStep): number {
  const weights = window.height * window.width * input.channels * output.channels
  return weights * positionsOf(output) * COST.product + weights * 4 * (COST.weightByte / 2)
}

function winogradCost({ input, output }: ConvolutionStep, tiling: Tiling, tile: number): number {
  const points = heightOf(tiling) * widthOf(tiling)
  const tiles = tileCount(output, tiling)
  const weights = points * input.channels * output.channels
  const rows = Math.ceil(tiles / tile) * tile
  return (
    weights * rows * COST.product +
    points * tiles * (input.channels + output.channels) * COST.point +
    weights * 4 * COST.weightByte
  )
}
