import type { Bound, BoundFrom, BoundSelect } from '../../binder/bound.ts'
import { someBound } from '../../binder/bound-tree.ts'
import { constant, NULL } from '../../binder/make.ts'
import { mapSelect } from '../../binder/map-query.ts'
import { hasCall, outputsOf } from '../has-call.ts'
import { isWindow } from '../windows.ts'
import type { Rule } from './index.ts'
import { mapSelects } from './map-selects.ts'

/** A sub-select in FROM that only names what awaited functions give is read through, so that they run for the rows that
 *  the select around it leaves, and not at all where nobody reads them.
 *
 *  SELECT v FROM (SELECT f(x) AS v, k FROM t) WHERE k = 2 LIMIT 3   =>   SELECT f(x) AS v FROM t WHERE k = 2 LIMIT 3 */
export const flattenSubselects: Rule = (query) => mapSelects(query, flattenOne)

function flattenOne(select: BoundSelect): BoundSelect {
  const inner = select.from && find(select.from)
  if (!select.from || !inner) return select
  const { source, query } = inner
  const from = replaceIn(select.from, source, query.from!)
  const through = mapSelect({ ...select, from }, (bound) =>
    bound.kind === 'column' && bound.source === source ? behind(query, bound.name) : undefined,
  )
  return flattenOne({ ...through, where: [...query.where, ...through.where] })
}

/** A sub-select that can be read through, on no side of a join that NULL may stand for. */
function find(from: BoundFrom): { source: number; query: BoundSelect } | undefined {
  if (from.kind === 'select') {
    const { source, query } = from
    return query.kind === 'select' && isPlain(query) ? { source, query } : undefined
  }
  if (from.kind !== 'join') return undefined
  const isLeftSafe = from.type !== 'right' && from.type !== 'full'
  const isRightSafe = from.type !== 'left' && from.type !== 'full'
  return (isLeftSafe ? find(from.left) : undefined) ?? (isRightSafe ? find(from.right) : undefined)
}

const isPlain = (query: BoundSelect): boolean =>
  query.from !== undefined &&
  !query.groupBy &&
  !query.having &&
  !query.distinctOn &&
  !query.limit &&
  !query.offset &&
  query.common.length === 0 &&
  outputsOf(query).some(hasCall) &&
  !query.columns.some(({ guarded }) => guarded) &&
  ![...outputsOf(query), query.name].some((expr) => someBound(expr, isOnlyOnce))

/** What may not be computed twice, or only over all rows at once. */
const isOnlyOnce = (bound: Bound): boolean =>
  isWindow(bound) || (bound.kind === 'sqlite' && bound.name.startsWith('random'))

function replaceIn(from: BoundFrom, source: number, by: BoundFrom): BoundFrom {
  if (from.kind === 'join')
    return { ...from, left: replaceIn(from.left, source, by), right: replaceIn(from.right, source, by) }
  return from.kind === 'select' && from.source === source ? by : from
}

/** What stands behind a column of the SQL of a sub-select. */
function behind(query: BoundSelect, name: string): Bound {
  switch (name) {
    case '_name':
      return query.name
    case '_hash':
      return query.hash
    case '_time':
      return query.time
    case '_rest':
      return query.rest ?? NULL
    case '_order':
      return (query.ordered ? undefined : query.orderBy[0]?.expr) ?? NULL
  }
  const column = query.columns[Number(name.slice(1))]!
  return name.startsWith('k') ? (column.time ?? constant(Number.NEGATIVE_INFINITY)) : column.value
}
