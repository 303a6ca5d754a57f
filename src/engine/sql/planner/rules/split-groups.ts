import { EngineError } from '../../../../contract/errors.ts'
import type { Bound, BoundColumn, BoundSelect } from '../../binder/bound.ts'
import { isCorrelated, keyOf, someBound, sourcesIn, sourcesOf } from '../../binder/bound-tree.ts'
import { conjuncts } from '../../binder/make.ts'
import { mapBound, mapColumn, mapOrder } from '../../binder/map-bound.ts'
import { isHoisted } from '../emit-expression.ts'
import { isWindow } from '../windows.ts'
import type { Rule } from './index.ts'
import { mapSelects } from './map-selects.ts'

/** A grouped select with an asynchronous call over an aggregate becomes a select over the groups: SQLite takes no
 *  aggregate inside the sub-select that looks up a call's result.
 *
 *  SELECT f(sum(x)) FROM t GROUP BY k   =>   SELECT f(c0) FROM (SELECT sum(x) AS c0 FROM t GROUP BY k) */
export const splitGroups: Rule = (query, nextSource) =>
  mapSelects(query, (select) => splitOne(select, nextSource))

function splitOne(select: BoundSelect, nextSource: () => number): BoundSelect {
  const outputs = [...select.columns.map(({ value }) => value), ...(select.rest ? [select.rest] : [])]
  if (!select.groupBy) return select
  const all = [
    ...outputs,
    ...(select.having ? [select.having] : []),
    ...select.orderBy.map(({ expr }) => expr),
  ]
  if (!all.some((expr) => someBound(expr, isCallOfAggregate))) return select
  const used = sourcesOf([...all, ...select.where, ...select.groupBy])
  const own = new Set(select.from ? sourcesIn(select.from) : [])
  if (all.some((expr) => someBound(expr, isCorrelated)) || [...used].some((source) => !own.has(source))) {
    const message =
      'a function that must be awaited over groups cannot stand beside a sub-select that reads the rows around it; compute one of them in a sub-select in FROM'
    throw new EngineError('not-supported', message)
  }
  const source = nextSource()
  const inner = new Map<string, BoundColumn & { index: number }>()
  const keys = new Set(select.groupBy.map(keyOf))
  const outside = (bound: Bound): Bound | undefined => {
    const key = keyOf(bound)
    if (bound.kind !== 'aggregate' && !keys.has(key)) return undefined
    const known = inner.get(key) ?? { index: inner.size, path: [`g${inner.size}`], value: bound }
    inner.set(key, known)
    return { kind: 'column', source, name: `c${known.index}`, type: bound.type, label: known.path[0]! }
  }
  const { having, groupBy, orderBy, from, where: _, limit, offset, ...rest } = select
  const rowColumn = (name: string, type: Bound['type']): Bound => ({
    kind: 'column',
    source,
    name,
    type,
    label: name,
  })
  const outer: BoundSelect = {
    ...rest,
    where: conjuncts(having).map((part) => mapBound(part, outside)),
    columns: select.columns.map((column) => mapColumn(column, outside)),
    ...(select.rest && { rest: mapBound(select.rest, outside) }),
    orderBy: mapOrder(orderBy, outside),
    ...(limit && { limit }),
    ...(offset && { offset }),
    name: rowColumn('_name', select.name.type),
    hash: rowColumn('_hash', select.hash.type),
    time: rowColumn('_time', select.time.type),
  }
  const grouped: BoundSelect = {
    ...rest,
    where: select.where,
    groupBy,
    columns: [...inner.values()],
    orderBy: [],
    ordered: true,
    common: [],
    ...(from && { from }),
  }
  delete (grouped as { rest?: Bound }).rest
  return { ...outer, from: { kind: 'select', source, query: grouped } }
}

const isCallOfAggregate = (bound: Bound): boolean =>
  bound.kind === 'output' &&
  isHoisted(bound.call) &&
  bound.call.args.some((arg) => someBound(arg, (inner) => inner.kind === 'aggregate' && !isWindow(inner)))
