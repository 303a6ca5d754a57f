import { decodeUtf8 } from '../../values/value-to-text.ts'
import { defineScalar } from '../define-builtin.ts'
import { strictAtoms } from '../shared/types.ts'
import { bytesOf } from './base64.ts'

/** Type, where the mark stands, the mark (as Latin-1). The first that fits wins. */
const MARKS: readonly (readonly [type: string, at: number, mark: string])[] = [
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
  ['audio/x-wav', 8, 'WAVE'],
  ['video/x-msvideo', 8, 'AVI '],
  ['image/bmp', 0, 'BM'],
  ['image/tiff', 0, 'II*\0'],
  ['image/tiff', 0, 'MM\0*'],
  ['image/avif', 4, 'ftypavif'],
  ['image/heic', 4, 'ftypheic'],
  ['video/mp4', 4, 'ftyp'],
  ['video/webm', 0, '\x1aE\xdf\xa3'],
  ['image/vnd.microsoft.icon', 0, '\0\0\x01\0'],
  ['application/pdf', 0, '%PDF-'],
  ['application/postscript', 0, '%!PS'],
  ['application/zip', 0, 'PK\x03\x04'],
  ['application/zip', 0, 'PK\x05\x06'],
  ['application/gzip', 0, '\x1f\x8b'],
  ['application/x-bzip2', 0, 'BZh'],
  ['application/x-xz', 0, '\xfd7zXZ\0'],
  ['application/zstd', 0, '\x28\xb5\x2f\xfd'],
  ['application/x-7z-compressed', 0, "7z\xbc\xaf'\x1c"],
  ['application/x-rar', 0, 'Rar!\x1a\x07'],
  ['application/vnd.sqlite3', 0, 'SQLite format 3\0'],
  ['application/x-hdf5', 0, '\x89HDF\r\n\x1a\n'],
  ['application/wasm', 0, '\0asm'],
  ['audio/ogg', 0, 'OggS'],
  ['audio/flac', 0, 'fLaC'],
  ['audio/mpeg', 0, 'ID3'],
  ['application/x-tar', 257, 'ustar'],
]

/** The marks that a file can have, by its first byte. */
const MARKS_BY_FIRST = Array.from({ length: 256 }, (_, first) =>
  MARKS.filter(([, at, mark]) => at > 0 || mark.charCodeAt(0) === first),
)

/** What kind of file bytes are, by their first ones: a media type, `text/plain` for other UTF-8 text,
 *  `application/octet-stream` for all else, `inode/x-empty` for none. */
export function mediaTypeOf(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'inode/x-empty'
  for (const [type, at, mark] of MARKS_BY_FIRST[bytes[0]!]!) if (startsWith(bytes, at, mark)) return type
  return textType(bytes) ?? 'application/octet-stream'
}

function startsWith(bytes: Uint8Array, at: number, mark: string): boolean {
  for (let i = 0; i < mark.length; i++) if (bytes[at + i] !== mark.charCodeAt(i)) return false
  return true
}

const SNIFFED_BYTES = 4096

/** True for a little ASCII without a sign that begins markup or JSON: no text need be made of it to know its type. */
function isShortPlainText(bytes: Uint8Array): boolean {
  if (bytes.length > 256) return false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte === 0 || byte > 126 || byte === 0x3c || byte === 0x5b || byte === 0x7b) return false
  }
  return true
}

function textType(bytes: Uint8Array): string | undefined {
  if (isShortPlainText(bytes)) return 'text/plain'
  const head = bytes.subarray(0, SNIFFED_BYTES)
  // A character may be cut in two at the end of what is looked at.
  let text: string | undefined
  for (let cut = 0; cut < 4 && text === undefined; cut++) {
    if (cut > 0 && bytes.length <= SNIFFED_BYTES) break
    text = decodeUtf8(head.subarray(0, head.length - cut))
  }
  if (text === undefined || text.includes('\0')) return undefined
  // A byte order mark counts as a space.
  const start = text.trimStart().slice(0, 256).toLowerCase()
  if (!/[<[{]/.test(start)) return 'text/plain'
  if (/^<(!doctype html|html|head|body)\b/.test(start)) return 'text/html'
  if (/<svg\b/.test(start)) return 'image/svg+xml'
  if (start.startsWith('<?xml')) return 'text/xml'
  if (/^[[{]/.test(start) && isJson(text, bytes.length)) return 'application/json'
  return 'text/plain'
}

function isJson(text: string, size: number): boolean {
  if (size > SNIFFED_BYTES) return /^\s*(\{\s*["}]|\[\s*["[{\d\]tfn-])/.test(text)
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The kind of a file. */
export const mimeType = defineScalar({
  name: 'mime_type',
  group: 'blob',
  signature: 'mime_type(b)',
  summary: 'What kind of file a blob is, by its first bytes, such as `image/jpeg`.',
  example: { sql: "mime_type('%PDF-1.4')", result: 'application/pdf' },
  arity: [1, 1],
  result: strictAtoms('string'),
  apply: ([b]) => mediaTypeOf(bytesOf(b!)),
})
