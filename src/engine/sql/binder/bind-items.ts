import type { Path } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import type { Expr, SelectItem } from '../ast.ts'
import { throughWildcard, type Wildcard } from '../operators/wildcard.ts'
import { bindColumnExpr } from './bind-column-expr.ts'
import { bindExpression } from './bind-expression.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound, BoundColumn } from './bound.ts'
import { constant, operator } from './make.ts'
import { columnsOf, leavesOf, lookUp, mergeRests, type Scope } from './scope.ts'

/** The columns that a select list makes, rows spread into their columns, and what is beyond known columns. */
export interface BoundItems {
  columns: BoundColumn[]
  rest?: Bound
}

/** Binds a select list. Wildcards are expanded here, so that nothing after the binder knows them. */
export function bindItems(b: Binding, scope: Scope, items: readonly SelectItem[]): BoundItems {
  const columns: BoundColumn[] = []
  const rests: Bound[] = []
  for (const item of items) {
    const bound = bindItem(b, scope, item)
    columns.push(...bound.columns)
    if (bound.rest) rests.push(bound.rest)
  }
  const rest = mergeRests(rests)
  return { columns, ...(rest && { rest }) }
}

function bindItem(b: Binding, scope: Scope, item: SelectItem): BoundItems {
  switch (item.kind) {
    case 'expr':
      return named(item.name ?? nameOf(b, item.expr, item), bindExpression(b, scope, item.expr))
    case 'unpack':
      return unpacked(b, bindExpression(b, scope, item.expr), item)
    case 'star':
      return bindStar(b, scope, item)
    case 'columnExpr':
      return bindColumnExpr(b, scope, item.columns, item)
  }
}

/** A name keeps its path; any other expression is named by its text, as one element. */
function nameOf(b: Binding, expr: Expr, item: { start: number; end: number }): Path {
  return expr.kind === 'name' ? expr.path : [b.text.slice(item.start, item.end)]
}

/** A value under a name; a row gives one column for each of its own. */
function named(path: Path, value: Bound): BoundItems {
  if (value.kind !== 'row') return { columns: [{ path, value }] }
  const columns = value.columns.map((column) => ({ path: [...path, ...column.path], value: column.value }))
  if (!value.rest) return { columns }
  return { columns, rest: operator('prefix', [value.rest, constant(formatPath(path))]) }
}

/** `e AS *`
 *  @throws EngineError `type-mismatch` where e can be no row */
function unpacked(b: Binding, value: Bound, item: SelectItem): BoundItems {
  if (value.kind === 'row') return { columns: value.columns, ...(value.rest && { rest: value.rest }) }
  if (value.type.kind === 'row' || value.type.kind === 'any') return { columns: [], rest: value }
  if (value.kind === 'const' && value.value === null) return { columns: [] }
  throw bindError(b, 'type-mismatch', 'Expression with AS * must return a row', item)
}

function bindStar(b: Binding, scope: Scope, item: Extract<SelectItem, { kind: 'star' }>): BoundItems {
  if (scope.group) throw bindError(b, 'type-mismatch', 'Wildcard cannot be used with GROUP BY', item)
  const wildcard: Wildcard = {
    prefix: item.prefix,
    dot: item.dot,
    excluding: item.excluding.map(({ path, star, dot }) => ({ path, star, dot })),
    ...(item.as && { as: item.as }),
  }
  if (!scope.relation) {
    if (!scope.inputs) throw bindError(b, 'type-mismatch', 'Wildcard usage requires a FROM statement', item)
    const all: Bound = { kind: 'input', path: [], type: { kind: 'row' } }
    return { columns: [], rest: through(all, wildcard) }
  }
  const [head, ...tail] = item.prefix
  const leaf =
    item.dot && head !== undefined ? leavesOf(scope.relation).find((r) => r.alias === head) : undefined
  const isStructure = leaf && !scope.relation.sides && hasColumnsUnder(leaf.columns, item.prefix)
  if (leaf && !isStructure) {
    const excluding = wildcard.excluding.map((p) =>
      p.path[0] === head && p.path.length > 1 ? { ...p, path: p.path.slice(1) } : p,
    )
    const as = tail.length === 0 ? wildcard.as : undefined
    return expand(leaf, { prefix: tail, dot: true, excluding, ...(as && { as }) })
  }
  return expand(columnsOf(scope.relation), wildcard)
}

const hasColumnsUnder = (columns: readonly BoundColumn[], prefix: Path): boolean =>
  columns.some(
    ({ path }) =>
      path.length > prefix.length && formatPath(path.slice(0, prefix.length)) === formatPath(prefix),
  )

function expand(of: { columns: readonly BoundColumn[]; rest?: Bound }, wildcard: Wildcard): BoundItems {
  const columns: BoundColumn[] = []
  const rests: Bound[] = []
  for (const { path, value, sparse } of of.columns) {
    const name = throughWildcard(path, wildcard)
    if (name) {
      const spread = named(name, value)
      columns.push(...(sparse ? spread.columns.map((column) => ({ ...column, sparse })) : spread.columns))
      if (spread.rest) rests.push(spread.rest)
    }
  }
  if (of.rest) rests.push(through(of.rest, wildcard))
  if (columns.length === 0 && wildcard.dot && wildcard.prefix.length > 0)
    rests.push(...structureColumns(of, wildcard))
  const rest = mergeRests(rests)
  return { columns, ...(rest && { rest }) }
}

/** `x.*` where x is one column that holds rows. */
function structureColumns(of: { columns: readonly BoundColumn[] }, wildcard: Wildcard): Bound[] {
  const value = lookUp(of.columns, undefined, wildcard.prefix)
  if (!value || (value.type.kind !== 'any' && value.type.kind !== 'row')) return []
  return [through(operator('prefix', [value, constant(formatPath(wildcard.prefix))]), wildcard)]
}

function through(rest: Bound, wildcard: Wildcard): Bound {
  if (wildcard.prefix.length === 0 && wildcard.excluding.length === 0 && !wildcard.as) return rest
  return operator('wildcard', [rest, constant(JSON.stringify(wildcard))])
}
