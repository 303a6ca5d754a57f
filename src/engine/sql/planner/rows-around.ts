import { EngineError } from '../../../contract/errors.ts'
import type { Bound, BoundFrom, BoundSelect } from '../binder/bound.ts'
import { isCorrelated, someBound, sourcesIn, sourcesOf } from '../binder/bound-tree.ts'
import { conjuncts, operator } from '../binder/make.ts'

/** The rows of a sub-select for every row around it. */
export function rowsAround(outer: BoundSelect, inner: BoundSelect): BoundSelect {
  const { limit: _, offset: __, ...uncut } = inner
  const where = [...outer.where, ...inner.where]
  if (!outer.from || !inner.from) {
    const from = outer.from ?? inner.from
    return { ...uncut, ...(from && { from }), where }
  }
  const own = liftConditions(inner.from, new Set(sourcesIn(outer.from)))
  const from: BoundFrom = { kind: 'join', type: 'cross', left: outer.from, right: own.from }
  return { ...uncut, from, where: [...where, ...own.lifted] }
}

/** Takes the conditions that read rows around out of joins: beside those rows a join does not see them, and for an inner one
 *  WHERE means the same. */
function liftConditions(from: BoundFrom, around: ReadonlySet<number>): { from: BoundFrom; lifted: Bound[] } {
  if (from.kind !== 'join') return { from, lifted: [] }
  const [left, right] = [liftConditions(from.left, around), liftConditions(from.right, around)]
  const parts = conjuncts(from.on)
  const isLifted = (part: Bound): boolean =>
    someBound(part, isCorrelated) || [...sourcesOf([part])].some((source) => around.has(source))
  const lifted = [...left.lifted, ...right.lifted, ...parts.filter(isLifted)]
  if (lifted.length > 0 && from.type !== 'inner' && from.type !== 'cross') {
    const message =
      'a function that must be awaited cannot stand in a sub-select with an outer join whose ON reads the rows around it'
    throw new EngineError('not-supported', message)
  }
  if (lifted.length === 0) return { from, lifted }
  const { on: _, ...join } = from
  const kept = parts.filter((part) => !isLifted(part))
  const on = kept.length > 0 ? { on: kept.reduce((a, b) => operator('and', [a, b])) } : {}
  return { from: { ...join, left: left.from, right: right.from, ...on }, lifted }
}
