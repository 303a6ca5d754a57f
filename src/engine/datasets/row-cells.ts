import type { Path, Value } from '../../contract/values.ts'
import { formatPath } from '../../lib/format-path.ts'
import type { WriteBatch } from '../context.ts'

/** A column of a batch, by the text form of its path. */
export interface CellColumn {
  name: string
  path: Path
  values: readonly (Value | undefined)[]
}

/** The columns of a batch with row values taken apart: `r: {x: {y: 1}}` becomes column `r.x.y`. Embeddings stay one
 *  value; so do rows inside nothing. The further cells of a batch's rows become columns as well. */
export function toCellColumns(batch: WriteBatch): CellColumn[] {
  return asTheyAre(batch) ?? takeApart(batch)
}

/** A column of a batch without rows inside is one of the result: what imports write. */
function asTheyAre({ columns, rest }: WriteBatch): CellColumn[] | undefined {
  if (rest || columns.some(({ values }) => values.some(isRow))) return undefined
  const cells = columns.map(({ path, values }) => ({ name: formatPath(path), path, values }))
  return new Set(cells.map(({ name }) => name)).size === cells.length ? cells : undefined
}

function takeApart(batch: WriteBatch): CellColumn[] {
  const columns = new Map<string, CellColumn & { values: (Value | undefined)[] }>()
  const rows = batch.rowNames.length
  const columnOf = (path: Path) => {
    const name = formatPath(path)
    const found = columns.get(name)
    if (found) return found
    const column = { name, path, values: new Array<Value | undefined>(rows).fill(undefined) }
    columns.set(name, column)
    return column
  }
  const set = (path: Path, row: number, value: Value): void => {
    if (isRow(value)) for (const [inner, cell] of value.columns) set([...path, ...inner], row, cell)
    else columnOf(path).values[row] = value
  }
  for (const { path, values } of batch.columns) {
    if (values.some(isRow)) {
      values.forEach((value, row) => {
        if (value !== undefined) set(path, row, value)
      })
      continue
    }
    const column = columnOf(path)
    values.forEach((value, row) => {
      if (value !== undefined) column.values[row] = value
    })
  }
  batch.rest?.forEach((cells, row) => {
    for (const [path, value] of cells?.columns ?? []) set(path, row, value)
  })
  return [...columns.values()]
}

const isRow = (value: Value | undefined): value is Extract<Value, { kind: 'row' }> =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'row'
