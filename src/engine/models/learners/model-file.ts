import { EngineError } from '../../../contract/errors.ts'
import type { Model } from './model.ts'
import { TREE_ARRAYS, type Trees } from './tree.ts'
import { joinedLength, writeJoined } from './tree-builder.ts'

// The format, little-endian:
//   8 bytes   "MLDBCLS1"
//   uint32    length of the header in bytes
//   header    UTF-8 JSON: ModelHeader
//   zeros     up to a multiple of 8
//   sections  the arrays of `Trees` in the order of TREE_ARRAYS, each padded with zeros to a multiple of 8; their
//             lengths follow from the header's counts
// Equal models have equal bytes.

export const MAGIC = 'MLDBCLS1'

/** The header of a model file: the model without its arrays, and their lengths. */
export interface ModelHeader extends Omit<Model, 'trees'> {
  kind: 'trees'
  /** Elements of each array, by its name in `Trees`. */
  lengths: Record<keyof Trees, number>
}

/** Writes a model as bytes; `loadModel` reads them. */
export function toModelFile({ trees, ...rest }: Model): Uint8Array<ArrayBuffer> {
  return joinModelFile(rest, [trees])
}

/** Writes a model whose trees are in parts, without joining them first. */
export function joinModelFile(model: Omit<Model, 'trees'>, parts: readonly Trees[]): Uint8Array<ArrayBuffer> {
  const lengths = Object.fromEntries(TREE_ARRAYS.map(([name]) => [name, joinedLength(parts, name)]))
  const header = new TextEncoder().encode(JSON.stringify({ kind: 'trees', ...model, lengths }))
  let size = pad(12 + header.length)
  for (const [name, Type] of TREE_ARRAYS) size += pad(lengths[name]! * Type.BYTES_PER_ELEMENT)
  const bytes = new Uint8Array(size)
  bytes.set(new TextEncoder().encode(MAGIC))
  new DataView(bytes.buffer).setUint32(8, header.length, true)
  bytes.set(header, 12)
  let at = pad(12 + header.length)
  for (const [name, Type] of TREE_ARRAYS) {
    const section = new Type(bytes.buffer, at, lengths[name]!)
    writeJoined(parts, name, section)
    at += pad(section.byteLength)
  }
  return bytes
}

/** A model file's header, unchecked but for being JSON, and where it ends. @throws EngineError `bad-file` */
export function readModelHeader(file: Uint8Array): Partial<Model> & { kind?: unknown } {
  if (file.length < 12 || new TextDecoder().decode(file.subarray(0, 8)) !== MAGIC)
    throw badModel('no signature')
  const length = new DataView(file.buffer, file.byteOffset).getUint32(8, true)
  if (12 + length > file.length) throw badModel('cut short')
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(12, 12 + length))
    const header: unknown = JSON.parse(text)
    if (typeof header === 'object' && header !== null) return header
  } catch {
    // Reported below, as any other header that cannot be used.
  }
  throw badModel('unreadable header')
}

/** Rounds a length up to a multiple of 8. */
export function pad(sizeBytes: number): number {
  return Math.ceil(sizeBytes / 8) * 8
}

/** The error for a file that is no model. */
export function badModel(reason: string): EngineError {
  return new EngineError(
    'bad-file',
    `The file is not a classifier model of this version (${reason}); train it again with classifier.train.`,
  )
}
