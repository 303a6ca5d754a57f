import type { Bound, BoundFrom, BoundQuery, BoundSelect } from './bound.ts'
import { mapBound, mapColumn, mapOrder } from './map-bound.ts'

type Replace = (bound: Bound) => Bound | undefined

/** A query with parts of all its expressions replaced, those of its sub-selects too. */
export function mapQuery(query: BoundQuery, replace: Replace): BoundQuery {
  const deep = inSubqueries(replace)
  const common = query.common.map((table) => ({ ...table, query: mapQuery(table.query, replace) }))
  const orderBy = mapOrder(query.orderBy, deep)
  if (query.kind === 'values')
    return {
      ...query,
      common,
      orderBy,
      rows: query.rows.map((row) => row.map((value) => mapBound(value, deep))),
    }
  if (query.kind === 'compound')
    return {
      ...query,
      common,
      orderBy,
      left: mapQuery(query.left, replace),
      right: mapQuery(query.right, replace),
    }
  return mapSelect({ ...query, common }, replace)
}

/** A select with parts of its expressions replaced, those of its sub-selects too; its WITH is left as it is. */
export function mapSelect(select: BoundSelect, replace: Replace): BoundSelect {
  const deep = inSubqueries(replace)
  const map = (bound: Bound): Bound => mapBound(bound, deep)
  return {
    ...select,
    ...(select.from && { from: mapFrom(select.from, replace) }),
    where: select.where.map(map),
    ...(select.groupBy && { groupBy: select.groupBy.map(map) }),
    ...(select.having && { having: map(select.having) }),
    columns: select.columns.map((column) => mapColumn(column, deep)),
    ...(select.rest && { rest: map(select.rest) }),
    name: map(select.name),
    hash: map(select.hash),
    time: map(select.time),
    orderBy: mapOrder(select.orderBy, deep),
    ...(select.distinctOn && { distinctOn: select.distinctOn.map(map) }),
  }
}

function mapFrom(from: BoundFrom, replace: Replace): BoundFrom {
  const map = (bound: Bound): Bound => mapBound(bound, inSubqueries(replace))
  switch (from.kind) {
    case 'table':
    case 'common':
      return from
    case 'select':
      return { ...from, query: mapQuery(from.query, replace) }
    case 'each':
      return { ...from, list: map(from.list), ...(from.path && { path: map(from.path) }) }
    case 'join':
      return {
        ...from,
        left: mapFrom(from.left, replace),
        right: mapFrom(from.right, replace),
        ...(from.on && { on: map(from.on) }),
      }
  }
}

/** The replacement, which `mapBound` does not take into sub-selects. */
const inSubqueries =
  (replace: Replace): Replace =>
  (bound) => {
    const replaced = replace(bound)
    if (replaced) return replaced
    if (bound.kind === 'subquery' || bound.kind === 'exists')
      return { ...bound, query: mapQuery(bound.query, replace) }
    if (bound.kind !== 'inQuery') return undefined
    const operand = bound.operand.map((part) => mapBound(part, inSubqueries(replace)))
    return { ...bound, operand, query: mapQuery(bound.query, replace) }
  }
