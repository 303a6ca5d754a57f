import type { Bound, BoundQuery, BoundSelect } from '../../binder/bound.ts'
import { nameAs } from '../../binder/bound-tree.ts'
import { mapBound, mapColumn, mapOrder } from '../../binder/map-bound.ts'

/** Rewrites all selects of a query: those in a FROM, a compound, a WITH and in expressions. */
export function mapSelects(query: BoundQuery, map: (select: BoundSelect) => BoundSelect): BoundQuery {
  const common = query.common.map((table) => ({ ...table, query: mapSelects(table.query, map) }))
  const inner = innerQueries(map)
  const inside = (bound: Bound): Bound => mapBound(bound, inner)
  const orderBy = mapOrder(query.orderBy, inner)
  if (query.kind === 'values')
    return { ...query, common, orderBy, rows: query.rows.map((row) => row.map(inside)) }
  if (query.kind === 'compound') {
    return {
      ...query,
      common,
      orderBy,
      left: mapSelects(query.left, map),
      right: mapSelects(query.right, map),
    }
  }
  const from = query.from && mapFrom(query.from, map)
  return map({
    ...query,
    common,
    ...(from && { from }),
    where: query.where.map(inside),
    columns: query.columns.map((column) => mapColumn(column, inner)),
    ...(query.rest && { rest: inside(query.rest) }),
    ...(query.distinctOn && { distinctOn: query.distinctOn.map(inside) }),
    ...(query.groupBy && { groupBy: query.groupBy.map(inside) }),
    ...(query.having && { having: inside(query.having) }),
    orderBy,
    name: inside(query.name),
    hash: inside(query.hash),
    time: inside(query.time),
  })
}

function mapFrom(
  from: NonNullable<BoundSelect['from']>,
  map: (select: BoundSelect) => BoundSelect,
): typeof from {
  if (from.kind === 'select') return { ...from, query: mapSelects(from.query, map) }
  if (from.kind === 'each') {
    const inside = (bound: Bound): Bound => mapBound(bound, innerQueries(map))
    return { ...from, list: inside(from.list), ...(from.path && { path: inside(from.path) }) }
  }
  if (from.kind === 'join')
    return {
      ...from,
      left: mapFrom(from.left, map),
      right: mapFrom(from.right, map),
      ...(from.on && { on: mapBound(from.on, innerQueries(map)) }),
    }
  return from
}

/** For `mapBound`: sub-selects with their own selects rewritten. */
const innerQueries =
  (map: (select: BoundSelect) => BoundSelect) =>
  (bound: Bound): Bound | undefined => {
    if (bound.kind === 'subquery' || bound.kind === 'exists')
      return { ...bound, query: nameAs(mapSelects(bound.query, map), bound.query) }
    if (bound.kind !== 'inQuery') return undefined
    const operand = bound.operand.map((part) => mapBound(part, innerQueries(map)))
    return { ...bound, operand, query: nameAs(mapSelects(bound.query, map), bound.query) }
  }
