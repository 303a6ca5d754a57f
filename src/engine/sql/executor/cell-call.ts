import type { Value } from '../../../contract/values.ts'
import { fromSqlite, type SqliteValue } from '../../sqlite/codec.ts'
import type { Database } from '../../sqlite/database.ts'
import type { CellRows, NativeFunction } from '../catalog.ts'
import type { CellScan } from '../planner/registry.ts'
import { outputOf } from './output-of.ts'

/** Rows read ahead at first: a statement may want no more. Each time eight times as many. */
const FIRST_ROWS = 4
const GROWTH = 8
/** More rows than these that were not read ahead, and than one in so many, mean that the statement takes another way. */
const MOST_MISSES = 4
const HITS_PER_MISS = 64

/** A call of a synchronous function over the cells of a row. Its results for the rows to come are computed many at a
 *  time, and then only looked up: what a scan reads ahead decides how fast it is, never what it gives. */
export class CellCall {
  private readonly fn: NativeFunction
  private readonly rows: CellRows
  private readonly read: ReadCells | undefined
  private last = -1
  private hits = 0
  private misses = 0
  private size = FIRST_ROWS
  /** Results of the rows at places 1, 2, …; the row of the last call stands at place `at`. */
  private ahead: Value[] = []
  private at = 1

  /** @param read reads rows ahead */
  constructor(fn: NativeFunction, rows: CellRows, read: ReadCells | undefined) {
    this.fn = fn
    this.rows = rows
    this.read = read
  }

  /** @param output index of a column of the result, -1 for what is beyond those, -2 for all of it */
  apply(output: number, cells: readonly Value[]): Value {
    this.rows.put(0, cells)
    const column = output === -1 ? 'rest' : output === -2 ? 'all' : output
    return outputOf(this.fn, this.find() ?? this.rows.results(0, 1)[0]!, column)
  }

  /** The result of the row at place 0, if it is among those read ahead. */
  private find(): Value | undefined {
    const found = this.lookUp()
    if (found !== undefined || !this.read) return found
    if (this.misses > MOST_MISSES + this.hits / HITS_PER_MISS) return undefined
    if (this.readAhead()) {
      const next = this.lookUp()
      if (next !== undefined) return next
    }
    // Another way through the rows, or the statement runs again from the start.
    this.misses++
    this.last = -1
    this.ahead = []
    this.size = FIRST_ROWS
    return undefined
  }

  /** From the row of the last call on: conditions may have left out rows between it and this one. */
  private lookUp(): Value | undefined {
    for (let place = this.at; place <= this.ahead.length; place++) {
      if (!this.rows.same(0, place)) continue
      this.at = place
      this.hits++
      return this.ahead[place - 1]
    }
    return undefined
  }

  private readAhead(): boolean {
    let read: SqliteValue[][]
    try {
      read = this.read!(this.last, Math.min(this.size, this.rows.capacity - 1))
    } catch {
      // In a row that the statement may never come to. If it does, it says itself what is wrong.
      this.misses = Number.POSITIVE_INFINITY
      return false
    }
    for (const [r, [, ...cells]] of read.entries()) this.rows.put(r + 1, cells.map(fromSqlite))
    this.ahead = read.length > 0 ? this.rows.results(1, read.length + 1) : []
    this.last = (read.at(-1)?.[0] as number | undefined) ?? this.last
    this.at = 1
    this.size *= GROWTH
    return read.length > 0
  }
}

/** Numbers and cells of up to `count` rows of a table behind that of some number. */
type ReadCells = (after: number, count: number) => SqliteValue[][]

/** Reads by a scan. No statement stays open between two pieces of it: SQLite drops no table while one is. */
export const readerOf =
  (database: Database, { sql, parameters }: CellScan): ReadCells =>
  (after, count) =>
    database.all(sql, [...parameters, after, count])
