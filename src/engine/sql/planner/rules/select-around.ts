import type { Bound, BoundColumn, BoundSelect } from '../../binder/bound.ts'
import { keyOf, someBound } from '../../binder/bound-tree.ts'
import { mapBound, mapColumn, mapOrder } from '../../binder/map-bound.ts'
import { isHoisted } from '../emit-expression.ts'
import { isWindow } from '../windows.ts'

/** Puts a select around another: the inner one computes what its clauses read, row by row, and the outer one what
 *  `staysOutside` says, over the columns of the inner one. Order and limit are the outer one's; calls that must be awaited
 *  stay with it too, so that they run for the rows that a limit leaves only. A window that stays is what `rewrite` makes of
 *  it. */
export function selectAround(
  select: BoundSelect,
  source: number,
  staysOutside: (bound: Bound) => boolean,
  rewrite: (window: Bound, column: (inner: Bound) => Bound) => Bound = (window) => window,
): BoundSelect {
  const inner = new Map<string, BoundColumn & { index: number }>()
  const columnFor =
    (guarded: boolean) =>
    (bound: Bound): Bound => {
      if (bound.kind === 'const') return bound
      const key = `${guarded ? 'try ' : ''}${keyOf(bound)}`
      const place = { path: [`w${inner.size}`], index: inner.size, value: bound, ...(guarded && { guarded }) }
      const known = inner.get(key) ?? place
      inner.set(key, known)
      const label = bound.kind === 'column' ? bound.label : known.path[0]!
      return { kind: 'column', source, name: `c${known.index}`, type: bound.type, label }
    }
  const isOutside = (bound: Bound): boolean =>
    staysOutside(bound) || (bound.kind === 'output' && isHoisted(bound.call))
  const replacing =
    (guarded: boolean) =>
    (bound: Bound): Bound | undefined => {
      const column = columnFor(guarded)
      if (isWindow(bound)) return staysOutside(bound) ? rewrite(bound, column) : column(bound)
      if (!someBound(bound, isOutside)) return bound.kind === 'row' ? undefined : column(bound)
      if (bound.kind !== 'try') return undefined
      // What fails inside must reach the `try`, which stays outside, as a value.
      const inTry = (part: Bound): Bound => mapBound(part, replacing(true))
      return {
        ...bound,
        body: inTry(bound.body),
        watched: bound.watched.map(inTry),
        ...(bound.fallback && { fallback: mapBound(bound.fallback, replacing(guarded)) }),
      }
    }
  const replace = replacing(false)
  const { limit, offset, distinctOn, rest, having: _, groupBy: __, from: ___, ...shared } = select
  const rowColumn = (name: string, type: Bound['type']): Bound => ({
    kind: 'column',
    source,
    name,
    type,
    label: name,
  })
  const outer = {
    columns: select.columns.map((c) => mapColumn(c, replace)),
    ...(rest && { rest: mapBound(rest, replace) }),
    orderBy: mapOrder(select.orderBy, replace),
    ...(distinctOn && { distinctOn: distinctOn.map((expr) => mapBound(expr, replace)) }),
  }
  const query: BoundSelect = {
    ...shared,
    ...(select.from && { from: select.from }),
    ...(select.groupBy && { groupBy: select.groupBy }),
    ...(select.having && { having: select.having }),
    columns: [...inner.values()],
    orderBy: [],
    ordered: true,
    common: [],
  }
  return {
    ...shared,
    ...outer,
    where: [],
    from: { kind: 'select', source, query },
    name: rowColumn('_name', select.name.type),
    hash: rowColumn('_hash', select.hash.type),
    time: rowColumn('_time', select.time.type),
    ...(limit && { limit }),
    ...(offset && { offset }),
  }
}
