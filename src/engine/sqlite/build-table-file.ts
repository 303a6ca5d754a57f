import { type RecordColumn, sizeRecords, varintSize, writeVarint } from './encode-records.ts'

/** A table as SQLite's schema has it. */
export interface TableSchema {
  name: string
  /** Its CREATE TABLE. The first column is its INTEGER PRIMARY KEY. */
  sql: string
}

/** The largest page SQLite has: few pages, and hardly a row too large for one. */
const PAGE = 65536
/** A larger record goes on in overflow pages, which are not written here. */
const MAX_RECORD = PAGE - 35
const FILE_HEAD = 100
const LEAF_HEAD = 8
const INTERIOR_HEAD = 12
const LEAF = 13
const INTERIOR = 5

/** Rows as a SQLite file with one table (https://www.sqlite.org/fileformat2.html): a page for the schema, then the
 *  table's root, then its leaves. SQLite copies its records as they are, which takes a fraction of the time of binding
 *  and inserting cells.
 *  @param firstRow the rowid of the first row; the others follow it
 *  @param columns all but the first, which is the rowid; undefined is NULL in every row
 *  @returns undefined where a row is too large for a page */
export function buildTableFile(
  schema: TableSchema,
  firstRow: number,
  columns: readonly (RecordColumn | undefined)[],
  rowCount: number,
): Uint8Array | undefined {
  // The rowid stands in the key; its column is NULL in the record.
  const records = sizeRecords([undefined, ...columns], rowCount)
  const leaves = layOut(records.sizes, firstRow)
  const first = leaves && schemaPage(schema)
  if (!first || leaves.firstRows.length > (PAGE - INTERIOR_HEAD) / 16) return undefined
  const isOne = leaves.firstRows.length === 1
  const leavesAt = isOne ? PAGE : 2 * PAGE
  const file = new Uint8Array(leavesAt + leaves.firstRows.length * PAGE)
  file.set(first)
  new DataView(file.buffer).setUint32(28, file.length / PAGE)
  writeLeaves(file, leavesAt, leaves, records.sizes, firstRow)
  records.writeTo(file, leaves.places)
  if (!isOne) writeRoot(file, leaves.firstRows, firstRow)
  return file
}

interface Leaves {
  /** The first row of each leaf. */
  firstRows: number[]
  /** Where each row's cell begins, from the first leaf on; later its record in the file. */
  places: Uint32Array
}

/** Fills leaves one after the other, cells from the end of each towards its pointers. */
function layOut(sizes: Uint32Array, firstRow: number): Leaves | undefined {
  const places = new Uint32Array(sizes.length)
  const firstRows: number[] = [0]
  let start = 0
  let end = PAGE
  let pointers = LEAF_HEAD
  for (let row = 0; row < sizes.length; row++) {
    const record = sizes[row]!
    if (record > MAX_RECORD) return undefined
    const cell = varintSize(record) + varintSize(firstRow + row) + record
    if (end - cell < pointers + 2) {
      firstRows.push(row)
      start += PAGE
      end = PAGE
      pointers = LEAF_HEAD
    }
    end -= cell
    pointers += 2
    places[row] = start + end
  }
  return { firstRows, places }
}

function writeLeaves(
  file: Uint8Array,
  leavesAt: number,
  { firstRows, places }: Leaves,
  sizes: Uint32Array,
  firstRow: number,
): void {
  const view = new DataView(file.buffer)
  for (const [leaf, from] of firstRows.entries()) {
    const to = firstRows[leaf + 1] ?? sizes.length
    const page = leavesAt + leaf * PAGE
    const lowest = places[to - 1]! - leaf * PAGE
    writePageHead(view, page, LEAF, to - from, lowest)
    for (let row = from; row < to; row++) {
      const cell = leavesAt + places[row]!
      view.setUint16(page + LEAF_HEAD + 2 * (row - from), cell - page)
      places[row] = writeVarint(file, writeVarint(file, cell, sizes[row]!), firstRow + row)
    }
  }
}

/** The page above the leaves: the last rowid of each but the last, which its head points at. */
function writeRoot(file: Uint8Array, firstRows: readonly number[], firstRow: number): void {
  const view = new DataView(file.buffer)
  const last = firstRows.length - 1
  let end = 2 * PAGE
  for (let leaf = 0; leaf < last; leaf++) {
    const key = firstRow + firstRows[leaf + 1]! - 1
    end -= 4 + varintSize(key)
    view.setUint32(end, 3 + leaf)
    writeVarint(file, end + 4, key)
    view.setUint16(PAGE + INTERIOR_HEAD + 2 * leaf, end - PAGE)
  }
  writePageHead(view, PAGE, INTERIOR, last, end - PAGE)
  view.setUint32(PAGE + 8, 3 + last)
}

/** @param lowest where the content of its cells begins */
function writePageHead(view: DataView, page: number, kind: number, cells: number, lowest: number): void {
  view.setUint8(page, kind)
  view.setUint16(page + 3, cells)
  view.setUint16(page + 5, lowest)
}

/** The first page: the head of the file, and the one row of sqlite_schema. */
function schemaPage({ name, sql }: TableSchema): Uint8Array | undefined {
  const encoder = new TextEncoder()
  const texts = ['table', name, name, sql].map((text) => encoder.encode(text))
  const text = (i: number): RecordColumn => ({
    kind: 'text',
    ends: new Uint32Array([texts[i]!.length]),
    bytes: texts[i]!,
  })
  const root: RecordColumn = { kind: 'int32', values: new Int32Array([2]) }
  const record = sizeRecords([text(0), text(1), text(2), root, text(3)], 1)
  const size = record.sizes[0]!
  const at = PAGE - size - varintSize(size) - 1
  if (at < FILE_HEAD + LEAF_HEAD + 2) return undefined
  const page = new Uint8Array(PAGE)
  const view = new DataView(page.buffer)
  page.set(encoder.encode('SQLite format 3\0'))
  // A page size of 1 means 65536; then versions of the format, no reserved bytes, and three fractions that are fixed.
  page.set([0, 1, 1, 1, 0, 64, 32, 32], 16)
  // Number of changes, then (40) that of the schema, its format, and (56) UTF-8; the size in pages holds for change 1.
  view.setUint32(24, 1)
  view.setUint32(40, 1)
  view.setUint32(44, 4)
  view.setUint32(56, 1)
  view.setUint32(92, 1)
  writePageHead(view, FILE_HEAD, LEAF, 1, at)
  view.setUint16(FILE_HEAD + LEAF_HEAD, at)
  record.writeTo(page, new Uint32Array([writeVarint(page, writeVarint(page, at, size), 1)]))
  return page
}
