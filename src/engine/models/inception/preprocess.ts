import type { Preprocessing } from '../../../contract/inception.ts'
import type { DecodedImage } from './decoded-image.ts'
import { resizeTaps, type Taps } from './resize-taps.ts'

/** An image as a network's input: bilinear to the network's size without keeping the aspect ratio, then
 *  `(pixel - subtract) / divide`. Shape (height, width, 3), row-major. No smoothing when shrinking: that is the
 *  arithmetic of the 2015 graph, which networks of its time were trained with: in 32 bits throughout.
 *  @param output takes the numbers: all of them are written */
export function preprocess(
  image: DecodedImage,
  how: Preprocessing,
  output: Float32Array = new Float32Array(inputSize(how)),
): Float32Array {
  if (image.preprocess) {
    image.preprocess(how, output)
    return output
  }
  const { width, height } = how
  const x = resizeTaps(image.width, width, how)
  const y = resizeTaps(image.height, height, how)
  const upper = new Float32Array(width * 3)
  const lower = new Float32Array(width * 3)
  const subtract = Math.fround(how.subtract)
  const divide = Math.fround(how.divide)
  for (let row = 0; row < height; row++) {
    const low = y.low[row]!
    const high = y.high[row]!
    sampleRow(image.rows(low, 1), image.channels, x, upper)
    sampleRow(image.rows(high, 1), image.channels, x, lower)
    const share = y.share[row]!
    const start = row * width * 3
    for (let i = 0; i < width * 3; i++) {
      const value = between(upper[i]!, lower[i]!, share)
      output[start + i] = Math.fround(value - subtract) / divide
    }
  }
  return output
}

/** Numbers in a network's input. */
export const inputSize = ({ width, height }: Preprocessing): number => width * height * 3

function sampleRow(pixels: ArrayLike<number>, channels: number, x: Taps, into: Float32Array): void {
  for (let i = 0; i < x.low.length; i++) {
    const left = x.low[i]! * channels
    const right = x.high[i]! * channels
    const share = x.share[i]!
    for (let c = 0; c < 3; c++) {
      into[i * 3 + c] = between(pixels[left + c]!, pixels[right + c]!, share)
    }
  }
}

const between = (a: number, b: number, share: number): number =>
  Math.fround(a + Math.fround(Math.fround(b - a) * share))
