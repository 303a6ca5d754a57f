import type { Value } from '../../../contract/values.ts'
import { type SqliteValue, toSqlite } from '../../sqlite/codec.ts'

/** A NaN as SQLite carries it. */
export const NAN_SQL = "X'01'"

/** The text of a constant, or the cell to bind where text would have to be quoted: no text of a statement or of data
 *  ever becomes part of SQL. */
export function literal(value: Value): { sql: string } | { cell: SqliteValue } {
  if (value === null) return { sql: 'NULL' }
  if (typeof value !== 'number') return { cell: toSqlite(value) }
  if (Number.isNaN(value)) return { sql: NAN_SQL }
  if (!Number.isFinite(value)) return { sql: value > 0 ? '9e999' : '-9e999' }
  if (Number.isSafeInteger(value)) return { sql: Object.is(value, -0) ? '0' : String(value) }
  const text = String(value)
  return { sql: /[.e]/.test(text) ? text : `${text}.0` }
}
