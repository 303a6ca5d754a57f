import type { Path } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import type { Expr, SelectItem } from '../ast.ts'
import { startsWith } from '../operators/structure.ts'
import { isExcluded, throughWildcard, type Wildcard } from '../operators/wildcard.ts'
import { bindColumnExpr, toAtoms } from './bind-column-expr.ts'
import { bindExpression } from './bind-expression.ts'
import { type Binding, bindError, nearest } from './binding.ts'
import type { Bound, BoundColumn } from './bound.ts'
import { constant, operator } from './make.ts'
import { columnsOf, leavesOf, lookUp, mergeRests, type Relation, type Scope } from './scope.ts'
import { warn } from './unknown-name.ts'

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
export function named(path: Path, value: Bound): BoundItems {
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
  const { columns, rest } = selected(scope.relation, item, wildcard)
  if (columns.length === 0 && !rest && item.prefix.length > 0) {
    const name = `${formatPath(item.prefix)}${item.dot ? '.' : ''}*`
    warn(
      b,
      `no column begins as ${name} does; it selects nothing${nearColumn(scope.relation, item.prefix)}`,
      item,
    )
  }
  warnUnmatched(b, scope.relation, item)
  return { columns, ...(rest && { rest }) }
}

/** What a wildcard selects of a relation. */
function selected(
  relation: Relation,
  item: Extract<SelectItem, { kind: 'star' }>,
  wildcard: Wildcard,
): BoundItems {
  const [head, ...tail] = item.prefix
  const leaf = item.dot && head !== undefined ? leavesOf(relation).find((r) => r.alias === head) : undefined
  const isStructure = leaf && !relation.sides && hasColumnsUnder(leaf.columns, item.prefix)
  if (leaf && !isStructure) {
    const excluding = wildcard.excluding.map((p) =>
      p.path[0] === head && p.path.length > 1 ? { ...p, path: p.path.slice(1) } : p,
    )
    const as = tail.length === 0 ? wildcard.as : undefined
    return expand(leaf, { prefix: tail, dot: true, excluding, ...(as && { as }) })
  }
  return expand(columnsOf(relation), wildcard)
}

/** Tells of names after EXCLUDING that no column has, which are probably misspelled. */
function warnUnmatched(b: Binding, relation: Relation, item: Extract<SelectItem, { kind: 'star' }>): void {
  const { columns, rest } = columnsOf(relation)
  if (rest) return
  const paths = [...columns, ...leavesOf(relation).flatMap((leaf) => leaf.columns)].map(({ path }) => path)
  for (const pattern of item.excluding) {
    const isInside = [item.prefix, item.prefix.slice(1)].some(
      (prefix) => prefix.length > 0 && startsWith(pattern.path, prefix),
    )
    if (isInside || paths.some((path) => isExcluded(path, pattern))) continue
    const name = formatPath(pattern.path)
    warn(b, `EXCLUDING: there is no column "${name}" here${nearColumn(relation, pattern.path)}`, pattern)
  }
}

function nearColumn(relation: Relation, path: Path): string {
  const known = columnsOf(relation).columns.map((column) => formatPath(column.path))
  const near = nearest(formatPath(path), known)
  return near ? `. Did you mean ${near}?` : ''
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
  if (columns.length === 0 && wildcard.dot && wildcard.prefix.length > 0) {
    const inside = structureColumns(of, wildcard)
    columns.push(...inside.columns)
    if (inside.rest) rests.push(inside.rest)
  }
  const rest = mergeRests(rests)
  return { columns, ...(rest && { rest }) }
}

/** `x.*` where x is one column that holds rows, or an embedding. */
function structureColumns(of: { columns: readonly BoundColumn[] }, wildcard: Wildcard): BoundItems {
  const { prefix } = wildcard
  const value = lookUp(of.columns, undefined, prefix)
  if (value?.type.kind === 'embedding') {
    const isWhole = !wildcard.as && wildcard.excluding.length === 0
    const numbers = isWhole ? [{ path: prefix, value }] : toAtoms({ path: prefix, value })
    const named = numbers.map((column) => ({
      ...column,
      path: isWhole ? prefix : throughWildcard(column.path, wildcard),
    }))
    return { columns: named.filter((column): column is BoundColumn => column.path !== undefined) }
  }
  if (!value || (value.type.kind !== 'any' && value.type.kind !== 'row')) return { columns: [] }
  return { columns: [], rest: through(operator('prefix', [value, constant(formatPath(prefix))]), wildcard) }
}

function through(rest: Bound, wildcard: Wildcard): Bound {
  if (wildcard.prefix.length === 0 && wildcard.excluding.length === 0 && !wildcard.as) return rest
  return operator('wildcard', [rest, constant(JSON.stringify(wildcard))])
}
