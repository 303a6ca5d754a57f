import type { Path, RowValue, Value } from '../../../contract/values.ts'
import { ANY, atoms as atomType } from '../builtins/shared/types.ts'
import type { Extent } from '../span.ts'
import { flattenValue } from '../values/flatten-value.ts'
import { kindOf } from '../values/type-name.ts'
import { toAtoms } from './bind-column-expr.ts'
import { RESULT_SOURCE } from './bind-compound.ts'
import { sourceColumn } from './bind-from.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound, BoundColumn, BoundValues } from './bound.ts'
import { constant } from './make.ts'

/** One row per column of a row: `column` (a path) and `value`; rows are named 0, 1, …. With `atoms`, structures are
 *  flattened first.
 *  @throws EngineError `type-mismatch` for what is no row */
export function rowsOf(b: Binding, value: Bound, at: Extent, atoms: boolean): BoundValues {
  const columns = columnsOf(b, value, at)
  const visited = atoms ? columns.flatMap(flattened) : columns
  const column = sourceColumn(RESULT_SOURCE, 'c0', atomType('path'), 'column')
  const cell = sourceColumn(RESULT_SOURCE, 'c1', ANY, 'value')
  return {
    kind: 'values',
    rows: visited.map(({ path, value: v }) => [constant({ kind: 'path', path }), v]),
    firstName: 0,
    columns: [
      { path: ['column'], value: column },
      { path: ['value'], value: cell },
    ],
    orderBy: [],
    common: [],
    recursive: false,
  }
}

function columnsOf(b: Binding, value: Bound, at: Extent): BoundColumn[] {
  if (value.kind === 'row' && !value.rest) return value.columns
  if (value.kind === 'const') {
    const kind = kindOf(value.value)
    if (kind === 'null') return []
    if (kind === 'row') return toColumns((value.value as RowValue).columns)
    if (kind === 'embedding') return toColumns(flattenValue(value.value))
    throw bindError(b, 'type-mismatch', 'row_dataset and atom_dataset take a row', at)
  }
  if (value.type.kind === 'embedding') return toAtoms({ path: [], value })
  throw bindError(
    b,
    'not-supported',
    'row_dataset and atom_dataset need a row whose columns are known before the query runs',
    at,
  )
}

const toColumns = (columns: readonly (readonly [Path, Value])[]): BoundColumn[] =>
  columns.map(([path, value]) => ({ path, value: constant(value) }))

function flattened(column: BoundColumn): BoundColumn[] {
  if (column.value.kind === 'const') return toColumns(flattenValue(column.value.value, column.path))
  if (column.value.kind === 'row') {
    return column.value.columns.flatMap(({ path, value }) =>
      flattened({ path: [...column.path, ...path], value }),
    )
  }
  return toAtoms(column)
}
