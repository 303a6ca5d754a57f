// models/inception turns encoded images into vectors: header check, decode, resize, network, on whichever tfjs
// backend works. It is the only importer of tfjs, and all that imports it runs in a worker of its own
// (embedder.ts is that worker's inside). create-inception.ts, which imports no tfjs, is the engine's end: a pool
// of such workers behind `InceptionApi`. It must never know SQL, datasets, storage or REST.
import { EngineError } from '../../../contract/errors.ts'
import { gifEnds } from './gif-ends.ts'
import { readAvifSize } from './read-avif-size.ts'
import { readJpegHeader } from './read-jpeg-header.ts'
import { readWebpSize } from './read-webp-size.ts'

export const IMAGE_FORMATS = ['jpeg', 'png', 'gif', 'webp', 'bmp', 'avif'] as const
export type ImageFormat = (typeof IMAGE_FORMATS)[number]

/** What is known of an image before a single pixel is decoded. Width and height are as stored (before EXIF). */
export interface ImageHeader {
  format: ImageFormat
  width: number
  height: number
}

/** Most pixels an image may have: at four bytes each, a quarter of a gigabyte once decoded. */
export const MAX_PIXELS = 64_000_000

/** Reads format and size from the first bytes of an image, and checks that its end is there.
 *  @throws EngineError `bad-image` if it is none, is cut off, or has more than `MAX_PIXELS` */
export function readImageHeader(bytes: Uint8Array): ImageHeader {
  if (bytes.length === 0) throw new EngineError('bad-image', 'The image is empty (0 bytes).')
  const format = detectFormat(bytes)
  if (format === undefined) throw new EngineError('bad-image', describeStranger(bytes))
  const size = readSize(format, bytes)
  if (size === undefined || size.width <= 0 || size.height <= 0)
    throw new EngineError('bad-image', `The ${format.toUpperCase()} image is damaged: it states no size.`)
  if (!hasEnd(format, bytes))
    throw new EngineError(
      'bad-image',
      `The ${format.toUpperCase()} image is cut off after ${bytes.length} bytes.`,
    )
  if (size.width * size.height > MAX_PIXELS)
    throw new EngineError(
      'bad-image',
      `The image has ${size.width} x ${size.height} pixels; the limit is ${MAX_PIXELS / 1e6} megapixels: make it smaller first.`,
    )
  return { format, width: size.width, height: size.height }
}

const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean => {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}

function detectFormat(bytes: Uint8Array): ImageFormat | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg'
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'png'
  if (startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')) return 'gif'
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return 'webp'
  if (startsWith(bytes, 'BM') && bytes.length >= 26) return 'bmp'
  if (startsWith(bytes, 'ftypavif', 4) || startsWith(bytes, 'ftypavis', 4)) return 'avif'
  return undefined
}

type Size = { width: number; height: number } | undefined

function readSize(format: ImageFormat, bytes: Uint8Array): Size {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (format) {
    case 'jpeg':
      return readJpegHeader(view)
    case 'png':
      return bytes.length < 24 ? undefined : { width: view.getUint32(16), height: view.getUint32(20) }
    case 'gif':
      return bytes.length < 10
        ? undefined
        : { width: view.getUint16(6, true), height: view.getUint16(8, true) }
    case 'webp':
      return readWebpSize(view)
    case 'bmp':
      return readBmpSize(view)
    case 'avif':
      return readAvifSize(view)
  }
}

/** The old core header (12 bytes) has 16-bit sizes; all later ones 32-bit, with a negative height for top-down. */
function readBmpSize(view: DataView): Size {
  if (view.getUint32(14, true) === 12)
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) }
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) }
}

/** Whether the file reaches the end that its own structure states. A decoder would fill the rest with grey. */
function hasEnd(format: ImageFormat, bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (format === 'png') return pngEnds(view)
  if (format === 'webp') return view.getUint32(4, true) + 8 <= bytes.length
  if (format === 'jpeg') return readJpegHeader(view)?.ends ?? false
  if (format === 'gif') return gifEnds(bytes)
  return true
}

function pngEnds(view: DataView): boolean {
  let at = 8
  while (at + 12 <= view.byteLength) {
    const length = view.getUint32(at)
    const type = view.getUint32(at + 4)
    at += 12 + length
    if (type === 0x49454e44) return at <= view.byteLength // IEND
  }
  return false
}

/** One sentence on what came instead of an image. */
function describeStranger(bytes: Uint8Array): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 512)).trimStart().toLowerCase()
  const formats = 'JPEG, PNG, WebP, GIF, BMP or AVIF'
  if (start.startsWith('<svg') || (start.startsWith('<?xml') && start.includes('<svg')))
    return `The file is an SVG drawing, not a photograph; save it as ${formats} first.`
  if (/^(<!--|<\?xml|<!doctype|<html|<head|<body|<script)/.test(start))
    return 'The file is a web page, not an image: the address shows the picture inside a page.'
  if (start.startsWith('%pdf'))
    return `The file is a PDF document, not an image; save it as ${formats} first.`
  if (startsWith(bytes, 'ftyphei', 4) || startsWith(bytes, 'ftypmif1', 4))
    return `The file is a HEIC photograph, which browsers cannot decode; save it as ${formats} first.`
  if (startsWith(bytes, 'II*\0') || startsWith(bytes, 'MM\0*'))
    return `The file is a TIFF image, which browsers cannot decode; save it as ${formats} first.`
  if (/^[{[]/.test(start)) return 'The file is text (JSON), not an image.'
  return `The file is not an image in a known format (${formats}).`
}
