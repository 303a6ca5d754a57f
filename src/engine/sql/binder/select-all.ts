import type { FromResult } from './bind-from.ts'
import type { BoundSelect } from './bound.ts'
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
