import type { Value } from '../../contract/values.ts'
import type { BulkColumn } from '../sqlite/bulk-insert.ts'
import { encode, type SqliteValue, toSqlite } from '../sqlite/codec.ts'
import { decodeColumn } from './chunk.ts'
import { type Encoding, openChunk, openPart, type Reader, VECTOR_TYPES } from './chunk-layout.ts'

/** A chunk as SQLite's cells, straight from its bytes: no value becomes a JavaScript value where SQLite can take it as
 *  it lies there. */
export interface BulkChunk {
  rows: number
  names: BulkColumn
  hashHigh: Int32Array
  hashLow: Int32Array
  times: BulkColumn
  /** Column `indexes[i]` of the dataset is `columns[i]`. Those kept apart whose part is not at hand are left out. */
  indexes: number[]
  columns: BulkColumn[]
  rest?: BulkColumn
}

/** The top bit is flipped, so that SQLite's signed order is the hash's unsigned order. */
const TOP_BIT = 0x80000000

/** Reads a chunk for `Database.insertColumns`.
 *  @param parts columns kept apart, by index
 *  @throws EngineError `bad-file` for bytes that are no chunk */
export function chunkToBulk(
  bytes: Uint8Array,
  parts: ReadonlyMap<number, Uint8Array> = new Map(),
): BulkChunk {
  const { header, read } = openChunk(bytes)
  const { rows } = header
  const hashes = read(header.hashes, Uint32Array)
  const high = new Int32Array(rows)
  const low = new Int32Array(rows)
  for (let row = 0; row < rows; row++) {
    high[row] = hashes[2 * row]! ^ TOP_BIT
    low[row] = hashes[2 * row + 1]!
  }
  const present = header.columns.filter(({ kind, index }) => kind !== 'apart' || parts.has(index))
  return {
    rows,
    names: toBulk(header.names, rows, read),
    hashHigh: high,
    hashLow: low,
    times: toTimes(read(header.times, Float64Array)),
    indexes: present.map(({ index }) => index),
    columns: present.map((column) =>
      column.kind === 'apart' ? partToBulk(parts.get(column.index)!) : toBulk(column, rows, read),
    ),
    ...(header.rest ? { rest: toBulk(header.rest, rows, read) } : {}),
  }
}

/** The cells of a column that is kept apart. */
export function partToBulk(part: Uint8Array): BulkColumn {
  const { header, read } = openPart(part)
  return toBulk(header.column, header.rows, read)
}

/** Not-a-date reads as no time. */
const toTimes = (values: Float64Array): BulkColumn =>
  values.some(Number.isNaN)
    ? toCells(values.length, (row) => (Number.isNaN(values[row]) ? null : values[row]!))
    : { kind: 'float64', values }

function toBulk(column: Encoding, rows: number, read: Reader): BulkColumn {
  const shared = column.mask ? { mask: read(column.mask, Uint8Array) } : {}
  if (column.kind === 'int32') return { ...shared, kind: 'int32', values: read(column.values, Int32Array) }
  if (column.kind === 'float64') {
    const values = read(column.values, Float64Array)
    // NaN is a blob in SQLite.
    if (!values.some(Number.isNaN)) return { ...shared, kind: 'float64', values }
  }
  if (column.kind === 'text') {
    const bytes = read(column.values, Uint8Array)
    const ends = findEnds(read(column.lengths, Uint32Array), bytes)
    if (ends) return { ...shared, kind: 'text', ends, bytes }
  }
  if (column.kind === 'vectors') return { ...shared, ...toBlobs(column, rows, read) }
  const values = decodeColumn(column, rows, read)
  return toCells(rows, (row) => toCell(values[row]))
}

/** Vectors of one shape: the codec gives all of them the same head. */
function toBlobs({ type, shape, values }: Encoding & { kind: 'vectors' }, rows: number, read: Reader) {
  const data = read(values, Uint8Array)
  const size = rows === 0 ? 0 : data.length / rows
  const ArrayType = VECTOR_TYPES[type]!
  const zeros = new ArrayType(size / ArrayType.BYTES_PER_ELEMENT)
  const cell = encode({ kind: 'embedding', shape, data: zeros })
  const head = cell.length - size
  const bytes = new Uint8Array(rows * cell.length)
  const ends = new Uint32Array(rows)
  for (let row = 0; row < rows; row++) {
    const at = row * cell.length
    bytes.set(cell.subarray(0, head), at)
    bytes.set(data.subarray(row * size, (row + 1) * size), at + head)
    ends[row] = at + cell.length
  }
  return { kind: 'blob' as const, ends, bytes }
}

const toCells = (rows: number, cellAt: (row: number) => SqliteValue): BulkColumn => ({
  kind: 'cells',
  values: Array.from({ length: rows }, (_, row) => cellAt(row)),
})

const toCell = (value: Value | undefined): SqliteValue => (value === undefined ? null : toSqlite(value))

/** Where each text ends in the bytes of all, from their lengths in UTF-16 units. Undefined where half a pair ends one
 *  text and the other half starts the next: joined they became one character. */
function findEnds(lengths: Uint32Array, bytes: Uint8Array): Uint32Array | undefined {
  const ends = new Uint32Array(lengths.length)
  let units = 0
  for (let row = 0; row < lengths.length; row++) {
    units += lengths[row]!
    ends[row] = units
  }
  if (units === bytes.length) return ends
  let at = 0
  for (let row = 0; row < lengths.length; row++) {
    let left = lengths[row]!
    while (left > 0) {
      const lead = bytes[at]!
      at += lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
      left -= lead < 0xf0 ? 1 : 2
    }
    if (left < 0) return undefined
    ends[row] = at
  }
  return ends
}
