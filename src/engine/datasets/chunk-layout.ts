import { EngineError } from '../../contract/errors.ts'

/** How a column lies in a chunk. `mask` says of each row whether it is absent (0), NULL (1) or a value (2); without one
 *  all are values. */
export type Encoding = { index: number; mask?: Section } & (
  | { kind: 'int32' | 'float64'; values: Section }
  /** All texts as one, in UTF-8, and the length of each in UTF-16 units: encoded and decoded by one call a column. */
  | { kind: 'text'; lengths: Section; values: Section }
  | { kind: 'vectors'; type: number; shape: readonly number[]; values: Section }
  /** Anything: each value by the codec of cells. */
  | { kind: 'mixed'; offsets: Section; values: Section }
  /** Kept beside the chunk, as a part of its own: too large to be read where nobody asks for the column. */
  | { kind: 'apart' }
)

export type Section = [at: number, size: number]

export interface Header {
  rows: number
  names: Encoding
  hashes: Section
  times: Section
  columns: Encoding[]
  rest?: Encoding
}

/** The header of a part: one column of a chunk. */
export interface PartHeader {
  rows: number
  column: Encoding
}

export const MAGIC = 0x31434c4d // "MLC1"
export const VECTOR_TYPES = [Float32Array, Float64Array, Int32Array, Uint8Array] as const
export const ABSENT = 0
export const NULL = 1
export const PRESENT = 2
export const align = (size: number): number => (size + 7) & ~7

/** Reads a section as an array, without a copy. */
export type Reader = <T>(section: Section, type: ArrayType<T>) => T

export interface ArrayType<T> {
  new (buffer: ArrayBuffer, at: number, length: number): T
  BYTES_PER_ELEMENT: number
}

const reader =
  (bytes: Uint8Array, start: number): Reader =>
  ([at, size], type) =>
    new type(bytes.buffer as ArrayBuffer, bytes.byteOffset + start + at, size / type.BYTES_PER_ELEMENT)

/** The header of a chunk and a reader of its sections.
 *  @throws EngineError `bad-file` for bytes that are no chunk */
export const openChunk = (bytes: Uint8Array): { header: Header; read: Reader } => open<Header>(bytes)

/** As `openChunk`, of a part. */
export const openPart = (bytes: Uint8Array): { header: PartHeader; read: Reader } => open<PartHeader>(bytes)

function open<H>(bytes: Uint8Array): { header: H; read: Reader } {
  // Sections are read as typed arrays, which must start on their own alignment.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
  const head = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength)
  if (aligned.length < 8 || head.getUint32(0, true) !== MAGIC) {
    throw new EngineError(
      'bad-file',
      'a chunk of a dataset is damaged: its first bytes are not those of a chunk',
    )
  }
  const jsonSize = head.getUint32(4, true)
  const header = JSON.parse(new TextDecoder().decode(aligned.subarray(8, 8 + jsonSize))) as H
  return { header, read: reader(aligned, align(8 + jsonSize)) }
}
