import type { SqliteValue } from '../../sqlite/codec.ts'
import type { Database } from '../../sqlite/database.ts'
import { keepRows } from './keep-rows.ts'

/** Results up to this size are read in one go. */
const MOST_ROWS = 50_000
const MOST_BYTES = 32 * 1024 * 1024

/** The rows of a statement, page by page. No statement stays open between two pages: SQLite drops no table while one
 *  is. So a result is read whole, or, if it is large, kept in a temporary table while it is paged through. */
export function* pages(
  database: Database,
  sql: string,
  parameters: readonly SqliteValue[],
  size: number,
): Generator<SqliteValue[][]> {
  const rows = readWhole(database, sql, parameters)
  if (rows) {
    for (let start = 0; start < rows.length; start += size) {
      yield rows.length <= size ? rows : rows.slice(start, start + size)
    }
    return
  }
  const kept = keepRows(database, sql, parameters)
  try {
    for (let at = 0; at < kept.rowCount; at += size) yield kept.page(at, size)
  } finally {
    kept.close()
  }
}

/** All rows, or undefined if they are too many or too large. */
export function readWhole(
  database: Database,
  sql: string,
  parameters: readonly SqliteValue[],
): SqliteValue[][] | undefined {
  const statement = database.prepare(sql)
  try {
    statement.bind(parameters)
    const rows: SqliteValue[][] = []
    let bytes = 0
    for (;;) {
      const chunk = statement.rows(1000)
      rows.push(...chunk)
      if (chunk.length < 1000) return rows
      // The first row of each thousand stands for the others.
      bytes += 1000 * sizeBytes(chunk[0]!)
      if (rows.length > MOST_ROWS || bytes > MOST_BYTES) return undefined
    }
  } finally {
    statement.free()
  }
}

const sizeBytes = (row: readonly SqliteValue[]): number =>
  row.reduce<number>((sum, cell) => sum + (cell === null || typeof cell === 'number' ? 8 : cell.length), 0)
