import type { Path, RowValue, Value } from '../../contract/values.ts'
import { formatPath } from '../../lib/format-path.ts'
import { fromSqlite, type SqliteValue, toSqlite } from '../sqlite/codec.ts'
import type { Database, Statement } from '../sqlite/database.ts'
import type { Chunk } from './chunk.ts'

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

/** The SQLite table of a dataset, as `DatasetSchema` in sql/catalog.ts describes it. */
export class DatasetTable {
  private readonly database: Database
  private readonly name: string
  private columnCount: number

  /** Creates the table, empty. @param name never derived from user text */
  constructor(database: Database, name: string, columnCount: number) {
    this.database = database
    this.name = name
    this.columnCount = columnCount
    const columns = Array.from({ length: columnCount }, (_, i) => `c${i}, `).join('')
    database.exec(
      `CREATE TABLE ${name} (_row INTEGER PRIMARY KEY, _name TEXT NOT NULL UNIQUE, _hash INTEGER NOT NULL, _time REAL, ${columns}_rest BLOB)`,
    )
  }

  /** Adds the rows of a chunk. @param merge some of its row names may be there already: their cells accumulate */
  insert(chunk: Chunk, merge: boolean): void {
    this.database.transaction(() => {
      if (merge) for (let row = 0; row < chunk.names.length; row++) this.mergeRow(rowOf(chunk, row))
      else this.insertAll(chunk)
    })
  }

  private insertAll(chunk: Chunk): void {
    const columns = chunk.indexes.map((index) => `c${index}`)
    const names = ['_name', '_hash', '_time', ...columns, ...(chunk.rest ? ['_rest'] : [])]
    const slots = ['?', HASH, '?', ...columns.map(() => '?'), ...(chunk.rest ? ['?'] : [])]
    const statement = this.database.prepare(`INSERT INTO ${this.name} (${names}) VALUES (${slots})`)
    try {
      const parameters: SqliteValue[] = new Array(4 + columns.length + (chunk.rest ? 1 : 0))
      for (let row = 0; row < chunk.names.length; row++) {
        parameters[0] = chunk.names[row]!
        parameters[1] = (chunk.hashes[2 * row]! ^ TOP_BIT) | 0
        parameters[2] = chunk.hashes[2 * row + 1]! | 0
        parameters[3] = toTime(chunk.times[row]!)
        for (let i = 0; i < columns.length; i++) parameters[4 + i] = toCell(chunk.cells[i]![row])
        if (chunk.rest) parameters[4 + columns.length] = toCell(chunk.rest[row])
        statement.run(parameters)
      }
    } finally {
      statement.free()
    }
  }

  /** Adds one row, or its cells to the row of that name. Of two values of a cell the one recorded last stays. */
  mergeRow({ name, hash, time, cells, rest }: RowCells): void {
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

  /** Called once all chunks are in: building the index then is several times faster than row by row. */
  createIndex(): void {
    this.database.exec(`CREATE INDEX IF NOT EXISTS ${this.name}_hash ON ${this.name} (_hash)`)
  }

  rowCount(): number {
    return this.database.all(`SELECT count(*) FROM ${this.name}`)[0]![0] as number
  }

  /** Runs `work` over all row names, in order of recording. */
  openNames(): Statement {
    return this.database.prepare(`SELECT _name FROM ${this.name} ORDER BY _row`)
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
