import { EngineError } from '../../../contract/errors.ts'
import type { SqliteValue } from '../../sqlite/codec.ts'
import type { Database } from '../../sqlite/database.ts'

/** Rows of a statement inside SQLite, readable in any order while no statement is open. */
export interface KeptRows {
  rowCount: number
  page(offset: number, limit: number): SqliteValue[][]
  close(): void
}

/** Pages of 4 KB that temporary tables may have, all together: 1 GB. What would not end, ends there. */
const MOST_PAGES = 262_144

/** Runs a SELECT (or VALUES, or WITH … SELECT) into a temporary table. No row becomes an object of JavaScript before it
 *  is asked for.
 *  @throws EngineError `not-supported` for a result beyond 1 GB */
export function keepRows(database: Database, sql: string, parameters: readonly SqliteValue[] = []): KeptRows {
  const table = database.temporaryName('_r')
  const columns = columnCount(database, sql)
  // Columns without a type: SQLite would turn the text '1' into a number for a column that was computed as one.
  const names = Array.from({ length: columns }, (_, i) => `c${i}`)
  database.exec(
    `PRAGMA temp.max_page_count = ${MOST_PAGES}; CREATE TEMP TABLE ${table} (${names.join(', ')})`,
  )
  const close = (): void => database.exec(`DROP TABLE IF EXISTS temp.${table}`)
  try {
    database.run(`INSERT INTO temp.${table} ${sql}`, parameters)
  } catch (error) {
    close()
    throw isFull(error) ? tooLarge(error) : error
  }
  const [[rowCount] = []] = database.all(`SELECT coalesce(max(rowid), 0) FROM temp.${table}`)
  return {
    rowCount: rowCount as number,
    page: (offset, limit) =>
      database.all(`SELECT * FROM temp.${table} WHERE rowid > ? ORDER BY rowid LIMIT ?`, [offset, limit]),
    close,
  }
}

function columnCount(database: Database, sql: string): number {
  const statement = database.prepare(sql)
  try {
    return statement.columnNames().length
  } finally {
    statement.free()
  }
}

const isFull = (error: unknown): boolean => error instanceof Error && /disk is full/.test(error.message)

const tooLarge = (cause: unknown): EngineError =>
  new EngineError(
    'not-supported',
    'the result is larger than 1 GB; add a LIMIT, or ask for fewer columns',
    {},
    { cause },
  )
