// sqlite/ is the only importer of sql.js: it opens a database, runs statements, registers functions and converts
// values. It knows values and bytes, never datasets, scopes or the dialect. Start with codec.ts (how a value lies in
// a cell) and open-database.ts.
import { EngineError } from '../../contract/errors.ts'
import type { Interval, Path, RowValue, Value } from '../../contract/values.ts'
import { formatPath } from '../../lib/format-path.ts'
import { parsePath } from '../../lib/parse-path.ts'
import { decodeEmbedding, encodeEmbedding, getUint32, padded, setUint32 } from './embedding-bytes.ts'
import { orderedAt, writeBigEndian, writeOrdered } from './ordered-double.ts'
import { textAt } from './text-at.ts'
import { isSafe } from './type-of-value.ts'

/** What SQLite itself can hold in a cell, as sql.js hands it over. */
export type SqliteValue = null | number | string | Uint8Array

/** Every blob in SQLite starts with one of these bytes, so a user's blob can never be taken for a structure. Their
 *  order is the order between types of the dialect (after null, numbers and strings, which SQLite holds itself). */
const TAG = {
  null: 0,
  nan: 1,
  bigint: 2,
  number: 3,
  string: 4,
  timestamp: 5,
  interval: 6,
  blob: 7,
  path: 8,
  row: 9,
  embedding: 10,
  failure: 11,
} as const

/** A runtime error as a value: it exists only inside `try(…)`, where it travels up to the `try`. */
export interface Failure {
  kind: 'failure'
  message: string
}

const encoder = new TextEncoder()

/** The cell for a value: null, numbers and strings as they are, all else as a tagged blob. NaN is a blob because
 *  SQLite turns it into NULL; so is every integer beyond 2^53, which SQLite's JavaScript side would round. */
export function toSqlite(value: Value | Failure): SqliteValue {
  switch (typeof value) {
    case 'number':
      return Number.isNaN(value) ? NAN_BLOB.slice() : value
    case 'string':
      return value
    case 'bigint':
      return isSafe(value) ? Number(value) : encode(value)
    default:
      return value === null ? null : encode(value)
  }
}

/** The value of a cell. Embedding data are a view of the blob, not a copy, wherever its alignment allows.
 *  @throws EngineError `type-mismatch` for a blob that `toSqlite` did not make */
export function fromSqlite(cell: SqliteValue): Value {
  if (cell === null || typeof cell !== 'object') return cell
  try {
    return decode(cell) as Value
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const message = 'a function of SQLite took a value of the dialect apart; hand it text or numbers'
    throw new EngineError('type-mismatch', message, {}, { cause: error })
  }
}

/** As `fromSqlite`, where a failure may travel. */
export function fromSqliteGuarded(cell: SqliteValue): Value | Failure {
  return cell === null || typeof cell !== 'object' ? cell : decode(cell)
}

/** True if the cell holds a failure. */
export const isFailureBlob = (cell: SqliteValue): boolean =>
  cell !== null && typeof cell === 'object' && cell[0] === TAG.failure

/** True if the cell holds an embedding. */
export const isEmbeddingCell = (cell: Uint8Array): boolean => cell[0] === TAG.embedding

/** True for the tag of a row or embedding: of all others `decode` keeps no view. */
export const isStructure = (tag: number | undefined): boolean => tag === TAG.row || tag === TAG.embedding

/** The tag of embeddings, for those who write them where they are needed. */
export const EMBEDDING_TAG = TAG.embedding

const NAN_BLOB = new Uint8Array([TAG.nan])

/** The tagged bytes of a value of any type; the inverse of `decode`. Multiples of 8 bytes for structures, so that
 *  what lies inside one keeps its alignment. */
export function encode(value: Value | Failure): Uint8Array {
  if (value === null) return new Uint8Array([TAG.null])
  if (typeof value === 'number') return Number.isNaN(value) ? NAN_BLOB.slice() : float64(TAG.number, [value])
  if (typeof value === 'string') return text(TAG.string, value)
  if (typeof value === 'bigint') return bigint(value)
  if (value instanceof Uint8Array) return tagged(TAG.blob, value)
  switch (value.kind) {
    case 'timestamp':
      return ordered(TAG.timestamp, [value.ms])
    case 'interval':
      return ordered(TAG.interval, [value.months, value.days, value.seconds])
    case 'path':
      return text(TAG.path, formatPath(value.path))
    case 'row':
      return row(value)
    case 'embedding':
      return encodeEmbedding(TAG.embedding, value)
    case 'failure':
      return text(TAG.failure, value.message)
  }
}

/** The value of tagged bytes.
 *  @throws RangeError when they are none */
export function decode(bytes: Uint8Array): Value | Failure {
  switch (bytes[0]) {
    case TAG.null:
      return null
    case TAG.nan:
      return Number.NaN
    case TAG.number:
      return viewOf(bytes).getFloat64(8, true)
    case TAG.bigint:
      return decodeBigint(viewOf(bytes))
    case TAG.string:
      return textAt(bytes, 1, bytes.length)
    case TAG.timestamp:
      return { kind: 'timestamp', ms: orderedAt(bytes, 1) }
    case TAG.interval:
      return decodeInterval(bytes)
    case TAG.blob:
      return bytes.slice(1)
    case TAG.path:
      return { kind: 'path', path: parsePath(textAt(bytes, 1, bytes.length)) }
    case TAG.row:
      return decodeRow(bytes)
    case TAG.embedding:
      return decodeEmbedding(bytes)
    case TAG.failure:
      return { kind: 'failure', message: textAt(bytes, 1, bytes.length) }
    default:
      throw new RangeError(`a blob starts with ${bytes[0]}, which is no tag`)
  }
}

function tagged(tag: number, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + content.length)
  bytes[0] = tag
  bytes.set(content, 1)
  return bytes
}

const text = (tag: number, content: string): Uint8Array => tagged(tag, encoder.encode(content))

function float64(tag: number, numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8 + 8 * numbers.length)
  bytes[0] = tag
  const view = new DataView(bytes.buffer)
  for (const [i, n] of numbers.entries()) view.setFloat64(8 + 8 * i, n, true)
  return bytes
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function ordered(tag: number, numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(1 + 8 * numbers.length)
  bytes[0] = tag
  for (let i = 0; i < numbers.length; i++) writeOrdered(bytes, 1 + 8 * i, numbers[i]!)
  return bytes
}

function decodeInterval(bytes: Uint8Array): Interval {
  return {
    kind: 'interval',
    months: orderedAt(bytes, 1),
    days: orderedAt(bytes, 9),
    seconds: orderedAt(bytes, 17),
  }
}

/** Sign byte, then 8 bytes big-endian: covers int64 and uint64, and orders as the integers do. */
function bigint(value: bigint): Uint8Array {
  const bits = BigInt.asUintN(64, value)
  return wholeNumber(value < 0n, Number(bits >> 32n), Number(bits & 0xffffffffn))
}

function wholeNumber(isNegative: boolean, high: number, low: number): Uint8Array {
  const bytes = new Uint8Array(10)
  bytes[0] = TAG.bigint
  bytes[1] = isNegative ? 0 : 1
  writeBigEndian(bytes, 2, high)
  writeBigEndian(bytes, 6, low)
  return bytes
}

/** The cell of an unsigned integer of 64 bits, given in halves: no BigInt is made. */
export const unsignedCell = (high: number, low: number): SqliteValue =>
  high < 0x200000 ? high * 2 ** 32 + low : wholeNumber(false, high, low)

const decodeBigint = (view: DataView): bigint =>
  view.getUint8(1) === 0 ? view.getBigInt64(2) : view.getBigUint64(2)

/** Where rows are put together; what is not written over is zero. */
let scratch = new Uint8Array(4096)
let scratchView = viewOf(scratch)

/** Tag, 3 bytes free, number of columns; then per column: sizes of path and value, path, value, each padded to 8. */
const row = (value: RowValue): Uint8Array => withBytes(value, (bytes, start, end) => bytes.slice(start, end))

/** Hands out the tagged bytes of a value where they were put together: they are there until `take` returns. */
export function withBytes<T>(value: Value, take: (bytes: Uint8Array, start: number, end: number) => T): T {
  const start = scratchUsed
  try {
    writeValue(value)
    return take(scratch, start, scratchUsed)
  } finally {
    scratch.fill(0, start, scratchUsed)
    scratchUsed = start
  }
}

let scratchUsed = 0

function writeRow({ columns }: RowValue): void {
  reserve(8)
  scratch[scratchUsed] = TAG.row
  writeUint32(scratchUsed + 4, columns.length)
  scratchUsed += 8
  for (const [path, value] of columns) {
    const sizes = scratchUsed
    reserve(8)
    scratchUsed += 8
    writeUint32(sizes, writePath(path))
    scratchUsed = padded(scratchUsed)
    writeUint32(sizes + 4, writeValue(value))
    scratchUsed = padded(scratchUsed)
  }
}

/** Writes the tagged bytes of a value. @returns their number */
function writeValue(value: Value): number {
  const start = scratchUsed
  if (typeof value === 'string') {
    reserve(1)
    scratch[scratchUsed++] = TAG.string
    return 1 + writeText(value)
  }
  if (typeof value === 'number' && !Number.isNaN(value)) return writeNumber(value)
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
    if (value.kind === 'path') {
      reserve(1)
      scratch[scratchUsed++] = TAG.path
      return 1 + writePath(value.path)
    }
    if (value.kind === 'row') {
      writeRow(value)
      return scratchUsed - start
    }
    if (value.kind === 'timestamp') {
      reserve(9)
      scratch[scratchUsed] = TAG.timestamp
      writeOrdered(scratch, scratchUsed + 1, value.ms)
      scratchUsed += 9
      return 9
    }
  }
  const bytes = encode(value)
  reserve(bytes.length)
  scratch.set(bytes, scratchUsed)
  scratchUsed += bytes.length
  return scratchUsed - start
}

/** Writes a text in UTF-8. @returns the number of its bytes */
function writeText(content: string): number {
  reserve(content.length * 3)
  // Most texts are short and ASCII, where leaving JavaScript would cost more than the bytes.
  const { length } = content
  const written =
    length <= 64 && copyAscii(content)
      ? length
      : encoder.encodeInto(content, scratch.subarray(scratchUsed)).written
  scratchUsed += written
  return written
}

/** Writes a path as `formatPath` does, where it is mostly one short plain name. @returns the number of its bytes */
function writePath(path: Path): number {
  const [name] = path
  if (path.length !== 1 || name!.length === 0 || name!.length > 64) return writeText(formatPath(path))
  reserve(name!.length)
  if (!copyAscii(name!, true)) return writeText(formatPath(path))
  scratchUsed += name!.length
  return name!.length
}

/** False where a character is not ASCII or, of a `name`, one that a path quotes; bytes before it are written over. */
function copyAscii(content: string, name = false): boolean {
  for (let i = 0; i < content.length; i++) {
    const code = content.charCodeAt(i)
    if (code > 126) return false
    if (name && (code < 32 || code === DOT || code === QUOTE)) return false
    scratch[scratchUsed + i] = code
  }
  return true
}

const DOT = 46
const QUOTE = 34

function writeNumber(value: number): number {
  reserve(16)
  scratch[scratchUsed] = TAG.number
  scratchView.setFloat64(scratchUsed + 8, value, true)
  scratchUsed += 16
  return 16
}

const writeUint32 = (at: number, n: number): void => setUint32(scratch, at, n)

/** Makes room, and some for padding. */
function reserve(size: number): void {
  const needed = scratchUsed + size + 16
  if (needed <= scratch.length) return
  const larger = new Uint8Array(Math.max(needed, 2 * scratch.length))
  larger.set(scratch.subarray(0, scratchUsed))
  scratch = larger
  scratchView = viewOf(scratch)
}

function decodeRow(bytes: Uint8Array): RowValue {
  if (bytes.length < 8) throw new RangeError('a row without its size')
  const count = getUint32(bytes, 4)
  const columns: [Path, Value][] = []
  let at = 8
  for (let i = 0; i < count; i++) {
    if (at + 8 > bytes.length) throw new RangeError('a row that ends early')
    const pathSize = getUint32(bytes, at)
    const valueSize = getUint32(bytes, at + 4)
    const path = parsePath(textAt(bytes, at + 8, at + 8 + pathSize))
    at += 8 + padded(pathSize)
    if (at + valueSize > bytes.length) throw new RangeError('a row that ends early')
    columns.push([path, decodeAt(bytes, at, valueSize)])
    at += padded(valueSize)
  }
  return { kind: 'row', columns }
}

/** As `decode`, of bytes within others: what most columns hold needs no view of its part. */
function decodeAt(bytes: Uint8Array, at: number, size: number): Value {
  if (bytes[at] === TAG.string) return textAt(bytes, at + 1, at + size)
  if (bytes[at] === TAG.number && size === 16) {
    for (let b = 0; b < 8; b++) doubleBytes[b] = bytes[at + 8 + b]!
    return doubles[0]!
  }
  return decode(bytes.subarray(at, at + size)) as Value
}

const doubles = new Float64Array(1)
const doubleBytes = new Uint8Array(doubles.buffer)
