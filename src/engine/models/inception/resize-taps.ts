import type { Preprocessing } from '../../../contract/inception.ts'

/** Where the output's i-th pixel lies in the input: the two source indices and the weight of the second. */
export interface Taps {
  low: Int32Array
  high: Int32Array
  share: Float32Array
}

/** TensorFlow's bilinear sampling positions. Float32 arithmetic throughout, as there:
 *  whether a position rounds to an index or just below it decides which pixels are read. */
export function resizeTaps(
  inputSize: number,
  outputSize: number,
  { halfPixelCenters, alignCorners = false }: Pick<Preprocessing, 'halfPixelCenters' | 'alignCorners'>,
): Taps {
  const scale = Math.fround(
    alignCorners && outputSize > 1 ? (inputSize - 1) / (outputSize - 1) : inputSize / outputSize,
  )
  const taps = {
    low: new Int32Array(outputSize),
    high: new Int32Array(outputSize),
    share: new Float32Array(outputSize),
  }
  for (let i = 0; i < outputSize; i++) {
    const position = halfPixelCenters
      ? Math.fround(Math.fround((i + 0.5) * scale) - 0.5)
      : Math.fround(i * scale)
    const floor = Math.floor(position)
    taps.low[i] = Math.max(floor, 0)
    taps.high[i] = Math.min(floor + 1, inputSize - 1)
    taps.share[i] = position - floor
  }
  return taps
}
