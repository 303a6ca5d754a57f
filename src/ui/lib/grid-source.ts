import type { RowError } from '../../contract/progress.ts'
import type { CompactResult } from '../../contract/rest.ts'
import type { Value } from '../../contract/values.ts'

/** Rows as a grid draws them: all there, or coming page by page. */
export interface GridSource {
  rowCount: number
  /** Names of the columns. Paged results may learn further ones. */
  columns: readonly string[]
  rowErrors: readonly RowError[]
  /** Undefined while the row is on its way. */
  row(index: number): GridRow | undefined
  /** Sees to it that these rows come. */
  ensure(first: number, last: number): void
  /** Calls back when rows have come. @returns how to stop that */
  subscribe(listener: () => void): () => void
  /** Changes whenever rows have come. */
  version(): number
  /** Why rows do not come. */
  error(): unknown
  /** Rows from `offset` on, at most `limit`, for copying. */
  read(offset: number, limit: number): Promise<CompactResult>
}

export interface GridRow {
  name: string
  /** In the order of `columns`. */
  cells: readonly (Value | undefined)[]
}

/** A whole result as a source. */
export function sourceOf(result: CompactResult): GridSource {
  const { rowNames, columns, rowErrors } = result
  return {
    rowCount: rowNames.length,
    columns: columns.map(({ name }) => name),
    rowErrors,
    row: (index) => ({ name: rowNames[index]!, cells: columns.map(({ values }) => values[index]) }),
    ensure: () => undefined,
    subscribe: () => () => undefined,
    version: () => 0,
    error: () => undefined,
    read: async (offset, limit) => ({
      ...result,
      rowNames: rowNames.slice(offset, offset + limit),
      columns: columns.map((column) => ({ ...column, values: column.values.slice(offset, offset + limit) })),
    }),
  }
}
