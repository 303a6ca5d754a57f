import type { FromResult } from './bind-from.ts'
import type { Bound, BoundFrom, BoundSelect } from './bound.ts'
import { constant } from './make.ts'
import { makeSelect } from './make-select.ts'
import { columnsOf } from './scope.ts'

/** `SELECT * FROM …` with the names and the order of its rows. */
export function selectAll({ from, relation }: FromResult): BoundSelect {
  const { columns, rest } = columnsOf(relation)
  return makeSelect({
    from,
    columns,
    ...(rest && { rest }),
    name: relation.name,
    hash: relation.hash,
    time: relation.time,
    orderBy: relation.order,
  })
}

/** `SELECT value FROM …`, where the value is an aggregate. */
export const oneRowOf = (from: BoundFrom, value: Bound): BoundSelect =>
  makeSelect({ from, groupBy: [], columns: [{ path: ['value'], value }], name: constant('[]') })
