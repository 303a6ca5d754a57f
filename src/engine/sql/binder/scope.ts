import { EngineError } from '../../../contract/errors.ts'
import type { Path } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import type { Expr } from '../ast.ts'
import { ANY } from '../builtins/shared/types.ts'
import { startsWith } from '../operators/structure.ts'
import type { Bound, BoundColumn, BoundFrom, BoundOrder, CommonShape } from './bound.ts'
import { constant, operator, row } from './make.ts'

/** What a FROM, or the argument of a function, offers to the expressions over it. */
export interface Relation {
  alias?: string
  /** The dataset that it is. */
  dataset?: string
  columns: BoundColumn[]
  /** Columns that are not known by name. */
  rest?: Bound
  name: Bound
  hash: Bound
  /** Latest time of the row's values, ms since 1970. */
  time: Bound
  /** What left its rows without times. */
  timeless?: string
  /** Order of rows where none is asked for, and among equals. */
  order: BoundOrder[]
  ties: BoundOrder[]
  /** The two sides of a join. */
  sides?: readonly [Relation, Relation]
}

/** Where an expression stands: which names it may use. */
export interface Scope {
  relation?: Relation
  /** The datasets before this one in FROM, which the arguments of `json_each` may read. */
  beside?: Relation
  /** What the relation is read from. */
  from?: BoundFrom
  /** Names that nothing else has are inputs: the expression is a function's body. */
  inputs?: Map<string, Path>
  /** The select around a sub-select. */
  outer?: Scope
  /** Told when a name was found in an outer scope. */
  onOuter?: () => void
  /** Present in SELECT, HAVING and ORDER BY of a grouped select. */
  group?: { keys: Bound[] }
  /** Items of the SELECT by name, where ORDER BY and HAVING may use them. */
  aliases?: BoundColumn[]
  /** The same before they are bound, for GROUP BY. */
  written?: ReadonlyMap<string, Expr>
  /** Names of items that this clause does not see. */
  hidden?: ReadonlySet<string>
  /** Present inside COLUMN EXPR: what the functions over the column at hand give. */
  column?: ColumnScope
  /** Present in WHEN: the time of the value under test. */
  valueTime?: Bound
  /** Tables of WITH. */
  common: ReadonlyMap<string, CommonTableScope>
  /** True inside the arguments of an aggregate. */
  inAggregate?: boolean
  /** True inside a window function, and wherever none may stand. */
  inWindow?: boolean
  /** True where aggregates are allowed. */
  aggregates?: boolean
}

export interface ColumnScope {
  /** Text form of its path. */
  name: Bound
  value: Bound
  /** How many rows have it. */
  rowCount: Bound
}

export interface CommonTableScope {
  relation: (source: number, alias: string) => Relation
  sqlName: string
  shape: CommonShape
  width: number
}

/** The value of a path in a list of columns: the column itself, part of one, or the row of all below the path. */
export function lookUp(
  columns: readonly BoundColumn[],
  rest: Bound | undefined,
  path: Path,
): Bound | undefined {
  const exact = columns.findLast((column) => samePath(column.path, path))
  if (exact) return exact.value
  const above = columns.filter((column) => column.path.length < path.length && startsWith(path, column.path))
  const nearest = above.reduce<BoundColumn | undefined>(
    (best, column) => (best && best.path.length >= column.path.length ? best : column),
    undefined,
  )
  if (nearest) return memberOf(nearest.value, path.slice(nearest.path.length))
  const below = columns
    .filter((column) => startsWith(column.path, path))
    .map(({ path: full, value }) => ({ path: full.slice(path.length), value }))
  const restMember = rest && operator('member', [rest, constant(formatPath(path))])
  if (below.length > 0) return row(below, restMember)
  return restMember
}

/** `value.path`, found while binding where the value's columns are known. */
export function memberOf(value: Bound, path: Path): Bound | undefined {
  if (path.length === 0) return value
  if (value.kind === 'row') return lookUp(value.columns, value.rest, path)
  if (value.type.kind === 'atoms') return undefined
  return operator('member', [value, constant(formatPath(path))], ANY)
}

/** All relations that have a name of their own, left to right. */
export const leavesOf = (relation: Relation): Relation[] =>
  relation.sides ? relation.sides.flatMap(leavesOf) : [relation]

/** What a dotted name means in a relation: a column, one under the alias, or (in a join) the only one of its name.
 *  @throws EngineError `unknown-column` where two sides of a join have it */
export function resolveIn(relation: Relation, path: Path): Bound | undefined {
  if (!relation.sides) {
    if (relation.alias !== undefined && path[0] === relation.alias && path.length > 1) {
      const exact = relation.columns.find((column) => samePath(column.path, path))
      return exact?.value ?? lookUp(relation.columns, relation.rest, path.slice(1))
    }
    return lookUp(relation.columns, relation.rest, path)
  }
  const leaves = leavesOf(relation)
  const qualified = leaves.find((leaf) => leaf.alias === path[0])
  if (qualified && path.length > 1) return lookUp(qualified.columns, qualified.rest, path.slice(1))
  const closed = leaves
    .map((leaf) => lookUp(leaf.columns, undefined, path))
    .filter((found) => found !== undefined)
  if (closed.length > 1) {
    const owners = leaves.filter((leaf) => lookUp(leaf.columns, undefined, path)).map((leaf) => leaf.alias)
    throw new EngineError(
      'unknown-column',
      `column "${formatPath(path)}" is in ${owners.join(' and ')}; say which`,
    )
  }
  return closed[0] ?? lookUp(relation.columns, relation.rest, path)
}

/** All columns of a relation as a wildcard sees them: in a join each under the alias of its side. */
export function columnsOf(relation: Relation): { columns: BoundColumn[]; rest?: Bound } {
  if (!relation.sides) return { columns: relation.columns, ...(relation.rest && { rest: relation.rest }) }
  const columns: BoundColumn[] = []
  const rests: Bound[] = []
  for (const leaf of leavesOf(relation)) {
    const prefix = leaf.alias === undefined ? [] : [leaf.alias]
    for (const column of leaf.columns) columns.push({ ...column, path: [...prefix, ...column.path] })
    if (leaf.rest)
      rests.push(prefix.length ? operator('prefix', [leaf.rest, constant(formatPath(prefix))]) : leaf.rest)
  }
  const rest = mergeRests(rests)
  return { columns, ...(rest && { rest }) }
}

/** One row of the columns of several. */
export function mergeRests(rests: readonly Bound[]): Bound | undefined {
  if (rests.length < 2) return rests[0]
  return operator(
    'row',
    rests.flatMap((rest) => [constant(null), rest]),
  )
}

export const samePath = (a: Path, b: Path): boolean =>
  a.length === b.length && a.every((element, i) => element === b[i])
