import { type BulkColumn, isInteger32 } from './bulk-insert.ts'
import type { SqliteValue } from './codec.ts'

/** A column of SQLite's records: cells as for inserting, or 64-bit integers by their halves. */
export type RecordColumn = BulkColumn | { kind: 'int64'; high: Int32Array; low: Int32Array; mask?: undefined }

/** Rows of a table as SQLite's records (https://www.sqlite.org/fileformat2.html, section 2.1), sized but not yet
 *  written: where each goes is for its page to say. */
export interface SizedRecords {
  /** Bytes of each record, its header's own size included. */
  sizes: Uint32Array
  /** Writes every record: that of row r to `target`, from `places[r]`. */
  writeTo(target: Uint8Array, places: Uint32Array): void
}

const PRESENT = 2
/** Serial types with a meaning of their own. */
const NULL = 0
const INT64 = 6
const FLOAT64 = 7
const ZERO = 8
const ONE = 9
const FIRST_BLOB = 12
const FIRST_TEXT = 13
/** Bytes of the body by serial type, below those of blobs and texts. */
const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]
const sizeOfType = (type: number): number => (type < FIRST_BLOB ? SIZES[type]! : (type - FIRST_BLOB) >> 1)

/** Bytes of a number below 2^35 as SQLite's varint. */
export const varintSize = (value: number): number =>
  value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5

/** Writes a number below 2^35 as a varint. @returns where it ends */
export function writeVarint(target: Uint8Array, at: number, value: number): number {
  const size = varintSize(value)
  let left = value
  for (let i = size - 1; i >= 0; i--) {
    target[at + i] = (left % 0x80) | (i === size - 1 ? 0 : 0x80)
    left = Math.floor(left / 0x80)
  }
  return at + size
}

/** Sizes the records of some rows. Whole numbers of 32 bits are integers and all others doubles, as they are where
 *  cells are bound one by one. @param columns of the table, in its order; undefined is NULL in every row */
export function sizeRecords(columns: readonly (RecordColumn | undefined)[], rowCount: number): SizedRecords {
  const cells = columns.map((column) => column && toWriter(column, rowCount))
  const heads = new Uint32Array(rowCount)
  const sizes = new Uint32Array(rowCount)
  for (const column of cells) {
    if (!column) for (let row = 0; row < rowCount; row++) heads[row]!++
    else addSizes(column.types, heads, sizes)
  }
  for (let row = 0; row < rowCount; row++) {
    // The head's size counts itself.
    const head = heads[row]! + varintSize(heads[row]! + varintSize(heads[row]!))
    heads[row] = head
    sizes[row]! += head
  }
  return {
    sizes,
    writeTo(target, places) {
      const heading = new Uint32Array(rowCount)
      const body = new Uint32Array(rowCount)
      for (let row = 0; row < rowCount; row++) {
        heading[row] = writeVarint(target, places[row]!, heads[row]!)
        body[row] = places[row]! + heads[row]!
      }
      for (const column of cells) {
        if (!column) {
          for (let row = 0; row < rowCount; row++) target[heading[row]!++] = NULL
          continue
        }
        writeTypes(target, column.types, heading)
        column.write(target, body)
      }
    },
  }
}

function addSizes(types: Uint32Array, heads: Uint32Array, sizes: Uint32Array): void {
  for (let row = 0; row < types.length; row++) {
    const type = types[row]!
    heads[row]! += varintSize(type)
    sizes[row]! += sizeOfType(type)
  }
}

function writeTypes(target: Uint8Array, types: Uint32Array, places: Uint32Array): void {
  for (let row = 0; row < types.length; row++) {
    const type = types[row]!
    if (type < 0x80) target[places[row]!++] = type
    else places[row] = writeVarint(target, places[row]!, type)
  }
}

/** The cells of a column: their serial types, and what writes them, each from its place, which it moves behind it. */
interface CellWriter {
  types: Uint32Array
  write(target: Uint8Array, places: Uint32Array): void
}

function toWriter(column: RecordColumn, rowCount: number): CellWriter {
  switch (column.kind) {
    case 'int32': {
      const values = new Int32Array(column.values.buffer, column.values.byteOffset, column.values.length)
      return numbers(values, rowCount, column.mask, typeOfInteger)
    }
    case 'float64':
      return numbers(column.values, rowCount, column.mask, typeOfNumber)
    case 'int64':
      return integers64(column.high, column.low, rowCount)
    case 'text':
    case 'blob':
      return byteRuns(column, rowCount)
    case 'cells':
      return mixed(column.values, column.mask, rowCount)
  }
}

const typeOfInteger = (value: number): number => {
  if (value === 0) return ZERO
  if (value === 1) return ONE
  if (value === (value << 24) >> 24) return 1
  if (value === (value << 16) >> 16) return 2
  return value === (value << 8) >> 8 ? 3 : 4
}

const typeOfNumber = (value: number): number => (isInteger32(value) ? typeOfInteger(value) : FLOAT64)

function numbers(
  values: Int32Array | Float64Array,
  rowCount: number,
  mask: Uint8Array | undefined,
  typeOf: (value: number) => number,
): CellWriter {
  const types = new Uint32Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    types[row] = mask && mask[row] !== PRESENT ? NULL : typeOf(values[row]!)
  }
  return {
    types,
    write(target, places) {
      const view = new DataView(target.buffer, target.byteOffset, target.byteLength)
      for (let row = 0; row < rowCount; row++) {
        places[row]! += writeNumber(view, places[row]!, types[row]!, values[row]!)
      }
    },
  }
}

/** Writes a number as its serial type has it. @returns its size */
function writeNumber(view: DataView, at: number, type: number, value: number): number {
  switch (type) {
    case 1:
      view.setInt8(at, value)
      return 1
    case 2:
      view.setInt16(at, value)
      return 2
    case 3:
      view.setInt16(at, value >> 8)
      view.setUint8(at + 2, value & 0xff)
      return 3
    case 4:
      view.setInt32(at, value)
      return 4
    case FLOAT64:
      view.setFloat64(at, value)
      return 8
    default:
      return 0
  }
}

function integers64(high: Int32Array, low: Int32Array, rowCount: number): CellWriter {
  return {
    types: new Uint32Array(rowCount).fill(INT64),
    write(target, places) {
      const view = new DataView(target.buffer, target.byteOffset, target.byteLength)
      for (let row = 0; row < rowCount; row++) {
        view.setInt32(places[row]!, high[row]!)
        view.setInt32(places[row]! + 4, low[row]!)
        places[row]! += 8
      }
    },
  }
}

function byteRuns(
  { kind, ends, bytes, mask }: BulkColumn & { kind: 'text' | 'blob' },
  rowCount: number,
): CellWriter {
  const types = new Uint32Array(rowCount)
  const first = kind === 'text' ? FIRST_TEXT : FIRST_BLOB
  for (let row = 0, start = 0; row < rowCount; row++) {
    const end = ends[row]!
    types[row] = mask && mask[row] !== PRESENT ? NULL : first + 2 * (end - start)
    start = end
  }
  return {
    types,
    write(target, places) {
      for (let row = 0, start = 0; row < rowCount; row++) {
        const end = ends[row]!
        if (types[row] !== NULL) places[row] = copyBytes(bytes, start, end, target, places[row]!)
        start = end
      }
    },
  }
}

/** A copy of few bytes is done sooner than one is ordered. @returns where the copy ends */
function copyBytes(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  if (end - start > 64) to.set(from.subarray(start, end), at)
  else for (let i = start, j = at; i < end; i++, j++) to[j] = from[i]!
  return at + end - start
}

function mixed(values: readonly SqliteValue[], mask: Uint8Array | undefined, rowCount: number): CellWriter {
  const encoder = new TextEncoder()
  const types = new Uint32Array(rowCount)
  const cells: (number | Uint8Array | undefined)[] = new Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    const value = mask && mask[row] !== PRESENT ? null : values[row]!
    const cell = typeof value === 'string' ? encoder.encode(value) : (value ?? undefined)
    cells[row] = cell
    if (typeof cell === 'number') types[row] = typeOfNumber(cell)
    else if (cell) types[row] = (typeof value === 'string' ? FIRST_TEXT : FIRST_BLOB) + 2 * cell.length
  }
  return {
    types,
    write(target, places) {
      const view = new DataView(target.buffer, target.byteOffset, target.byteLength)
      for (let row = 0; row < rowCount; row++) {
        const cell = cells[row]
        if (typeof cell === 'number') places[row]! += writeNumber(view, places[row]!, types[row]!, cell)
        else if (cell) places[row] = copyBytes(cell, 0, cell.length, target, places[row]!)
      }
    },
  }
}
