import { formatPath } from '../../../lib/format-path.ts'
import type { AggregateBuiltin } from '../builtins/define-builtin.ts'
import { atoms } from '../builtins/shared/types.ts'
import type { Extent } from '../span.ts'
import { type FromResult, fromQuery } from './bind-from.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound, BoundSelect } from './bound.ts'
import { constant, operator } from './make.ts'
import { columnsOf } from './scope.ts'
import { selectAll } from './select-all.ts'

/** `transpose(ds)`: a row per column, named like it; its columns are named like the rows that have a value there. Which
 *  rows those are only the data tell, so all columns of the result are in its remainder. */
export function bindTranspose(b: Binding, at: Extent, of: FromResult, alias?: string): FromResult {
  const { columns, rest } = columnsOf(of.relation)
  if (rest) {
    throw bindError(
      b,
      'not-supported',
      'transpose needs a dataset whose columns are known; this one has more columns than are',
      at,
    )
  }
  const pivot = b.builtins.get('pivot') as AggregateBuiltin
  const all = selectAll(of)
  const parts = columns.map(({ path, value }): BoundSelect => {
    const name = constant(formatPath(path))
    return {
      ...all,
      where: [operator('not', [operator('test', [value, constant('NULL')])])],
      groupBy: [],
      columns: [],
      rest: {
        kind: 'aggregate',
        aggregate: {
          builtin: pivot,
          name: 'pivot',
          args: [of.relation.name, value],
          distinct: false,
          orderBy: [],
        },
        type: { kind: 'row' },
      },
      name,
      hash: { kind: 'special', op: 'nameHash', args: [name], type: atoms('integer') } as Bound,
      time: constant(Number.NEGATIVE_INFINITY),
      orderBy: [],
      ordered: true,
    }
  })
  return fromQuery(b, { kind: 'rows', parts, columns: [], orderBy: [], common: [], recursive: false }, alias)
}
