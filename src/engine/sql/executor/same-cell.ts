import type { SqliteValue } from '../../sqlite/codec.ts'

/** True if two cells hold the same value. */
export function sameCell(a: SqliteValue, b: SqliteValue): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
