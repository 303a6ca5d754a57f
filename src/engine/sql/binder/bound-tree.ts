import { encode } from '../../sqlite/codec.ts'
import type { Query } from '../ast.ts'
import type { Bound, BoundFrom, BoundOrder, BoundQuery, BoundWindow, FunctionCall } from './bound.ts'

/** The expressions directly inside one. Sub-selects are closed: what is inside them belongs to them. */
export function childrenOf(bound: Bound): Bound[] {
  switch (bound.kind) {
    case 'const':
    case 'column':
    case 'input':
    case 'subquery':
    case 'exists':
      return []
    case 'op':
    case 'special':
    case 'builtin':
    case 'sqlite':
    case 'columnExpr':
      return bound.args
    case 'aggregate': {
      const { args, filter, orderBy, over, position } = bound.aggregate
      const window = over ? [...over.partitionBy, ...exprs(over.orderBy), ...over.offsets] : []
      if (position) window.push(position)
      return [...args, ...(filter ? [filter] : []), ...exprs(orderBy), ...window]
    }
    case 'case':
      return [...bound.branches.flatMap(({ when, result }) => [when, result]), bound.otherwise]
    case 'output':
      return bound.call.args
    case 'row':
      return [...bound.columns.map((column) => column.value), ...(bound.rest ? [bound.rest] : [])]
    case 'inQuery':
      return bound.operand
    case 'tuple':
      return [...bound.left, ...bound.right]
    case 'collate':
      return [bound.operand]
    case 'try':
      return [bound.body, ...(bound.fallback ? [bound.fallback] : []), ...bound.watched]
  }
}

/** What tells two windows over the same expressions apart. */
const windowKey = (over: BoundWindow | undefined): string =>
  over
    ? `${over.partitionBy.length};${over.orderBy.map((term) => `${term.descending}${term.nulls ?? ''}`)};${over.frame};${over.exclude ?? ''}`
    : ''

const exprs = (terms: readonly BoundOrder[]): Bound[] => terms.map((term) => term.expr)

/** Calls `visit` on an expression and all inside it, inner ones first. */
export function visitBound(bound: Bound, visit: (bound: Bound) => void): void {
  for (const child of childrenOf(bound)) visitBound(child, visit)
  visit(bound)
}

/** True if the expression or one inside it satisfies `test`. */
export const someBound = (bound: Bound, test: (bound: Bound) => boolean): boolean =>
  test(bound) || childrenOf(bound).some((child) => someBound(child, test))

/** Two expressions with equal keys compute the same. */
export function keyOf(bound: Bound): string {
  switch (bound.kind) {
    case 'const':
      return `'${bytesKey(encode(bound.value))}`
    case 'column':
      return `t${bound.source}.${bound.name}`
    case 'input':
      return `$${JSON.stringify(bound.path)}`
    case 'op':
    case 'special':
      return `${bound.op}(${keys(bound.args)})`
    case 'builtin':
      return `${bound.builtin.name}(${keys(bound.args)})`
    case 'sqlite':
      return `sqlite:${bound.name}(${keys(bound.args)})`
    case 'aggregate':
      return `agg:${bound.aggregate.name}:${bound.aggregate.distinct}:${windowKey(bound.aggregate.over)}(${keys(childrenOf(bound))})`
    case 'case':
      return `case(${keys(childrenOf(bound))})`
    case 'output':
      return `${callKey(bound.call)}.${String(bound.column)}`
    case 'row':
      return `row(${bound.columns.map(({ path, value }) => `${JSON.stringify(path)}:${keyOf(value)}`)},${bound.rest ? keyOf(bound.rest) : ''})`
    case 'columnExpr':
      return `columnExpr#${identity(bound.clauses)}(${keys(bound.args)})`
    case 'tuple':
      return `tuple${bound.op}(${keys(bound.left)};${keys(bound.right)})`
    case 'collate':
      return `collate:${bound.collation}(${keyOf(bound.operand)})`
    case 'try':
      return `try(${keys(childrenOf(bound))})`
    default:
      return `${bound.kind}#${queryKeys.get(bound.query) ?? identity(bound.query)}(${keys(childrenOf(bound))})`
  }
}

const queryKeys = new WeakMap<BoundQuery, string>()

/** Lets sub-selects that are written alike over the same relation have equal keys, as those in GROUP BY and in the
 *  select list are. */
export function nameQuery(query: BoundQuery, written: Query, around: object | undefined): void {
  const text = JSON.stringify(written, (name, value) => {
    if (name === 'start' || name === 'end') return undefined
    return typeof value === 'bigint' ? `${value}n` : value
  })
  queryKeys.set(query, `${around ? identity(around) : ''}${text}`)
}

/** Lets the rewritten form of a sub-select have the key of what it was made of: equal ones are rewritten alike. */
export function nameAs<Query extends BoundQuery>(query: Query, original: BoundQuery): Query {
  queryKeys.set(query, queryKeys.get(original) ?? `#${identity(original)}`)
  return query
}

/** Two calls with equal keys are the same call. */
export const callKey = (call: FunctionCall): string => `${JSON.stringify(call.fn.id)}(${keys(call.args)})`

const keys = (bounds: readonly Bound[]): string => bounds.map(keyOf).join(',')

/** One character a byte. */
function bytesKey(bytes: Uint8Array): string {
  let key = ''
  for (const byte of bytes) key += String.fromCharCode(byte)
  return JSON.stringify(key)
}

const identities = new WeakMap<object, number>()
let lastIdentity = 0

function identity(object: object): number {
  const known = identities.get(object)
  if (known !== undefined) return known
  identities.set(object, ++lastIdentity)
  return lastIdentity
}

/** Sources whose columns expressions read. */
export function sourcesOf(exprs: readonly Bound[]): Set<number> {
  const sources = new Set<number>()
  const visit = (expr: Bound): void => {
    if (expr.kind === 'column') sources.add(expr.source)
    childrenOf(expr).forEach(visit)
  }
  exprs.forEach(visit)
  return sources
}

/** True if an expression is a query, or tests one. */
export const isSubquery = (
  bound: Bound,
): bound is Extract<Bound, { kind: 'subquery' | 'exists' | 'inQuery' }> =>
  bound.kind === 'subquery' || bound.kind === 'exists' || bound.kind === 'inQuery'

/** True if it is a query that reads the rows around it. */
export const isCorrelated = (bound: Bound): boolean => isSubquery(bound) && bound.correlated

/** Numbers of the sources that a FROM reads. */
export const sourcesIn = (from: BoundFrom): number[] =>
  from.kind === 'join' ? [...sourcesIn(from.left), ...sourcesIn(from.right)] : [from.source]

/** True if a FROM reads the table of WITH that it is the recursive part of. */
export const readsItself = (from: BoundFrom): boolean =>
  from.kind === 'join'
    ? readsItself(from.left) || readsItself(from.right)
    : from.kind === 'common' && from.shape === 'itself'
