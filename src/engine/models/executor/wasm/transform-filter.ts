import type { ConvolutionStep } from '../plan/plan.ts'
import type { Tiling } from './emit-winograd.ts'
import { createWinograd } from './winograd.ts'

/** A filter as the products' other factors: for each point a matrix of shape (input channels, output channels). In
 *  double precision: it is done once. */
export function transformFilter(
  { filter, input, output }: Pick<ConvolutionStep, 'filter' | 'input' | 'output'>,
  { resultsY, tapsY, resultsX, tapsX }: Tiling,
): Float32Array[] {
  const down = createWinograd(resultsY, tapsY).filter
  const across = createWinograd(resultsX, tapsX).filter
  const size = input.channels * output.channels
  const sums = new Float64Array(size)
  return down.flatMap((rowFactors) =>
    across.map((columnFactors) => {
      sums.fill(0)
      for (let tapY = 0; tapY < tapsY; tapY++)
        for (let tapX = 0; tapX < tapsX; tapX++) {
          const factor = rowFactors[tapY]! * columnFactors[tapX]!
          const start = (tapY * tapsX + tapX) * size
          if (factor !== 0) addScaled(sums, filter, start, factor)
        }
      return new Float32Array(sums)
    }),
  )
}

function addScaled(sums: Float64Array, numbers: Float32Array, start: number, factor: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + factor * numbers[start + i]!
}
