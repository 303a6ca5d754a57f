import type { Bound, BoundQuery, BoundSelect } from '../../binder/bound.ts'
import { queryHasCall } from '../has-call.ts'
import type { Rule } from './index.ts'

/** A LIMIT over a sub-select that nothing filters, groups or sorts again also cuts the sub-select, and one over UNION ALL
 *  each side.
 *
 *  SELECT * FROM (SELECT DISTINCT f(x) FROM t) LIMIT 3   =>   SELECT * FROM (SELECT DISTINCT f(x) FROM t LIMIT 3) LIMIT 3 */
export const pushLimitIntoSubselect: Rule = (query, nextSource) => {
  if (query.kind === 'compound') return cutSides(query)
  if (query.kind !== 'select' || query.from?.kind !== 'select') return query
  const inner = query.from.query
  const cut = passesThrough(query) && isUncut(inner) ? limitBelow(query) : undefined
  const pushed = pushLimitIntoSubselect(cut ? { ...inner, limit: cut } : inner, nextSource)
  return pushed === inner ? query : { ...query, from: { ...query.from, query: pushed } }
}

/** How many rows from below a constant LIMIT with its OFFSET lets through. */
function limitBelow({ limit, offset }: BoundQuery): Bound | undefined {
  if (limit?.kind !== 'const' || (offset && offset.kind !== 'const')) return undefined
  return { ...limit, value: Number(limit.value) + Number(offset?.value ?? 0) }
}

const passesThrough = (outer: BoundSelect): boolean =>
  outer.where.length === 0 && !outer.groupBy && !outer.ordered && !outer.distinctOn

function isUncut(inner: BoundQuery): boolean {
  if (inner.limit || inner.offset || inner.kind === 'values') return false
  return inner.kind === 'compound' ? inner.orderBy.length === 0 : !inner.ordered && !inner.distinctOn
}

/** Only where calls are saved by it: a side that is cut has to be sorted first, unless its rows come as recorded. */
function cutSides<Q extends Extract<BoundQuery, { kind: 'compound' }>>(query: Q): Q {
  const cut = query.op === 'UNION ALL' && query.orderBy.length === 0 ? limitBelow(query) : undefined
  if (!cut) return query
  const inside = (side: BoundQuery): BoundQuery => {
    if (!queryHasCall(side) || side.limit || side.offset) return side
    if (side.kind === 'compound') return side.orderBy.length === 0 ? cutSides({ ...side, limit: cut }) : side
    return side.kind === 'select' && comesAsRecorded(side) ? { ...side, limit: cut } : side
  }
  return { ...query, left: inside(query.left), right: inside(query.right) }
}

const comesAsRecorded = ({ groupBy, distinctOn, ordered, from, orderBy: [first] }: BoundSelect): boolean =>
  !groupBy &&
  !distinctOn &&
  !ordered &&
  from?.kind === 'table' &&
  first?.expr.kind === 'column' &&
  first.expr.name === '_row'
