import { formatPath } from '../../../lib/format-path.ts'
import type { Body, Expr, OrderTerm, Query, Select } from '../ast.ts'
import { atoms } from '../builtins/shared/types.ts'
import { bindOrder } from './bind-aggregate.ts'
import { bindCommonTables } from './bind-common.ts'
import { bindCompound, bindValues } from './bind-compound.ts'
import { bindExpression } from './bind-expression.ts'
import { bindFrom, fromQuery } from './bind-from.ts'
import { type BoundItems, bindItems } from './bind-items.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound, BoundColumn, BoundOrder, BoundQuery, BoundSelect } from './bound.ts'
import { keyOf, someBound } from './bound-tree.ts'
import { checkGrouped } from './check-grouped.ts'
import { conjuncts, constant, NULL, operator } from './make.ts'
import type { Relation, Scope } from './scope.ts'
import { latestTime } from './times.ts'
import { TEXT } from './types.ts'
import { whenRelation } from './when-relation.ts'

/** What is added to a statement from outside, bound in the scope of its own clauses. */
export interface Refinement {
  where?: (scope: Scope) => Bound
  orderBy?: (scope: Scope) => BoundOrder[]
  limit?: number
  offset?: number
}

/** Binds a query with all its clauses. */
export function bindQuery(b: Binding, scope: Scope, query: Query, refinement: Refinement = {}): BoundQuery {
  const { common, inner } = bindCommonTables(b, scope, query)
  const body = bindBody(b, inner, query.body, query.orderBy, refinement)
  const limit =
    refinement.limit === undefined ? bindCount(b, inner, query.limit, 'LIMIT') : constant(refinement.limit)
  const offset =
    refinement.offset === undefined
      ? bindCount(b, inner, query.offset, 'OFFSET')
      : constant(refinement.offset)
  return {
    ...body,
    ...(limit && { limit }),
    ...(offset && { offset }),
    common: [...common, ...body.common],
    recursive: query.with?.recursive ?? false,
  }
}

function bindBody(
  b: Binding,
  scope: Scope,
  body: Body,
  orderBy: OrderTerm[],
  refinement: Refinement,
): BoundQuery {
  switch (body.kind) {
    case 'select':
      return bindSelect(b, scope, body, orderBy, refinement)
    case 'values':
      return bindValues(b, scope, body)
    case 'compound':
      return bindCompound(b, scope, body, orderBy, (part) => bindBody(b, scope, part, [], {}))
  }
}

/** LIMIT and OFFSET: constant whole numbers; -1 is none. */
function bindCount(b: Binding, scope: Scope, expr: Query['limit'], clause: string): Bound | undefined {
  if (!expr) return undefined
  const bound = bindExpression(b, { common: scope.common }, expr)
  const value = bound.kind === 'const' ? bound.value : undefined
  if (value === -1 && clause === 'LIMIT') return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return bound
  throw bindError(b, 'invalid-argument', `${clause} takes a whole number that is not negative`, expr)
}

function bindSelect(
  b0: Binding,
  scope: Scope,
  select: Select,
  orderBy: OrderTerm[],
  refinement: Refinement,
): BoundQuery {
  const b: Binding = { ...b0, windows: new Map(select.windows.map(({ name, window }) => [name, window])) }
  const source = select.from && bindFrom(b, scope, select.from)
  // A window sees the rows that the other clauses have made, so it stands in none of them.
  const base: Scope = { ...scope, ...source, inWindow: true }
  if (!source) {
    delete base.relation
    delete base.from
  }
  const written = itemsByName(select)
  const hidden = new Set(written.keys())
  const where = conjuncts(select.where && bindExpression(b, { ...base, hidden }, select.where))
  if (refinement.where) where.push(...conjuncts(refinement.where(base)))
  if (select.when) base.relation = whenRelation(b, base, select.when)
  const groupBy = select.groupBy?.map((expr) => bindExpression(b, { ...base, written }, expr))
  const outputs: Scope = { ...base, aggregates: true, inWindow: false }
  if (groupBy) outputs.group = { keys: groupBy }
  let items = bindItems(b, outputs, select.items)
  let keys = groupBy
  if (!keys && (hasAggregate(items) || select.having)) {
    keys = []
    outputs.group = { keys }
    items = bindItems(b, outputs, select.items)
  }
  const having =
    select.having && bindExpression(b, { ...outputs, aliases: items.columns, inWindow: true }, select.having)
  const ordering: Scope = { ...outputs, aliases: items.columns, aggregates: keys !== undefined }
  const order = refinement.orderBy?.(ordering) ?? bindOrder(b, ordering, orderBy)
  if (keys) {
    const outputs = [...items.columns.map(({ value }) => value), ...(items.rest ? [items.rest] : [])]
    checkGrouped(b, select, keys, outputs, having, order)
  }
  const distinctOn = select.distinctOn?.map((expr) =>
    bindExpression(b, { ...ordering, inWindow: true }, expr),
  )
  if (distinctOn && orderBy.length > 0 && !refinement.orderBy) checkDistinctOn(b, select, distinctOn, order)
  if (select.distinctOn && order.some(({ expr }) => someBound(expr, isWindow))) {
    throw bindError(b, 'not-supported', 'DISTINCT ON cannot be ordered by a function with OVER', select)
  }
  const row = rowOf(b, outputs, select, keys, source?.relation)
  const bound: BoundSelect = {
    kind: 'select',
    ...(source && { from: source.from }),
    where,
    ...(keys && { groupBy: keys }),
    ...(having && { having }),
    columns: withTimes(b, items.columns, row.time, keys !== undefined),
    ...(items.rest && { rest: items.rest }),
    ...row,
    orderBy: withTies(order, keys, source?.relation),
    ordered: order.length > 0,
    distinct: false,
    ...(distinctOn && { distinctOn }),
    common: [],
    recursive: false,
  }
  return select.distinct ? distinctOf(b, bound) : bound
}

/** What items of SELECT are called, for the clauses that may use their names. */
function itemsByName({ items }: Select): ReadonlyMap<string, Expr> {
  const names = new Map<string, Expr>()
  for (const item of items) if (item.kind === 'expr' && item.name) names.set(formatPath(item.name), item.expr)
  return names
}

/** @throws EngineError where the rows of one value of DISTINCT ON do not stand together in the order asked for */
function checkDistinctOn(
  b: Binding,
  select: Select,
  on: readonly Bound[],
  order: readonly BoundOrder[],
): void {
  const keys = new Set(on.map(keyOf))
  const isFirst = order.slice(0, keys.size).every(({ expr }) => keys.has(keyOf(expr)))
  if (isFirst && order.length >= keys.size) return
  const message = 'DISTINCT ON expression must match leftmost ORDER BY expression'
  throw bindError(b, 'invalid-argument', message, select.distinctOn![0]!)
}

/** Columns whose values are not of their row's time get it as a column of its own, which SQL has only if it is read. */
const withTimes = (b: Binding, columns: BoundColumn[], rowTime: Bound, grouped: boolean): BoundColumn[] => {
  const known = keyOf(rowTime)
  return columns.map((column) => {
    const time = latestTime(b, column.value, grouped)
    const isOwn = keyOf(time) !== known && !someBound(time, (x) => x.kind === 'output' || isWindow(x))
    return isOwn ? { ...column, time } : column
  })
}

const isWindow = (bound: Bound): boolean => bound.kind === 'aggregate' && bound.aggregate.over !== undefined

const hasAggregate = ({ columns, rest }: BoundItems): boolean =>
  [...columns.map(({ value }) => value), ...(rest ? [rest] : [])].some((value) =>
    someBound(value, (x) => x.kind === 'aggregate' && !isWindow(x)),
  )

/** Name, hash and time of the rows that a select makes. */
function rowOf(
  b: Binding,
  scope: Scope,
  select: Select,
  keys: Bound[] | undefined,
  relation: Relation | undefined,
) {
  const never = constant(Number.NEGATIVE_INFINITY)
  if (select.named) {
    const name = operator(
      'row name',
      [bindExpression(b, { ...scope, aggregates: keys !== undefined }, select.named)],
      TEXT,
    )
    return { ...hashed(name), time: keys ? never : (relation?.time ?? never) }
  }
  if (keys?.length === 0) return { ...hashed(constant('[]')), time: never }
  if (keys) return { ...hashed({ kind: 'special', op: 'groupName', args: keys, type: TEXT }), time: never }
  if (!relation) return { ...hashed(constant('result')), time: never }
  return { name: relation.name, hash: relation.hash, time: relation.time }
}

const hashed = (name: Bound): { name: Bound; hash: Bound } => ({
  name,
  hash: { kind: 'special', op: 'nameHash', args: [name], type: atoms('integer') },
})

/** The written order, and after it what makes the order of equal rows reproducible. */
function withTies(
  order: BoundOrder[],
  keys: Bound[] | undefined,
  relation: Relation | undefined,
): BoundOrder[] {
  const ties = keys
    ? keys.map((expr) => ({ expr, descending: false }))
    : ((order.length ? relation?.ties : relation?.order) ?? [])
  return [...order, ...ties]
}

/** SELECT DISTINCT: the rows grouped by all their columns. */
function distinctOf(b: Binding, select: BoundSelect): BoundQuery {
  const { from, relation } = fromQuery(b, { ...select, orderBy: select.limit ? select.orderBy : [] })
  const keys = relation.columns.map((column) => column.value)
  const first = (order: BoundOrder): BoundOrder => {
    const index = select.columns.findIndex((column) => keyOf(column.value) === keyOf(order.expr))
    return { ...order, expr: keys[index] ?? NULL }
  }
  const order = select.ordered ? select.orderBy.map(first).filter(({ expr }) => expr !== NULL) : []
  const name: Bound = { kind: 'special', op: 'groupName', args: keys, type: TEXT }
  const never = constant(Number.NEGATIVE_INFINITY)
  const columns = relation.columns.map(({ value }, i) => ({ path: select.columns[i]!.path, value }))
  return {
    kind: 'select',
    from,
    where: [],
    groupBy: keys,
    columns: withTimes(b, columns, never, true),
    ...hashed(name),
    time: never,
    orderBy: [...order, ...keys.map((expr) => ({ expr, descending: false }))],
    ordered: order.length > 0,
    distinct: true,
    common: [],
    recursive: false,
  }
}
