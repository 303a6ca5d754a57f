import { transposed } from '../builtins/aggregate/transposed.ts'
import { ANY, atoms, OPEN_ROW } from '../builtins/shared/types.ts'
import { type FromResult, fromQuery } from './bind-from.ts'
import type { Binding } from './binding.ts'
import type { Bound, BoundSelect } from './bound.ts'
import { row, special } from './make.ts'
import { eachCell } from './row-dataset.ts'
import { columnsOf } from './scope.ts'
import { selectAll } from './select-all.ts'
import { TEXT } from './types.ts'

/** `transpose(ds)`: a row per column, named like it; its columns are named like the rows that have a value there. Which
 *  rows and columns those are only the data tell, so they are listed when the query runs. */
export function bindTranspose(b: Binding, of: FromResult, alias?: string): FromResult {
  const { columns, rest } = columnsOf(of.relation)
  const { rest: _, ...all } = selectAll(of)
  const whole: Bound = {
    kind: 'aggregate',
    aggregate: {
      builtin: transposed,
      name: transposed.name,
      args: [of.relation.name, row(columns, rest)],
      distinct: false,
      orderBy: [],
    },
    type: OPEN_ROW,
  }
  const query: BoundSelect = { ...all, groupBy: [], columns: [{ path: ['row'], value: whole }], orderBy: [] }
  const { select, number } = eachCell(b, { kind: 'subquery', query, correlated: false, type: ANY }, 'columns')
  const name = special('cellName', [number], TEXT)
  const cells: BoundSelect = {
    ...select,
    rest: special('cellValue', [number], OPEN_ROW),
    name,
    hash: special('nameHash', [name], atoms('integer')),
    ordered: true,
  }
  return fromQuery(b, cells, alias)
}
