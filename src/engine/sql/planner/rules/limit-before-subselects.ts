import type { Bound, BoundColumn, BoundFrom, BoundOrder, BoundSelect } from '../../binder/bound.ts'
import { isCorrelated, keyOf, someBound, sourcesIn, sourcesOf } from '../../binder/bound-tree.ts'
import { NULL } from '../../binder/make.ts'
import { mapSelect } from '../../binder/map-query.ts'
import { hasCall, outputsOf } from '../has-call.ts'
import { printBound } from '../print.ts'
import { isWindow } from '../windows.ts'
import type { Rule } from './index.ts'
import { mapSelects } from './map-selects.ts'

/** A LIMIT cuts the rows before a sub-select of each of them awaits calls.
 *
 *  SELECT (SELECT f(t.x + u.y) FROM u) FROM t LIMIT 3   =>   SELECT (SELECT f(c0 + u.y) FROM u) FROM (SELECT x AS c0 FROM t LIMIT 3) */
export const limitBeforeSubselects: Rule = (query, nextSource) =>
  mapSelects(query, (select) => (isCutTooLate(select) ? cutFirst(select, nextSource()) : select))

const isCutTooLate = (select: BoundSelect): boolean =>
  (select.limit !== undefined || select.offset !== undefined) &&
  select.from !== undefined &&
  !select.groupBy &&
  !select.distinctOn &&
  outputsOf(select).some((expr) => someBound(expr, isAwaitedPerRow)) &&
  ![...select.where, ...select.orderBy.map(({ expr }) => expr), select.name].some(readsAround(select.from)) &&
  !outputsOf(select).some((expr) => someBound(expr, isWindow))

/** What goes into the sub-select may read nothing but its own FROM. */
const readsAround = (from: BoundFrom) => {
  const own = new Set(sourcesIn(from))
  return (expr: Bound): boolean =>
    someBound(expr, isCorrelated) || [...sourcesOf([expr])].some((source) => !own.has(source))
}

const isAwaitedPerRow = (bound: Bound): boolean => isCorrelated(bound) && hasCall(bound)

function cutFirst(select: BoundSelect, source: number): BoundSelect {
  const { limit, offset, orderBy, where, from, name, hash, time, common, ...outputs } = select
  const own = new Set(sourcesIn(from!))
  const inner = new Map<string, BoundColumn & { index: number }>()
  const columnFor = (value: Bound, label: string): Bound => {
    const key = keyOf(value)
    const known = inner.get(key) ?? { index: inner.size, path: [`l${inner.size}`], value }
    inner.set(key, known)
    return { kind: 'column', source, name: `c${known.index}`, type: value.type, label }
  }
  const rowColumn = (column: string, { type }: Bound): Bound => ({
    kind: 'column',
    source,
    name: column,
    type,
    label: column,
  })
  const replaced = mapSelect(
    { ...outputs, where: [], orderBy: [], name: NULL, hash: NULL, time: NULL, common: [] },
    (bound) => (bound.kind === 'column' && own.has(bound.source) ? columnFor(bound, bound.label) : undefined),
  )
  const again = orderBy.map((term): BoundOrder => {
    const { expr } = term
    if (expr.kind !== 'collate') return { ...term, expr: columnFor(expr, printBound(expr)) }
    return { ...term, expr: { ...expr, operand: columnFor(expr.operand, printBound(expr.operand)) } }
  })
  const rows: BoundSelect = {
    kind: 'select',
    from: from!,
    where,
    columns: [...inner.values()],
    name,
    hash,
    time,
    orderBy,
    ordered: true,
    distinct: false,
    ...(limit && { limit }),
    ...(offset && { offset }),
    common: [],
    recursive: false,
  }
  return {
    ...replaced,
    from: { kind: 'select', source, query: rows },
    orderBy: again,
    name: rowColumn('_name', name),
    hash: rowColumn('_hash', hash),
    time: rowColumn('_time', time),
    common,
  }
}
