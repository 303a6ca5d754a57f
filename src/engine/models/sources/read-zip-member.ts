import { inflateSync } from 'fflate'
import { EngineError } from '../../../contract/errors.ts'
import { crc32 } from './crc32.ts'

/** The most that one member may unpack to: three Inceptions and more. */
const MAX_MEMBER_BYTES = 512_000_000

/** Deflate cannot shrink further than 1,032 to 1: what claims to is no honest archive. */
const MAX_RATIO = 1_033

/** As many as a zip without extensions can hold. */
const MAX_MEMBERS = 65_534

interface Member {
  name: string
  method: number
  encrypted: boolean
  crc: number
  packedSize: number
  size: number
  /** Where its local header is. */
  offset: number
}

/** An archive that was opened: its directory is read once, its files when they are asked for. */
export interface ZipArchive {
  members: readonly { name: string; sizeBytes: number }[]
  /** @throws EngineError `bad-file`, `invalid-argument` naming what the archive has, `not-supported` */
  read(name: string): Uint8Array
}

/** Opens a zip. @throws EngineError `bad-file` */
export function openZip(zip: Uint8Array): ZipArchive {
  const members = listMembers(zip)
  const byName = new Map(members.map((member) => [member.name, member]))
  return {
    members: members.map(({ name, size }) => ({ name, sizeBytes: size })),
    read(name) {
      const member = byName.get(name)
      if (member) return unpack(zip, member)
      const names = members.slice(0, 20).map((candidate) => candidate.name)
      throw new EngineError(
        'invalid-argument',
        `The archive has no file "${name}"; it has ${names.join(', ') || 'none'}.`,
        names[0] === undefined ? undefined : { suggestion: names[0] },
      )
    },
  }
}

/** Reads one file out of a zip (by its central directory; stored or deflated; no encryption, no zip64).
 *  @param name as in the archive, with `/`
 *  @throws EngineError `bad-file`, `invalid-argument` naming what the archive has, `not-supported` */
export const readZipMember = (zip: Uint8Array, name: string): Uint8Array => openZip(zip).read(name)

/** The names of the files in a zip. @throws EngineError `bad-file` */
export const zipMemberNames = (zip: Uint8Array): string[] => listMembers(zip).map(({ name }) => name)

const bad = (what: string): EngineError => new EngineError('bad-file', `The zip archive is damaged: ${what}.`)

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50

/** The end record stands at the very end, before a comment of at most 65,535 bytes. */
function findEnd(zip: Uint8Array, view: DataView): number {
  const first = Math.max(0, zip.length - 22 - 65_535)
  for (let at = zip.length - 22; at >= first; at--) if (view.getUint32(at, true) === END) return at
  throw bad(zip[0] === 0x3c ? 'it is a web page' : 'it has no directory')
}

function listMembers(zip: Uint8Array): Member[] {
  const view = viewOf(zip)
  const end = findEnd(zip, view)
  const count = view.getUint16(end + 10, true)
  const stop = view.getUint32(end + 12, true) + view.getUint32(end + 16, true)
  let at = view.getUint32(end + 16, true)
  if (at === 0xffffffff || count === 0xffff)
    throw new EngineError('not-supported', 'Zip archives of over 4 GB or 65,535 files cannot be read.')
  if (stop > end || count > MAX_MEMBERS) throw bad('its directory lies outside of it')
  const members: Member[] = []
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) throw bad('its directory is cut off')
    const nameLength = view.getUint16(at + 28, true)
    if (at + 46 + nameLength > end) throw bad('its directory is cut off')
    members.push({
      name: new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameLength)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return members
}

function unpack(
  zip: Uint8Array,
  { name, method, encrypted, crc, packedSize, size, offset }: Member,
): Uint8Array {
  const view = viewOf(zip)
  if (encrypted || (method !== 0 && method !== 8))
    throw new EngineError('not-supported', `"${name}" is packed in a way that cannot be read here.`)
  if (size > MAX_MEMBER_BYTES)
    throw new EngineError('bad-file', `"${name}" takes ${size} bytes; the limit is ${MAX_MEMBER_BYTES}.`)
  if (offset + 30 > zip.length || view.getUint32(offset, true) !== LOCAL)
    throw bad(`"${name}" is not where it should be`)
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (start + packedSize > zip.length) throw bad(`"${name}" goes past its end`)
  const packed = zip.subarray(start, start + packedSize)
  if (method === 0 ? packedSize !== size : size > packedSize * MAX_RATIO)
    throw bad(`the size of "${name}" cannot be right`)
  const content = method === 0 ? packed : inflate(packed, name, size)
  if (content.length !== size || crc32(content) !== crc) throw bad(`"${name}" is not what was packed`)
  return content
}

function inflate(packed: Uint8Array, name: string, size: number): Uint8Array {
  try {
    return inflateSync(packed, { out: new Uint8Array(size) })
  } catch (error) {
    throw new EngineError('bad-file', `The zip archive is damaged: "${name}" does not unpack.`, undefined, {
      cause: error,
    })
  }
}
