import type { CompactResult } from '../../contract/rest.ts'

/** The columns of a second result beside those of a first, by the names of rows; null where it lacks one. */
export function joinRows(first: CompactResult, second: CompactResult | undefined): CompactResult {
  if (!second) return first
  const places = new Map(second.rowNames.map((name, r) => [name, r]))
  const known = new Set(first.columns.map(({ name }) => name))
  const further = second.columns
    .filter(({ name }) => !known.has(name))
    .map((column) => ({
      ...column,
      values: first.rowNames.map((name) => column.values[places.get(name) ?? -1] ?? null),
    }))
  return { ...first, columns: [...first.columns, ...further] }
}
