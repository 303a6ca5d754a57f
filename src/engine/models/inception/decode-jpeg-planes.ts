import type { DecodedImage } from './decoded-image.ts'
import type { Arenas } from './jpeg/arena.ts'
import { fromPlanes } from './jpeg/planar-image.ts'
import { readJpegHeader } from './read-jpeg-header.ts'

/** How far colour is reduced in the formats of a VideoFrame that are a JPEG's own planes. */
const REDUCED: Partial<Record<string, readonly [across: 1 | 2, down: 1 | 2]>> = {
  I420: [2, 2],
  I422: [2, 1],
  I444: [1, 1],
}

/** Narrower ones libjpeg does not interpolate. */
const MIN_SIDE = 8

/** Decodes a JPEG to its own planes by WebCodecs, at a fraction of what a bitmap of all its pixels costs. undefined where
 *  that cannot be: no WebCodecs, an image that EXIF turns, is grey or is coded as RGB, or is damaged. */
export async function decodeJpegPlanes(bytes: Uint8Array, arenas: Arenas): Promise<DecodedImage | undefined> {
  if (typeof ImageDecoder !== 'function' || bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined
  const header = readJpegHeader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (header?.orientation !== 1 || Math.min(header.width, header.height) < MIN_SIDE) return undefined
  const decoder = new ImageDecoder({
    data: bytes as Uint8Array<ArrayBuffer>,
    type: 'image/jpeg',
    colorSpaceConversion: 'none',
  })
  try {
    const { image: frame } = await decoder.decode()
    try {
      const [across, down] = REDUCED[frame.format ?? ''] ?? []
      const { width, height } = header
      const fits = frame.visibleRect?.width === width && frame.visibleRect.height === height
      if (!across || !down || !fits || frame.colorSpace.fullRange === false) return undefined
      const opened = arenas.open()
      if (!opened) return undefined
      const { arena, close } = opened
      const size = frame.allocationSize()
      const start = arena.take(size)
      const layouts = await frame
        .copyTo(new Uint8Array(arena.buffer(), start, size))
        .catch((error: unknown) => {
          close()
          throw error
        })
      const [y, cb, cr] = layouts.map(({ offset, stride }) => ({ offset: start + offset, stride }))
      return fromPlanes(arena, { width, height, across, down, y: y!, cb: cb!, cr: cr! }, close)
    } finally {
      frame.close()
    }
  } catch {
    return undefined // The other way says what is wrong.
  } finally {
    decoder.close()
  }
}
