import type { Preprocessing } from '../../../contract/inception.ts'
import type { DecodedImage } from './decoded-image.ts'

/** Where the output's i-th pixel lies in the input: the two source indices and the weight of the second. */
interface Taps {
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

/** An image as a network's input: bilinear to the network's size without keeping the aspect ratio, then
 *  `(pixel - subtract) / divide`. Shape (height, width, 3), row-major. No smoothing when shrinking: that is the
 *  arithmetic of the 2015 graph, which networks of its time were trained with. */
export function preprocess(image: DecodedImage, how: Preprocessing): Float32Array {
  const { width, height } = how
  const x = resizeTaps(image.width, width, how)
  const y = resizeTaps(image.height, height, how)
  const output = new Float32Array(width * height * 3)
  const upper = new Float32Array(width * 3)
  const lower = new Float32Array(width * 3)
  for (let row = 0; row < height; row++) {
    const low = y.low[row]!
    const high = y.high[row]!
    sampleRow(image.rows(low, 1), image.channels, x, upper)
    sampleRow(image.rows(high, 1), image.channels, x, lower)
    const share = y.share[row]!
    const start = row * width * 3
    for (let i = 0; i < width * 3; i++) {
      const value = upper[i]! + (lower[i]! - upper[i]!) * share
      output[start + i] = (value - how.subtract) / how.divide
    }
  }
  return output
}

function sampleRow(pixels: ArrayLike<number>, channels: number, x: Taps, into: Float32Array): void {
  for (let i = 0; i < x.low.length; i++) {
    const left = x.low[i]! * channels
    const right = x.high[i]! * channels
    const share = x.share[i]!
    for (let c = 0; c < 3; c++) {
      const value = pixels[left + c]!
      into[i * 3 + c] = value + (pixels[right + c]! - value) * share
    }
  }
}
