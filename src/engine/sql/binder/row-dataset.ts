import type { EngineError } from '../../../contract/errors.ts'
import type { Path, RowValue, Value } from '../../../contract/values.ts'
import { ANY, atoms as atomType } from '../builtins/shared/types.ts'
import type { Extent } from '../span.ts'
import { flattenValue } from '../values/flatten-value.ts'
import { topLevelColumns } from '../values/top-level-columns.ts'
import { kindOf } from '../values/type-name.ts'
import { toAtoms } from './bind-column-expr.ts'
import { RESULT_SOURCE } from './bind-compound.ts'
import { sourceColumn } from './bind-from.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound, BoundColumn, BoundQuery, BoundSelect } from './bound.ts'
import { constant, row, special } from './make.ts'
import { makeSelect } from './make-select.ts'
import { TEXT } from './types.ts'

/** What the cells of a row are: its columns as they are, those of its top level, or atoms. */
export type CellDepth = 'columns' | 'top' | 'atoms'

/** One row per column of a row: `column` (a path) and `value`; rows are named 0, 1, …. Columns are those
 *  of the top level, whose values may be rows, or with `atoms` what flattening makes of them. Columns that only the run knows are listed by it.
 *  @throws EngineError `type-mismatch` for what is no row */
export function rowsOf(b: Binding, value: Bound, at: Extent, atoms: boolean): BoundQuery {
  const columns = columnsOf(b, value, at)
  if (!columns) return cellsOf(b, value, atoms)
  const visited = atoms ? columns.flatMap(flattened) : topLevel(columns)
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

function cellsOf(b: Binding, row: Bound, atoms: boolean): BoundSelect {
  const { select, key, number } = eachCell(b, row, atoms ? 'atoms' : 'top')
  const name = special('toText', [key], TEXT)
  return {
    ...select,
    columns: [
      { path: ['column'], value: special('cellPath', [number], atomType('path')) },
      { path: ['value'], value: special('cellValue', [number], ANY) },
    ],
    name,
    hash: special('nameHash', [name], atomType('integer')),
    orderBy: [{ expr: key, descending: false }],
  }
}

/** A select of one row for each cell of a row, to be given its columns. `key` counts from 0; `number` is the cell's. */
export function eachCell(
  b: Binding,
  row: Bound,
  depth: CellDepth,
): { select: BoundSelect; key: Bound; number: Bound } {
  const source = b.state.sources++
  const list = special('cells', [row, constant(depth)], TEXT)
  const select = makeSelect({ from: { kind: 'each', source, list, table: 'json_each' }, columns: [] })
  const integer = atomType('integer')
  return {
    select,
    key: sourceColumn(source, 'key', integer, 'key'),
    number: sourceColumn(source, 'value', integer, 'value'),
  }
}

/** The columns of a row as far as they are known, or undefined. */
function columnsOf(b: Binding, value: Bound, at: Extent): BoundColumn[] | undefined {
  if (value.kind === 'row' && !value.rest) return value.columns
  const notARow = (): EngineError =>
    bindError(b, 'type-mismatch', 'row_dataset and atom_dataset take a row', at)
  if (value.kind === 'const') {
    const kind = kindOf(value.value)
    if (kind === 'null') return []
    if (kind === 'row') return toColumns((value.value as RowValue).columns)
    if (kind === 'embedding') return toColumns(flattenValue(value.value))
    throw notARow()
  }
  if (value.type.kind === 'embedding') return toAtoms({ path: [], value })
  if (value.type.kind === 'atoms' && value.type.types.some((type) => type !== 'null')) throw notARow()
  return undefined
}

/** The columns of the top level; those of structures make rows. */
export const topLevel = (columns: readonly BoundColumn[]): BoundColumn[] =>
  topLevelColumns<Bound>(
    columns.map(({ path, value }) => [path, value] as const),
    (below) => row(below.map(([path, value]) => ({ path, value }))),
  ).map(([path, value]) => ({ path, value }))

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
