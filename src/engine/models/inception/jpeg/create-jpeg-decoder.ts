// jpeg/ decodes what nearly all photographs are, baseline JPEGs, straight to the planes that a network's resize reads, and
// turns planes into a network's input: all in one reused memory of WebAssembly. The browser's decoders cost three times as
// much: they allocate, copy and convert what nobody asked for. Start here.
import type { DecodedImage } from '../decoded-image.ts'
import { readJpegHeader } from '../read-jpeg-header.ts'
import { type Arena, type Arenas, TRANSFORM_AT } from './arena.ts'
import { decodeScan } from './decode-scan.ts'
import { fromPlanes, type Plane, type Planes } from './planar-image.ts'
import { readScan, type Scan } from './read-scan.ts'
import { unstuff } from './unstuff.ts'

/** Narrower ones libjpeg does not interpolate. */
const MIN_SIDE = 8

const BYTES_A_BLOCK = 256

/** Decodes a JPEG, or says that it is not one for it: progressive, grey, four inks, turned by EXIF, or damaged.
 *  The image must be closed: its memory is used again. */
export type JpegDecoder = (bytes: Uint8Array) => DecodedImage | undefined

export const createJpegDecoder =
  (arenas: Arenas): JpegDecoder =>
  (bytes) => {
    const scan = suited(bytes)
    const opened = scan && arenas.open()
    if (!opened) return undefined
    const { arena, close } = opened
    try {
      const planes = decode(arena, scan, bytes)
      if (planes) return fromPlanes(arena, planes, close)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error // Read past the end of the data.
    }
    close()
    return undefined
  }

function suited(bytes: Uint8Array): Scan | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined
  const header = readJpegHeader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const fits = header?.orientation === 1 && Math.min(header.width, header.height) >= MIN_SIDE
  return fits ? readScan(bytes) : undefined
}

/** undefined if the data are damaged. */
function decode(arena: Arena, scan: Scan, bytes: Uint8Array): Planes | undefined {
  const coded = unstuff(bytes, scan.start, arena.coded)
  if (!coded) return undefined
  const { width, height, components } = scan
  const [{ across, down }] = components
  const columns = Math.ceil(width / (8 * across))
  const rows = Math.ceil(height / (8 * down))
  const parts = components.map((component) => {
    const stride = columns * component.across * 8
    const bytesARow = columns * component.across * BYTES_A_BLOCK
    return { ...component, stride, bytesARow, blocks: arena.take(bytesARow * component.down) }
  })
  const planes = parts.map(
    (part): Plane => ({ stride: part.stride, offset: arena.take(part.stride * rows * part.down * 8) }),
  )
  const first = parts[0]!.blocks
  const numbers = (planes[0]!.offset - first) / 4
  const coefficients = new Int32Array(arena.buffer(), first, numbers).fill(0)
  const starts = parts.map(({ blocks }) => (blocks - first) / 4) as [number, number, number]

  const isSound = decodeScan(scan, coded, { coefficients, starts }, (row) => {
    for (const [c, { blocks, bytesARow, stride, down: lines }] of parts.entries())
      for (let i = 0; i < lines; i++) {
        const from = blocks + i * bytesARow
        const to = planes[c]!.offset + (row * lines + i) * 8 * stride
        arena.kernels.transform!(from, from + bytesARow, to, stride, TRANSFORM_AT)
      }
  })
  const [y, cb, cr] = planes as [Plane, Plane, Plane]
  return isSound ? { width, height, across, down, y, cb, cr } : undefined
}
