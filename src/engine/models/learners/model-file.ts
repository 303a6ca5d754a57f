import { EngineError } from '../../../contract/errors.ts'
import type { Model } from './model.ts'
import type { Trees } from './tree.ts'

// The format, little-endian:
//   8 bytes   "MLDBCLS1"
//   uint32    length of the header in bytes
//   header    UTF-8 JSON: ModelHeader
//   zeros     up to a multiple of 8
//   sections  the arrays of `Trees` in the order of SECTIONS, each padded with zeros to a multiple of 8; their
//             lengths follow from the header's counts
// Equal models have equal bytes.

export const MAGIC = 'MLDBCLS1'

/** The header of a model file: the model without its arrays, and their lengths. */
export interface ModelHeader extends Omit<Model, 'trees'> {
  kind: 'trees'
  /** Elements of each array, by its name in `Trees`. */
  lengths: Record<keyof Trees, number>
}

/** The arrays in the order in which they stand in the file, with the type of their elements. */
export const SECTIONS = [
  ['roots', Uint32Array],
  ['scales', Float64Array],
  ['feature', Int32Array],
  ['threshold', Float32Array],
  ['left', Int32Array],
  ['missing', Int32Array],
  ['subset', Int32Array],
  ['subsets', Uint32Array],
  ['values', Float32Array],
  ['cover', Uint32Array],
  ['targets', Uint32Array],
] as const satisfies readonly (readonly [keyof Trees, unknown])[]

/** Writes a model as bytes; `loadModel` reads them. */
export function toModelFile(model: Model): Uint8Array<ArrayBuffer> {
  const { trees, ...rest } = model
  const lengths = Object.fromEntries(SECTIONS.map(([name]) => [name, trees[name].length]))
  const header = new TextEncoder().encode(JSON.stringify({ kind: 'trees', ...rest, lengths }))
  let size = pad(12 + header.length)
  for (const [name] of SECTIONS) size += pad(trees[name].byteLength)
  const bytes = new Uint8Array(size)
  bytes.set(new TextEncoder().encode(MAGIC))
  new DataView(bytes.buffer).setUint32(8, header.length, true)
  bytes.set(header, 12)
  let at = pad(12 + header.length)
  for (const [name] of SECTIONS) {
    const array = trees[name]
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
    at += pad(array.byteLength)
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
