import type { FromResult } from './bind-from.ts'
import type { Bound, BoundFrom, BoundSelect } from './bound.ts'
import { constant } from './make.ts'
import { columnsOf } from './scope.ts'

/** `SELECT * FROM …` with the names and the order of its rows. */
export function selectAll({ from, relation }: FromResult): BoundSelect {
  const { columns, rest } = columnsOf(relation)
  return {
    kind: 'select',
    from,
    where: [],
    columns,
    ...(rest && { rest }),
    name: relation.name,
    hash: relation.hash,
    time: relation.time,
    orderBy: relation.order,
    ordered: false,
    distinct: false,
    common: [],
    recursive: false,
  }
}

/** `SELECT value FROM …`, where the value is an aggregate. */
export const oneRowOf = (from: BoundFrom, value: Bound): BoundSelect => ({
  kind: 'select',
  from,
  where: [],
  groupBy: [],
  columns: [{ path: ['value'], value }],
  name: constant('[]'),
  hash: constant(0),
  time: constant(Number.NEGATIVE_INFINITY),
  orderBy: [],
  ordered: false,
  distinct: false,
  common: [],
  recursive: false,
})
