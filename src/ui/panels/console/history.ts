import type { SqlDialect } from '../../../contract/rest.ts'

/** One statement that was run, and how it went the last time. */
export interface HistoryEntry {
  sql: string
  /** MLDB SQL where it is absent. */
  dialect?: SqlDialect
  /** When, in milliseconds since 1970. */
  at: number
  durationMs: number
  rows?: number
  error?: string
  cancelled?: true
}

const MAX_ENTRIES = 200
const MAX_SQL = 10_000

/** The history with one more entry at its head; the same statement is kept once. */
export function addToHistory(history: readonly HistoryEntry[], entry: HistoryEntry): HistoryEntry[] {
  if (entry.sql.length > MAX_SQL) return [...history]
  return [entry, ...history.filter((other) => !isSame(other, entry))].slice(0, MAX_ENTRIES)
}

/** The same statement in the same dialect. */
const isSame = (a: HistoryEntry, b: HistoryEntry) =>
  a.sql === b.sql && (a.dialect ?? 'mldb') === (b.dialect ?? 'mldb')

/** A history from storage; entries that are none are dropped. */
export function readHistory(stored: unknown): HistoryEntry[] {
  if (!Array.isArray(stored)) return []
  return stored.filter(
    (entry): entry is HistoryEntry =>
      typeof entry === 'object' &&
      entry !== null &&
      typeof entry.sql === 'string' &&
      typeof entry.at === 'number' &&
      typeof entry.durationMs === 'number',
  )
}

/** Entries whose statement holds every word that is searched for, in any order. */
export function searchHistory(history: readonly HistoryEntry[], search: string): HistoryEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return history.filter(({ sql }) => words.every((word) => sql.toLowerCase().includes(word)))
}
