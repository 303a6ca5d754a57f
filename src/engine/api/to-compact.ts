import type { CompactColumn, CompactResult } from '../../contract/rest.ts'
import type { Path, Value } from '../../contract/values.ts'
import { formatPath } from '../../lib/format-path.ts'
import type { Result } from '../sql/sql.ts'

/** A result as arrays of columns, an embedding as one typed array; nothing is flattened or turned into JSON. */
export async function toCompact(result: Result): Promise<CompactResult> {
  const started = performance.now()
  const rowNames: string[] = []
  const columns: CompactColumn[] = result.columns.map(({ path }) => ({
    path,
    name: formatPath(path),
    values: [],
  }))
  const further = new Map<string, CompactColumn>()
  for await (const batch of result.batches()) {
    const before = rowNames.length
    for (const name of batch.rowNames) rowNames.push(name)
    columns.forEach(({ values }, c) => {
      for (const value of batch.columns[c]!) values.push(value)
    })
    batch.rest?.forEach((cells, row) => {
      for (const [path, value] of cells?.columns ?? []) setCell(further, path, before + row, value)
    })
  }
  for (const { values } of further.values()) while (values.length < rowNames.length) values.push(null)
  return {
    rowNames,
    columns: [...columns, ...further.values()],
    rowErrors: [...result.rowErrors],
    durationMs: performance.now() - started,
  }
}

function setCell(columns: Map<string, CompactColumn>, path: Path, row: number, value: Value): void {
  const name = formatPath(path)
  const column = columns.get(name) ?? { path, name, values: [] }
  columns.set(name, column)
  while (column.values.length < row) column.values.push(null)
  column.values[row] = value
}
