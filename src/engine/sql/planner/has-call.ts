import type { Bound, BoundFrom, BoundQuery, BoundSelect } from '../binder/bound.ts'
import { childrenOf, isSubquery } from '../binder/bound-tree.ts'
import { isHoisted } from './emit-expression.ts'

/** True if an expression, or a sub-select in it, calls a function that must be awaited. */
export function hasCall(expr: Bound): boolean {
  if (expr.kind === 'output' && isHoisted(expr.call)) return true
  if (isSubquery(expr) && queryHasCall(expr.query)) return true
  return childrenOf(expr).some(hasCall)
}

/** True if a query calls a function that must be awaited, wherever. */
export function queryHasCall(query: BoundQuery): boolean {
  if (query.common.some((table) => queryHasCall(table.query))) return true
  if (query.kind === 'values') return query.rows.some((row) => row.some(hasCall))
  if (query.kind === 'compound') return queryHasCall(query.left) || queryHasCall(query.right)
  return expressionsOf(query).some(hasCall) || (query.from !== undefined && fromHasCall(query.from))
}

function fromHasCall(from: BoundFrom): boolean {
  switch (from.kind) {
    case 'table':
    case 'common':
      return false
    case 'select':
      return queryHasCall(from.query)
    case 'each':
      return hasCall(from.list) || (from.path !== undefined && hasCall(from.path))
    case 'join':
      return fromHasCall(from.left) || fromHasCall(from.right) || (from.on !== undefined && hasCall(from.on))
  }
}

/** What a select makes of its rows: columns and the rest. */
export const outputsOf = (select: BoundSelect): Bound[] => [
  ...select.columns.map(({ value }) => value),
  ...(select.rest ? [select.rest] : []),
]

const expressionsOf = (select: BoundSelect): Bound[] => [
  ...outputsOf(select),
  ...select.where,
  ...(select.groupBy ?? []),
  ...(select.having ? [select.having] : []),
  ...(select.distinctOn ?? []),
  ...select.orderBy.map(({ expr }) => expr),
  select.name,
]
