import type { Path, Value } from '../../../../contract/values.ts'
import { defineScalar } from '../define-builtin.ts'
import { toVector } from '../shared/map-value.ts'
import { OPEN_ROW } from '../shared/types.ts'
import { bytesOf } from './base64.ts'
import { EXIF_TAGS } from './exif-tags.ts'

type Directory = keyof typeof EXIF_TAGS

/** Tags whose value is the place of another directory. */
const DIRECTORIES: Record<number, Directory> = { 34665: 'photo', 34853: 'gps' }
/** Bytes of one value, by type number: byte, text, short, long, rational, …, double. */
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8]
const MOST_ENTRIES = 512
const MOST_VALUES = 1024

/** The TIFF structure of Exif data in a JPEG, PNG, WebP or TIFF file; undefined where there is none. */
function findTiff(bytes: Uint8Array): DataView | undefined {
  const start = tiffStart(bytes)
  if (start === undefined || start + 8 > bytes.length) return undefined
  return new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start)
}

function tiffStart(bytes: Uint8Array): number | undefined {
  const mark = (at: number, text: string): boolean =>
    [...text].every((c, i) => bytes[at + i] === c.charCodeAt(0))
  if (mark(0, 'II*\0') || mark(0, 'MM\0*')) return 0
  if (mark(0, '\xff\xd8')) return jpegExif(bytes, mark)
  if (mark(0, '\x89PNG')) return chunkStart(bytes, 8, 'eXIf', false)
  if (mark(0, 'RIFF') && mark(8, 'WEBP')) {
    const at = chunkStart(bytes, 12, 'EXIF', true)
    return at !== undefined && mark(at, 'Exif\0\0') ? at + 6 : at
  }
  return undefined
}

/** JPEG: the APP1 segment that begins with `Exif`, before the picture's data. */
function jpegExif(bytes: Uint8Array, mark: (at: number, text: string) => boolean): number | undefined {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    if (bytes[at + 1] === 0xe1 && mark(at + 4, 'Exif\0\0')) return at + 10
    at += 2 + bytes[at + 2]! * 256 + bytes[at + 3]!
  }
  return undefined
}

/** PNG (length, name, data, checksum; big-endian) and RIFF (name, length, data; little-endian, padded to even). */
function chunkStart(bytes: Uint8Array, from: number, name: string, riff: boolean): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = from; at + 8 <= bytes.length; ) {
    const size = view.getUint32(riff ? at + 4 : at, riff)
    const found = String.fromCharCode(...bytes.subarray(riff ? at : at + 4, riff ? at + 4 : at + 8))
    if (found === name) return at + 8
    at += riff ? 8 + size + (size & 1) : 12 + size
  }
  return undefined
}

/** The known tags of a directory and of those it points to. Damaged entries are left out. */
function readDirectory(tiff: DataView, at: number, kind: Directory, little: boolean): [Path, Value][] {
  if (at < 8 || at + 2 > tiff.byteLength) return []
  const columns: [Path, Value][] = []
  const count = Math.min(tiff.getUint16(at, little), MOST_ENTRIES)
  for (let i = 0; i < count; i++) {
    const entry = at + 2 + 12 * i
    if (entry + 12 > tiff.byteLength) break
    const tag = tiff.getUint16(entry, little)
    const inner = kind === 'image' ? DIRECTORIES[tag] : undefined
    const name = EXIF_TAGS[kind][tag]
    if (inner) columns.push(...readDirectory(tiff, tiff.getUint32(entry + 8, little), inner, little))
    const value = name === undefined ? undefined : readEntry(tiff, entry, little)
    if (value !== undefined) columns.push([[name!], value])
  }
  return columns
}

/** The value of an entry: text, a number, or a vector of numbers. */
function readEntry(tiff: DataView, entry: number, little: boolean): Value | undefined {
  const type = tiff.getUint16(entry + 2, little)
  const count = tiff.getUint32(entry + 4, little)
  const size = (SIZES[type] ?? 0) * count
  const at = size <= 4 ? entry + 8 : tiff.getUint32(entry + 8, little)
  if (size === 0 || count > 65_536 || at + size > tiff.byteLength) return undefined
  if (type === 2) {
    const text = new Uint8Array(tiff.buffer, tiff.byteOffset + at, count)
    return new TextDecoder()
      .decode(text)
      .replace(/\0[\s\S]*$/, '')
      .trim()
  }
  if (type === 7 || count > MOST_VALUES) return undefined
  const numbers = Array.from({ length: count }, (_, i) =>
    readNumber(tiff, at + i * SIZES[type]!, type, little),
  )
  return count === 1 ? numbers[0] : toVector(numbers)
}

function readNumber(tiff: DataView, at: number, type: number, little: boolean): number {
  switch (type) {
    case 1:
      return tiff.getUint8(at)
    case 3:
      return tiff.getUint16(at, little)
    case 4:
      return tiff.getUint32(at, little)
    case 5:
      return tiff.getUint32(at, little) / tiff.getUint32(at + 4, little)
    case 6:
      return tiff.getInt8(at)
    case 8:
      return tiff.getInt16(at, little)
    case 9:
      return tiff.getInt32(at, little)
    case 10:
      return tiff.getInt32(at, little) / tiff.getInt32(at + 4, little)
    case 11:
      return tiff.getFloat32(at, little)
    default:
      return tiff.getFloat64(at, little)
  }
}

/** What the camera wrote beside the picture. */
export const parseExif = defineScalar({
  name: 'parse_exif',
  group: 'blob',
  signature: 'parse_exif(blob)',
  summary:
    'The Exif data of a JPEG, PNG, WebP or TIFF file as a row: Make, Model, DateTimeOriginal, ExposureTime, GPSLatitude and so on. No columns where there is none.',
  example: {
    sql: "parse_exif(base64_decode('SUkqAAgAAAABABIBAwABAAAABgAAAAAAAAA='))",
    result: { Orientation: 6 },
  },
  arity: [1, 1],
  result: () => OPEN_ROW,
  apply: ([blob]) => {
    const tiff = findTiff(bytesOf(blob!))
    if (!tiff) return { kind: 'row', columns: [] }
    const little = tiff.getUint8(0) === 0x49
    return { kind: 'row', columns: readDirectory(tiff, tiff.getUint32(4, little), 'image', little) }
  },
})
