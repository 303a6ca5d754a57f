import type { DecodedImage } from '../decoded-image.ts'
import { resizeTaps } from '../resize-taps.ts'
import { type Arena, COLOURS_AT } from './arena.ts'

/** One of the three components of a JPEG in an arena's memory, 8 bits a sample: a row begins every `stride` samples. */
export interface Plane {
  offset: number
  stride: number
}

/** A JPEG as it is coded: brightness for every pixel, the two colour differences for every pixel, every second one of a
 *  row, or every second one of every second row. */
export interface Planes {
  width: number
  height: number
  /** Pixels for one sample of colour, across and down; never 1 across and 2 down. */
  across: 1 | 2
  down: 1 | 2
  y: Plane
  cb: Plane
  cr: Plane
}

/** A row of pixels in memory, and which one it is. */
interface Line {
  at: number
  row: number
}

/** A difference of colour, and where a row of it is put as `emitBlend` leaves it. */
interface Differences {
  plane: Plane
  at: number
}

/** The planes of a JPEG as pixels, each row computed when it is asked for: with 299 rows wanted of thousands, most never
 *  are. Colours are the very ones of libjpeg (see emit-colours.ts).
 *  @param close gives the arena back */
export function fromPlanes(arena: Arena, planes: Planes, close: () => void): DecodedImage {
  const { width, height, across, down, y } = planes
  const { kernels } = arena
  const sampled = (width + across - 1) >> (across - 1)
  const lastRow = ((height + down - 1) >> (down - 1)) - 1
  // Two bytes a sample; one more on each side, for the neighbours that the first and the last lack.
  const [blues, reds] = [planes.cb, planes.cr].map((plane) => ({
    plane,
    at: arena.take((sampled + 2) * 2 + 32),
  })) as [Differences, Differences]
  const pixels = [0, 1].map(() => arena.take(width * 4 + 64)) as [number, number]
  const blend = kernels[`blend${down}`]!
  const colours = kernels[`colours${across}${down}`]!
  const inner = across === 2 ? 2 : 0

  const writeRow = (row: number, to: number, shorts: Int16Array): void => {
    const near = row >> (down - 1)
    const far = down === 1 ? near : row & 1 ? Math.min(near + 1, lastRow) : Math.max(near - 1, 0)
    for (const { plane, at } of [blues, reds]) {
      const from = plane.offset + near * plane.stride
      blend(from, from + sampled, plane.offset + far * plane.stride, at + inner)
      if (across === 1) continue
      shorts[at >> 1] = shorts[(at >> 1) + 1]!
      shorts[(at >> 1) + sampled + 1] = shorts[(at >> 1) + sampled]!
    }
    const light = y.offset + row * y.stride
    colours(light, light + width, blues.at, reds.at, to, COLOURS_AT)
  }

  return {
    width,
    height,
    channels: 4,
    rows: (first, count) => {
      const shorts = new Int16Array(arena.buffer())
      const all = new Uint8Array(count * width * 4)
      for (let i = 0; i < count; i++) {
        writeRow(first + i, pixels[0], shorts)
        all.set(new Uint8Array(arena.buffer(), pixels[0], width * 4), i * width * 4)
      }
      return all
    },
    preprocess: (how, into) => {
      const x = resizeTaps(width, how.width, how)
      const rows = resizeTaps(height, how.height, how)
      const taps = arena.take(how.width * 12)
      const tapsEnd = taps + how.width * 12
      const scale = arena.take(16)
      const size = how.width * how.height * 3
      const output = arena.take(size * 4 + 16)
      const shorts = new Int16Array(arena.buffer())
      const integers = new Int32Array(arena.buffer())
      const floats = new Float32Array(arena.buffer())
      for (let i = 0; i < how.width; i++) {
        integers[taps / 4 + i * 3] = x.low[i]! * 4
        integers[taps / 4 + i * 3 + 1] = x.high[i]! * 4
        floats[taps / 4 + i * 3 + 2] = x.share[i]!
      }
      floats.set([how.subtract, how.divide], scale / 4 + 1)
      let [upper, lower] = pixels.map((at) => ({ at, row: -1 })) as [Line, Line]
      const fill = (line: Line, row: number): void => {
        if (line.row !== row) writeRow(row, line.at, shorts)
        line.row = row
      }
      for (let row = 0; row < how.height; row++) {
        if (lower.row === rows.low[row]) [upper, lower] = [lower, upper]
        fill(upper, rows.low[row]!)
        fill(lower, rows.high[row]!)
        floats[scale / 4] = rows.share[row]!
        kernels.resize!(upper.at, lower.at, taps, tapsEnd, scale, output + row * how.width * 12)
      }
      into.set(floats.subarray(output / 4, output / 4 + size))
    },
    close,
  }
}
