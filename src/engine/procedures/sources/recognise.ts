import { imageExtension } from '../../../lib/image-extension.ts'
import { openZip } from '../../models/sources/read-zip-member.ts'

/** Kinds of files that can be imported. */
export type FileFormat =
  | 'csv'
  | 'json'
  | 'parquet'
  | 'xlsx'
  | 'sqlite'
  | 'bundle'
  | 'images'
  | 'archive'
  | 'image'
  | 'model'
  | 'onnx'
  | 'unknown'

/** The name in a bundle of what it holds; it tells bundles from other archives. */
export const BUNDLE_MANIFEST = 'mldb-bundle.json'

const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean =>
  [...text].every((c, i) => bytes[at + i] === c.charCodeAt(0))

/** True for a zip; more than its first bytes must be there to say what is in it. */
export const isZip = (bytes: Uint8Array): boolean =>
  startsWith(bytes, 'PK\x03\x04') || startsWith(bytes, 'PK\x05\x06')

/** Tells what a file is by what is in it, whatever it is called.
 *  @param bytes all of a zip; of other files the start will do */
export function recogniseFormat(bytes: Uint8Array): FileFormat {
  if (isZip(bytes)) return recogniseZip(bytes)
  if (startsWith(bytes, 'PAR1')) return 'parquet'
  if (startsWith(bytes, 'SQLite format 3\0')) return 'sqlite'
  if (imageExtension(bytes)) return 'image'
  if (startsWith(bytes, 'MLDBCLS')) return 'model'
  if (looksLikeOnnx(bytes)) return 'onnx'
  return looksLikeText(bytes) ? recogniseText(bytes) : 'unknown'
}

/** ONNX files have no signature: they begin with field 1, a small version, and go on with a field of a model. */
const looksLikeOnnx = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x08 &&
  bytes[1]! > 0 &&
  bytes[1]! < 64 &&
  [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42].includes(bytes[2]!)

function recogniseZip(bytes: Uint8Array): FileFormat {
  const names = openZip(bytes).members.map(({ name }) => name)
  if (names.includes(BUNDLE_MANIFEST)) return 'bundle'
  if (names.includes('xl/workbook.xml') || names.includes('[Content_Types].xml')) return 'xlsx'
  return names.some((name) => IMAGE_NAME.test(name)) ? 'images' : 'archive'
}

export const IMAGE_NAME = /\.(jpe?g|png|gif|webp|bmp|avif)$/i

/** UTF-16 has NULs in every second byte and a mark at its start; other texts have few. */
function looksLikeText(bytes: Uint8Array): boolean {
  if (isUtf16(bytes)) return true
  const head = bytes.subarray(0, 4096)
  const controls = head.reduce((n, byte) => n + (byte < 32 && ![9, 10, 12, 13, 27].includes(byte) ? 1 : 0), 0)
  return controls <= head.length / 50
}

/** By the mark at its start. */
export const isUtf16 = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)

function recogniseText(bytes: Uint8Array): FileFormat {
  const text = new TextDecoder().decode(bytes.subarray(0, 65_536)).trimStart()
  if (text.startsWith('{')) return 'json'
  // A list of objects; a CSV may begin with a bracket too.
  return /^\[\s*(\{|\]\s*$)/.test(text) ? 'json' : 'csv'
}
