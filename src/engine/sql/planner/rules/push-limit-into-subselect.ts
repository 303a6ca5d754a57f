import type { BoundQuery, BoundSelect } from '../../binder/bound.ts'
import type { Rule } from './index.ts'

/** A LIMIT over a sub-select that nothing filters, groups or sorts again also cuts the sub-select.
 *
 *  SELECT * FROM (SELECT f(x) FROM t) LIMIT 3   =>   SELECT * FROM (SELECT f(x) FROM t LIMIT 3) LIMIT 3 */
export const pushLimitIntoSubselect: Rule = (query, nextSource) => {
  if (query.kind !== 'select' || query.from?.kind !== 'select') return query
  const inner = query.from.query
  const cut = limitFor(query, inner)
  const below = cut === undefined || inner.kind !== 'select' ? inner : { ...inner, limit: cut }
  const pushed = pushLimitIntoSubselect(below, nextSource)
  return pushed === inner ? query : { ...query, from: { ...query.from, query: pushed } }
}

function limitFor(outer: BoundSelect, inner: BoundQuery): BoundSelect['limit'] | undefined {
  if (inner.kind !== 'select' || !outer.limit || outer.limit.kind !== 'const') return undefined
  const passesThrough = outer.where.length === 0 && !outer.groupBy && !outer.ordered && !outer.distinctOn
  if (!passesThrough || inner.limit || inner.offset || inner.ordered || inner.distinctOn) return undefined
  const offset = outer.offset?.kind === 'const' ? Number(outer.offset.value) : 0
  return { ...outer.limit, value: Number(outer.limit.value) + offset }
}
