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
  return down.flatMap((rowFactors) =>
    across.map((columnFactors) => {
      const sums = new Float64Array(size)
      rowFactors.forEach((rowFactor, tapY) => {
        columnFactors.forEach((columnFactor, tapX) => {
          const factor = rowFactor * columnFactor
          const start = (tapY * tapsX + tapX) * size
          if (factor !== 0) for (let i = 0; i < size; i++) sums[i]! += factor * filter[start + i]!
        })
      })
      return Float32Array.from(sums)
    }),
  )
}
