import type { DecodedImage } from './decoded-image.ts'

/** One of the three components of a JPEG, 8 bits a sample: a row begins every `stride` samples. */
interface Plane {
  data: Uint8Array
  offset: number
  stride: number
}

/** A JPEG as it is coded: brightness for every pixel, the two colour differences for every pixel, every second one of a
 *  row, or every second one of every second row. */
export interface Planes {
  width: number
  height: number
  /** Pixels for one sample of colour, across and down. */
  across: 1 | 2
  down: 1 | 2
  y: Plane
  cb: Plane
  cr: Plane
}

/** The planes of a JPEG as pixels, each row computed when it is asked for: with 299 rows wanted of thousands, most never
 *  are. Colour is interpolated ("fancy upsampling") and turned into RGB by the same whole-number arithmetic as
 *  libjpeg's (jdsample.c, jdcolor.c), so that the bytes are the same. */
export function fromPlanes(
  { width, height, across, down, y, cb, cr }: Planes,
  close: () => void,
): DecodedImage {
  const pixels = new Uint8ClampedArray(width * 3)
  const blues = new Int32Array(width + 1)
  const reds = new Int32Array(width + 1)
  const sampled = (width + across - 1) >> (across - 1)
  const sums = new Int32Array(sampled)
  const lastRow = ((height + down - 1) >> (down - 1)) - 1

  /** The colour differences of a row of pixels. */
  const upsample = (plane: Plane, row: number, into: Int32Array): void => {
    const near = row >> (down - 1)
    const far = down === 1 ? near : row & 1 ? Math.min(near + 1, lastRow) : Math.max(near - 1, 0)
    const { data } = plane
    const a = plane.offset + near * plane.stride
    const b = plane.offset + far * plane.stride
    if (across === 1) {
      for (let i = 0; i < sampled; i++) into[i] = data[a + i]!
      return
    }
    if (down === 2) for (let i = 0; i < sampled; i++) sums[i] = data[a + i]! * 3 + data[b + i]!
    else for (let i = 0; i < sampled; i++) sums[i] = data[a + i]!
    widen(sums, sampled, into, down === 2 ? 4 : 2)
  }

  const writeRow = (row: number, at: number, target: Uint8ClampedArray): void => {
    upsample(cb, row, blues)
    upsample(cr, row, reds)
    const start = y.offset + row * y.stride
    for (let i = 0, to = at; i < width; i++, to += 3) {
      const light = y.data[start + i]!
      const blue = blues[i]! - 128
      const red = reds[i]! - 128
      target[to] = light + ((91_881 * red + 32_768) >> 16)
      target[to + 1] = light + ((-22_554 * blue - 46_802 * red + 32_768) >> 16)
      target[to + 2] = light + ((116_130 * blue + 32_768) >> 16)
    }
  }

  return {
    width,
    height,
    channels: 3,
    rows: (first, count) => {
      if (count === 1) {
        writeRow(first, 0, pixels)
        return pixels
      }
      const all = new Uint8ClampedArray(count * width * 3)
      for (let i = 0; i < count; i++) writeRow(first + i, i * width * 3, all)
      return all
    },
    close,
  }
}

/** Two pixels of each sample: three parts of it, one of its neighbour on that side; rounded down on one side and up on
 *  the other, so that no brightness is gained.
 *  @param bits that the samples have too many once three and one are summed: 2, or 4 where rows were summed before */
function widen(samples: Int32Array, count: number, into: Int32Array, bits: 2 | 4): void {
  const left = bits === 4 ? 8 : 1
  const right = bits === 4 ? 7 : 2
  for (let i = 0, to = 0; i < count; i++, to += 2) {
    const here = samples[i]!
    into[to] = (here * 3 + (i > 0 ? samples[i - 1]! : here) + left) >> bits
    into[to + 1] = (here * 3 + (i + 1 < count ? samples[i + 1]! : here) + right) >> bits
  }
}
