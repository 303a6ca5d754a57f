import { EngineError } from '../../../contract/errors.ts'
import type { SqliteValue } from '../../sqlite/codec.ts'
import type { Database } from '../../sqlite/database.ts'

/** Rows of a statement inside SQLite, readable in any order while no statement is open. */
export interface KeptRows {
  rowCount: number
  page(offset: number, limit: number): SqliteValue[][]
  close(): void
}

/** Pages of 4 KB that kept rows may have, all together: 1 GB. What would not end, ends there. */
const MOST_PAGES = 262_144

/** Runs a SELECT (or VALUES, or WITH … SELECT) into a table. No row becomes an object of JavaScript before it is asked for.
 *  @throws EngineError `not-supported` for a result beyond 1 GB */
export function keepRows(database: Database, sql: string, parameters: readonly SqliteValue[] = []): KeptRows {
  const table = database.temporaryName('_r')
  const columns = columnCount(database, sql)
  // Columns without a type: SQLite would turn the text '1' into a number for a column that was computed as one.
  const names = Array.from({ length: columns }, (_, i) => `c${i}`)
  const detach = attach(database)
  let isOpen = true
  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    database.exec(`DROP TABLE IF EXISTS kept.${table}`)
    detach()
  }
  try {
    database.exec(`CREATE TABLE kept.${table} (${names.join(', ')})`)
    database.run(`INSERT INTO kept.${table} ${sql}`, parameters)
  } catch (error) {
    close()
    throw tooLarge(error) ?? error
  }
  const [[rowCount] = []] = database.all(`SELECT coalesce(max(rowid), 0) FROM kept.${table}`)
  return {
    rowCount: rowCount as number,
    page: (offset, limit) =>
      database.all(`SELECT * FROM kept.${table} WHERE rowid > ? ORDER BY rowid LIMIT ?`, [offset, limit]),
    close,
  }
}

interface Attached {
  is: boolean
  /** Tables that are open. */
  tables: number
}

const attachments = new WeakMap<Database, Attached>()

/** Sees to it that there is a database `kept` in SQLite's own memory. A temporary table would lie in a file of sql.js,
 *  which is copied whole each time it has grown by an eighth and never shrinks.
 *  @returns what is called when one table less is in it */
function attach(database: Database): () => void {
  const attached = attachments.get(database) ?? { is: false, tables: 0 }
  attachments.set(database, attached)
  if (!attached.is) {
    database.exec(`ATTACH ':memory:' AS kept; PRAGMA kept.max_page_count = ${MOST_PAGES}`)
    attached.is = true
  }
  attached.tables++
  return () => {
    if (--attached.tables === 0) attached.is = !detach(database)
  }
}

/** @returns false within a transaction, where SQLite lets go of no database */
function detach(database: Database): boolean {
  try {
    database.exec('DETACH kept')
    return true
  } catch (error) {
    if (error instanceof Error && /locked|within transaction/.test(error.message)) return false
    throw error
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

/** What to say of a result that has no room, or undefined for any other error. */
function tooLarge(cause: unknown): EngineError | undefined {
  const message = cause instanceof Error ? cause.message : ''
  const found = /disk is full/.test(message)
    ? 'is larger than 1 GB'
    : /out of memory/.test(message)
      ? 'does not fit into memory'
      : undefined
  if (found === undefined) return undefined
  const advice = `the result ${found}; add a LIMIT, or ask for fewer columns`
  return new EngineError('not-supported', advice, {}, { cause })
}
