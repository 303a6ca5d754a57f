import type { Path, RowValue, Value } from '../../contract/values.ts'
import { formatPath } from '../../lib/format-path.ts'
import type { TableSchema } from '../sqlite/build-table-file.ts'
import type { BulkColumn } from '../sqlite/bulk-insert.ts'
import { fromSqlite, type SqliteValue, toSqlite } from '../sqlite/codec.ts'
import type { Database } from '../sqlite/database.ts'
import type { RecordColumn } from '../sqlite/encode-records.ts'
import type { Chunk } from './chunk.ts'
import type { BulkChunk } from './chunk-to-bulk.ts'

/** One row to be merged into a table: cells of table columns by index, others by path. */
export interface RowCells {
  name: string
  hash: readonly [high: number, low: number]
  time: number
  cells: ReadonlyMap<number, Value>
  rest: readonly (readonly [Path, Value])[]
}

// A 64-bit integer cannot be bound from JavaScript without rounding; its two halves can.
const HASH = '((? << 32) | (? & 4294967295))'
/** The top bit is flipped, so that SQLite's signed order is the hash's unsigned order. */
const TOP_BIT = 0x80000000
/** Fewer rows are inserted sooner than a file is made of them. */
const MIN_ROWS_OF_PAGES = 500

/** The SQLite table of a dataset, as `DatasetSchema` in sql/catalog.ts describes it. */
export class DatasetTable {
  private readonly database: Database
  private readonly name: string
  private columnCount: number
  private namesIndexed = false

  /** Creates the table, empty. @param name never derived from user text */
  constructor(database: Database, name: string, columnCount: number) {
    this.database = database
    this.name = name
    this.columnCount = columnCount
    database.exec(this.schema().sql)
  }

  private schema(): TableSchema {
    const columns = Array.from({ length: this.columnCount }, (_, i) => `c${i}, `).join('')
    const sql = `CREATE TABLE ${this.name} (_row INTEGER PRIMARY KEY, _name TEXT NOT NULL, _hash INTEGER NOT NULL, _time REAL, ${columns}_rest BLOB)`
    return { name: this.name, sql }
  }

  /** Adds the rows of a chunk, none of which is there yet. */
  insertNew(chunk: BulkChunk): void {
    if (chunk.rows < MIN_ROWS_OF_PAGES || !this.appendPages(chunk)) this.insertRows(chunk)
  }

  private appendPages({ rows, names, hashHigh, hashLow, times, indexes, columns, rest }: BulkChunk): boolean {
    const cells: (RecordColumn | undefined)[] = new Array(this.columnCount).fill(undefined)
    for (const [i, index] of indexes.entries()) cells[index] = columns[i]!
    const hashes: RecordColumn = { kind: 'int64', high: hashHigh, low: hashLow }
    return this.database.appendRows(this.schema(), [names, hashes, times, ...cells, rest], rows)
  }

  private insertRows({ rows, names, hashHigh, hashLow, times, indexes, columns, rest }: BulkChunk): void {
    const into = [
      '_name',
      '_hash',
      '_time',
      ...indexes.map((index) => `c${index}`),
      ...(rest ? ['_rest'] : []),
    ]
    const slots = ['?', HASH, '?', ...columns.map(() => '?'), ...(rest ? ['?'] : [])]
    const halves = [hashHigh, hashLow].map((values): BulkColumn => ({ kind: 'int32', values }))
    const cells = [names, ...halves, times, ...columns, ...(rest ? [rest] : [])]
    this.database.transaction(() =>
      this.database.insertColumns(`INSERT INTO ${this.name} (${into}) VALUES (${slots})`, cells, rows),
    )
  }

  /** Sets the cells of one column in a run of rows, which were added without it. @param firstRow from 0 */
  fill(column: number, firstRow: number, rows: number, cells: BulkColumn): void {
    const rowids = Int32Array.from({ length: rows }, (_, i) => firstRow + i + 1)
    this.database.transaction(() =>
      this.database.insertColumns(
        `UPDATE ${this.name} SET c${column} = ? WHERE _row = ?`,
        [cells, { kind: 'int32', values: rowids }],
        rows,
      ),
    )
  }

  /** Adds the rows of a chunk. Some of their names may be there already: their cells accumulate. */
  merge(chunk: Chunk): void {
    this.indexNames()
    this.database.transaction(() => {
      for (let row = 0; row < chunk.names.length; row++) this.mergeRow(rowOf(chunk, row))
    })
  }

  /** Adds one row, or its cells to the row of that name. Of two values of a cell the one recorded last stays. */
  private mergeRow({ name, hash, time, cells, rest }: RowCells): void {
    const { database } = this
    database.run(
      `INSERT INTO ${this.name} (_name, _hash, _time) VALUES (?, ${HASH}, ?)
       ON CONFLICT (_name) DO UPDATE SET _time = max(coalesce(_time, excluded._time), coalesce(excluded._time, _time))`,
      [name, (hash[0] ^ TOP_BIT) | 0, hash[1] | 0, toTime(time)],
    )
    if (cells.size > 0) {
      const assignments = [...cells.keys()].map((index) => `c${index} = ?`)
      const values = [...cells.values()].map(toCell)
      database.run(`UPDATE ${this.name} SET ${assignments} WHERE _name = ?`, [...values, name])
    }
    if (rest.length > 0) this.mergeRest(name, rest)
  }

  private mergeRest(name: string, rest: RowCells['rest']): void {
    const [[stored] = []] = this.database.all(`SELECT _rest FROM ${this.name} WHERE _name = ?`, [name])
    const before = stored ? (fromSqlite(stored) as RowValue).columns : []
    const merged = new Map([...before, ...rest].map((cell) => [formatPath(cell[0]), cell]))
    const cell = toSqlite({ kind: 'row', columns: [...merged.values()] })
    this.database.run(`UPDATE ${this.name} SET _rest = ? WHERE _name = ?`, [cell, name])
  }

  /** Makes room for further columns. */
  growTo(columnCount: number): void {
    for (; this.columnCount < columnCount; this.columnCount++) {
      this.database.exec(`ALTER TABLE ${this.name} ADD COLUMN c${this.columnCount}`)
    }
  }

  /** Called when rows are first looked up by name: an import of many rows takes a quarter longer with it. */
  indexNames(): void {
    if (this.namesIndexed) return
    this.database.exec(`CREATE UNIQUE INDEX ${this.name}_name ON ${this.name} (_name)`)
    this.namesIndexed = true
  }

  /** For datasets whose rows come in the order of their hashes. */
  indexHashes(): void {
    this.database.exec(`CREATE INDEX IF NOT EXISTS ${this.name}_hash ON ${this.name} (_hash)`)
  }

  rowCount(): number {
    return this.database.all(`SELECT count(*) FROM ${this.name}`)[0]![0] as number
  }

  /** Removes the table. False while a query still reads it. */
  drop(): boolean {
    try {
      this.database.exec(`DROP TABLE IF EXISTS ${this.name}`)
      return true
    } catch {
      return false
    }
  }
}

const toCell = (value: Value | undefined): SqliteValue => (value === undefined ? null : toSqlite(value))

/** Not-a-date reads as no time. */
const toTime = (ms: number): number | null => (Number.isNaN(ms) ? null : ms)

function rowOf(chunk: Chunk, row: number): RowCells {
  const cells = new Map<number, Value>()
  chunk.indexes.forEach((index, i) => {
    const value = chunk.cells[i]![row]
    if (value !== undefined) cells.set(index, value)
  })
  return {
    name: chunk.names[row]!,
    hash: [chunk.hashes[2 * row]!, chunk.hashes[2 * row + 1]!],
    time: chunk.times[row]!,
    cells,
    rest: chunk.rest?.[row]?.columns ?? [],
  }
}
