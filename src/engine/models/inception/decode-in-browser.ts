import { decodeJpegPlanes } from './decode-jpeg-planes.ts'
import type { DecodedImage, DecodeImage } from './decoded-image.ts'
import { createArenas } from './jpeg/arena.ts'
import { createJpegDecoder } from './jpeg/create-jpeg-decoder.ts'

/** Rows are read from the bitmap in strips of about this many pixels, so that an image of 64 megapixels needs its own
 *  bitmap and 16 MB, not three copies. */
const STRIP_PIXELS = 4_000_000

/** Decodes in the browser: upright by EXIF, transparent pixels on white, colour profiles ignored. Where the processor is what
 *  computes, JPEGs are decoded right here, for that takes the least of it; beside a graphics card, on the browser's own
 *  threads. */
export function createBrowserDecoder(): DecodeImage {
  const arenas = createArenas()
  const decodeHere = createJpegDecoder(arenas)
  return async (bytes, backend) =>
    (backend === 'webgpu' ? undefined : decodeHere(bytes)) ??
    (await decodeJpegPlanes(bytes, arenas)) ??
    decodeToBitmap(bytes)
}

/** The way for every format. */
export async function decodeToBitmap(bytes: Uint8Array): Promise<DecodedImage> {
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>])
  const bitmap = await createImageBitmap(blob, {
    colorSpaceConversion: 'none',
    imageOrientation: 'from-image',
  })
  const { width, height } = bitmap
  const stripRows = Math.min(height, Math.max(2, Math.floor(STRIP_PIXELS / width)))
  const canvas = new OffscreenCanvas(width, stripRows)
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false })
  if (!context) throw new Error('no canvas for the pixels')
  let strip: Uint8ClampedArray = new Uint8ClampedArray(0)
  let start = 0

  /** Makes `strip` hold the rows from `first` on. */
  const readStrip = (first: number): void => {
    context.fillStyle = '#fff'
    context.fillRect(0, 0, width, stripRows)
    context.drawImage(bitmap, 0, -first)
    start = first
    strip = context.getImageData(0, 0, width, stripRows).data
  }

  return {
    width,
    height,
    channels: 4,
    rows: (first, count) => {
      if (strip.length === 0 || first < start || first + count > start + stripRows) readStrip(first)
      return strip.subarray((first - start) * width * 4, (first - start + count) * width * 4)
    },
    close: () => bitmap.close(),
  }
}
