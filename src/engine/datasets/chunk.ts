// datasets/ keeps rows: a dataset is a list of immutable columnar chunks and a short log of rows recorded since, in
// storage; its SQLite table is built from them when it is first read. It never knows REST or procedures. Start with
// dataset-record.ts (what is kept), then chunk.ts and chunk-layout.ts (its bytes), dataset-writer.ts and open-dataset.ts.
import type { Embedding, NumberArray, RowValue, Value } from '../../contract/values.ts'
import { decode } from '../sqlite/codec.ts'
import {
  type ArrayType,
  type Encoding,
  NULL,
  openChunk,
  openPart,
  PRESENT,
  type Reader,
  type Section,
  VECTOR_TYPES,
} from './chunk-layout.ts'

/** Rows in columns. `cells[i]` are the values of column `indexes[i]` of the dataset; undefined is an absent cell. */
export interface Chunk {
  names: readonly string[]
  /** rowHash of each name, as pairs of 32-bit words: high, low. */
  hashes: Uint32Array
  /** ms since 1970. */
  times: Float64Array
  indexes: number[]
  cells: readonly (readonly (Value | undefined)[])[]
  /** Cells beyond the table's own columns; absent where no row has any. */
  rest?: (RowValue | null)[]
}

/** The inverse of `encodeChunk` and, with all its parts, of `encodeInParts`: cells of a part that is not given are
 *  absent. Embeddings are views of the bytes.
 *  @throws EngineError `bad-file` for bytes that are no chunk */
export function decodeChunk(bytes: Uint8Array, parts: ReadonlyMap<number, Uint8Array> = new Map()): Chunk {
  const { header, read } = openChunk(bytes)
  const { rows } = header
  return {
    names: decodeColumn(header.names, rows, read) as string[],
    hashes: read(header.hashes, Uint32Array),
    times: read(header.times, Float64Array),
    indexes: header.columns.map(({ index }) => index),
    cells: header.columns.map((column) => {
      if (column.kind !== 'apart') return decodeColumn(column, rows, read)
      const bytesApart = parts.get(column.index)
      if (!bytesApart) return new Array<undefined>(rows).fill(undefined)
      const part = openPart(bytesApart)
      return decodeColumn(part.header.column, rows, part.read)
    }),
    ...(header.rest ? { rest: decodeColumn(header.rest, rows, read) as (RowValue | null)[] } : {}),
  }
}

export function decodeColumn(column: Encoding, rows: number, read: Reader): (Value | undefined)[] {
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
    case 'apart':
      return new Array(rows).fill(undefined)
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
