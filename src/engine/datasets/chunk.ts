// datasets/ keeps rows: a dataset is a list of immutable columnar chunks and a short log of rows recorded since, in
// storage; its SQLite table is built from them when it is first read. It never knows REST or procedures. Start with
// dataset-record.ts (what is kept), then chunk.ts (its bytes), dataset-writer.ts and load-table.ts.
import { EngineError } from '../../contract/errors.ts'
import type { Embedding, NumberArray, RowValue, Value } from '../../contract/values.ts'
import { decode, encode } from '../sqlite/codec.ts'

/** Rows in columns. `cells[i]` are the values of column `indexes[i]` of the dataset; undefined is an absent cell. */
export interface Chunk {
  names: string[]
  /** rowHash of each name, as pairs of 32-bit words: high, low. */
  hashes: Uint32Array
  /** ms since 1970. */
  times: Float64Array
  indexes: number[]
  cells: (Value | undefined)[][]
  /** Cells beyond the table's own columns; absent where no row has any. */
  rest?: (RowValue | null)[]
}

/** How a column lies in a chunk. `mask` says of each row whether it is absent (0), NULL (1) or a value (2); without one
 *  all are values. */
type Encoding = { index: number; mask?: Section } & (
  | { kind: 'int32' | 'float64'; values: Section }
  /** All texts as one, in UTF-8, and the length of each in UTF-16 units: encoded and decoded by one call a column. */
  | { kind: 'text'; lengths: Section; values: Section }
  | { kind: 'vectors'; type: number; shape: readonly number[]; values: Section }
  /** Anything: each value by the codec of cells. */
  | { kind: 'mixed'; offsets: Section; values: Section }
)

type Section = [at: number, size: number]

interface Header {
  rows: number
  names: Encoding
  hashes: Section
  times: Section
  columns: Encoding[]
  rest?: Encoding
}

const MAGIC = 0x31434c4d // "MLC1"
const VECTOR_TYPES = [Float32Array, Float64Array, Int32Array, Uint8Array] as const
const ABSENT = 0
const NULL = 1
const PRESENT = 2
const align = (size: number): number => (size + 7) & ~7

/** The bytes of a chunk: magic, size of the header, the header as JSON, then its sections, each on 8 bytes. */
export function encodeChunk(chunk: Chunk): Uint8Array {
  const sections = new Sections()
  const header: Header = {
    rows: chunk.names.length,
    names: encodeColumn(-1, chunk.names, sections),
    hashes: sections.add(chunk.hashes),
    times: sections.add(chunk.times),
    columns: chunk.indexes.map((index, i) => encodeColumn(index, chunk.cells[i]!, sections)),
    ...(chunk.rest ? { rest: encodeColumn(-1, chunk.rest, sections) } : {}),
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const start = align(8 + json.length)
  const bytes = new Uint8Array(start + sections.size)
  new Uint32Array(bytes.buffer, 0, 2).set([MAGIC, json.length])
  bytes.set(json, 8)
  sections.writeTo(bytes, start)
  return bytes
}

/** The inverse of `encodeChunk`. Embeddings are views of `bytes`.
 *  @throws EngineError `bad-file` for bytes that are no chunk */
export function decodeChunk(bytes: Uint8Array): Chunk {
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
  const header = JSON.parse(new TextDecoder().decode(aligned.subarray(8, 8 + jsonSize))) as Header
  const read = reader(aligned, align(8 + jsonSize))
  const { rows } = header
  return {
    names: decodeColumn(header.names, rows, read) as string[],
    hashes: read(header.hashes, Uint32Array),
    times: read(header.times, Float64Array),
    indexes: header.columns.map(({ index }) => index),
    cells: header.columns.map((column) => decodeColumn(column, rows, read)),
    ...(header.rest ? { rest: decodeColumn(header.rest, rows, read) as (RowValue | null)[] } : {}),
  }
}

type Bytes = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array

class Sections {
  size = 0
  private readonly parts: { at: number; bytes: Uint8Array }[] = []

  add(array: Bytes): Section {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
    const at = this.size
    this.parts.push({ at, bytes })
    this.size += align(bytes.length)
    return [at, bytes.length]
  }

  writeTo(target: Uint8Array, start: number): void {
    for (const { at, bytes } of this.parts) target.set(bytes, start + at)
  }
}

interface ArrayType<T> {
  new (buffer: ArrayBuffer, at: number, length: number): T
  BYTES_PER_ELEMENT: number
}

type Reader = <T>(section: Section, type: ArrayType<T>) => T

const reader =
  (bytes: Uint8Array, start: number): Reader =>
  ([at, size], type) =>
    new type(bytes.buffer as ArrayBuffer, bytes.byteOffset + start + at, size / type.BYTES_PER_ELEMENT)

function encodeColumn(index: number, values: readonly (Value | undefined)[], sections: Sections): Encoding {
  const mask = encodeMask(values, sections)
  const shared = mask ? { index, mask } : { index }
  const kind = kindOf(values)
  switch (kind) {
    case 'int32':
      return {
        ...shared,
        kind,
        values: sections.add(Int32Array.from(values, (value) => (value as number) ?? 0)),
      }
    case 'float64':
      return {
        ...shared,
        kind,
        values: sections.add(Float64Array.from(values, (value) => (value as number) ?? 0)),
      }
    case 'text':
      return { ...shared, kind, ...encodeTexts(values as readonly (string | null | undefined)[], sections) }
    case 'vectors':
      return {
        ...shared,
        kind,
        ...encodeVectors(values as readonly (Embedding | null | undefined)[], sections),
      }
    case 'mixed':
      return { ...shared, kind, ...encodeParts(values, encode, sections) }
  }
}

function encodeMask(values: readonly (Value | undefined)[], sections: Sections): Section | undefined {
  if (values.every((value) => value !== null && value !== undefined)) return undefined
  return sections.add(
    Uint8Array.from(values, (value) => (value === undefined ? ABSENT : value === null ? NULL : PRESENT)),
  )
}

/** The narrowest form that gives every value back exactly. */
function kindOf(values: readonly (Value | undefined)[]): Encoding['kind'] {
  let kind: Encoding['kind'] | undefined
  let vector: Embedding | undefined
  for (const value of values) {
    if (value === null || value === undefined) continue
    let one: Encoding['kind']
    if (typeof value === 'number') one = value === (value | 0) && !Object.is(value, -0) ? 'int32' : 'float64'
    else if (typeof value === 'string') one = 'text'
    else if (typeof value === 'object' && 'kind' in value && value.kind === 'embedding') {
      if (vector && !sameVectors(vector, value)) return 'mixed'
      vector ??= value
      one = 'vectors'
    } else return 'mixed'
    if (kind === undefined || kind === one) kind = one
    else if ((kind === 'int32' && one === 'float64') || (kind === 'float64' && one === 'int32'))
      kind = 'float64'
    else return 'mixed'
  }
  return kind ?? 'int32'
}

const sameVectors = (a: Embedding, b: Embedding): boolean =>
  a.data.constructor === b.data.constructor &&
  a.shape.length === b.shape.length &&
  a.shape.every((n, i) => n === b.shape[i])

function encodeParts(
  values: readonly (Value | undefined)[],
  toBytes: (value: Value) => Uint8Array,
  sections: Sections,
): { offsets: Section; values: Section } {
  const parts = values.map((value) => (value === null || value === undefined ? undefined : toBytes(value)))
  const offsets = new Uint32Array(values.length + 1)
  // On 8 bytes, so that an embedding inside keeps its alignment.
  parts.forEach((part, i) => {
    offsets[i + 1] = offsets[i]! + align(4 + (part?.length ?? 0))
  })
  const bytes = new Uint8Array(offsets[values.length]!)
  const view = new DataView(bytes.buffer)
  parts.forEach((part, i) => {
    if (!part) return
    const end = offsets[i + 1]!
    bytes.set(part, offsets[i]!)
    view.setUint32(end - 4, part.length, true)
  })
  return { offsets: sections.add(offsets), values: sections.add(bytes) }
}

function encodeTexts(
  values: readonly (string | null | undefined)[],
  sections: Sections,
): { lengths: Section; values: Section } {
  const lengths = Uint32Array.from(values, (value) => value?.length ?? 0)
  return {
    lengths: sections.add(lengths),
    values: sections.add(new TextEncoder().encode(values.map((value) => value ?? '').join(''))),
  }
}

function encodeVectors(values: readonly (Embedding | null | undefined)[], sections: Sections) {
  const { shape, data } = values.find((value) => value)!
  const type = VECTOR_TYPES.findIndex((candidate) => data instanceof candidate)
  const all = new VECTOR_TYPES[type]!(data.length * values.length)
  values.forEach((value, i) => {
    if (value) all.set(value.data, i * data.length)
  })
  return { type, shape, values: sections.add(all) }
}

function decodeColumn(column: Encoding, rows: number, read: Reader): (Value | undefined)[] {
  const mask = column.mask && read(column.mask, Uint8Array)
  const values = decodeValues(column, rows, read)
  if (!mask) return values
  return values.map((value, i) => (mask[i] === PRESENT ? value : mask[i] === NULL ? null : undefined))
}

function decodeValues(column: Encoding, rows: number, read: Reader): (Value | undefined)[] {
  switch (column.kind) {
    case 'int32':
      return Array.from(read(column.values, Int32Array))
    case 'float64':
      return Array.from(read(column.values, Float64Array))
    case 'text':
      return decodeTexts(column, rows, read)
    case 'vectors':
      return decodeVectors(column, rows, read)
    case 'mixed':
      return decodeParts(column, rows, read, (bytes) => decode(bytes) as Value)
  }
}

function decodeParts(
  column: { offsets: Section; values: Section; mask?: Section },
  rows: number,
  read: Reader,
  toValue: (bytes: Uint8Array) => Value,
): (Value | undefined)[] {
  const offsets = read(column.offsets, Uint32Array)
  const bytes = read(column.values, Uint8Array)
  const mask = column.mask && read(column.mask, Uint8Array)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values: (Value | undefined)[] = new Array(rows).fill(undefined)
  for (let i = 0; i < rows; i++) {
    if (mask && mask[i] !== PRESENT) continue
    const start = offsets[i]!
    values[i] = toValue(bytes.subarray(start, start + view.getUint32(offsets[i + 1]! - 4, true)))
  }
  return values
}

function decodeTexts(column: { lengths: Section; values: Section }, rows: number, read: Reader): string[] {
  const lengths = read(column.lengths, Uint32Array)
  const all = new TextDecoder('utf-8', { ignoreBOM: true }).decode(read(column.values, Uint8Array))
  const texts: string[] = new Array(rows)
  let at = 0
  for (let i = 0; i < rows; i++) {
    texts[i] = all.slice(at, at + lengths[i]!)
    at += lengths[i]!
  }
  return texts
}

function decodeVectors(
  { type, shape, values }: { type: number; shape: readonly number[]; values: Section },
  rows: number,
  read: Reader,
): Embedding[] {
  const all: NumberArray = read<NumberArray>(values, VECTOR_TYPES[type] as ArrayType<NumberArray>)
  const length = shape.reduce((product, n) => product * n, 1)
  return Array.from({ length: rows }, (_, i) => ({
    kind: 'embedding',
    shape,
    data: all.subarray(i * length, (i + 1) * length),
  }))
}
