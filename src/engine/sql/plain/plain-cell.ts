import type { Value } from '../../../contract/values.ts'
import { decode, encode, fromSqlite, type SqliteValue } from '../../sqlite/codec.ts'
import { stringifyJson } from '../values/stringify-json.ts'
import { valueToJson } from '../values/value-to-json.ts'
import { valueToText } from '../values/value-to-text.ts'

/** A cell of a dataset as plain SQLite can use it: times (ISO 8601), intervals, paths and large integers as text, blobs
 *  as their bytes, NaN as NULL. Embeddings and rows stay the engine's own blobs, so that results show them whole. */
export function plainCell(cell: SqliteValue): SqliteValue {
  if (cell === null || typeof cell !== 'object') return cell
  const value = fromSqlite(cell)
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isNaN(value) ? null : value
  if (value instanceof Uint8Array) return value
  if (typeof value === 'object' && (value.kind === 'embedding' || value.kind === 'row')) return cell
  return valueToText(value)
}

/** `to_json(x)`: an embedding, row or other cell as JSON text, for json_each() and json_extract(). */
export function cellToJson(cell: SqliteValue): SqliteValue {
  const value = plainValue(cell)
  if (value === null) return null
  return stringifyJson(valueToJson(value))
}

/** The value of a cell that a statement gave: an embedding or row that came from a dataset, else what SQLite says. */
export function plainValue(cell: SqliteValue): Value {
  if (cell === null || typeof cell !== 'object') return cell
  try {
    const value = decode(cell)
    const isStructure = value !== null && typeof value === 'object' && 'kind' in value
    if (isStructure && (value.kind === 'embedding' || value.kind === 'row') && isSame(encode(value), cell))
      return value
  } catch {
    // Bytes that only begin like a structure are bytes.
  }
  return cell.slice()
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])
