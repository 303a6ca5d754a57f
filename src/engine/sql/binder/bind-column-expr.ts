import type { Path, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import type { ColumnExpr } from '../ast.ts'
import { atoms } from '../builtins/shared/types.ts'
import { truth } from '../operators/operators.ts'
import { toColumnPath } from '../operators/structure.ts'
import type { Extent } from '../span.ts'
import { compareValues } from '../values/compare-values.ts'
import { indexPath } from '../values/flatten-value.ts'
import { bindExpression } from './bind-expression.ts'
import { type BoundItems, named } from './bind-items.ts'
import { bindRunTimeColumns } from './bind-run-time-columns.ts'
import { type Binding, bindError, located } from './binding.ts'
import type { Bound, BoundColumn, BoundFrom } from './bound.ts'
import { constant, operator, special } from './make.ts'
import { topLevel } from './row-dataset.ts'
import { columnsOf, mergeRests, type Scope } from './scope.ts'
import { oneRowOf } from './select-all.ts'

const MOST_COLUMNS = 20_000

/** `COLUMN EXPR (…)`: where its columns are known, and its clauses depend on their names only, it is bound once for each of
 *  them, here, so that what remains are plain columns; else it runs for each row. */
export function bindColumnExpr(b: Binding, scope: Scope, expr: ColumnExpr, at: Extent): BoundItems {
  if (!scope.relation) throw bindError(b, 'type-mismatch', 'COLUMN EXPR needs a FROM', at)
  const { columns, rest } = columnsOf(scope.relation)
  const limit = count(b, expr.limit, at)
  const offset = count(b, expr.offset, at) ?? 0
  const visited = expr.structured ? topLevel(columns) : columns.flatMap(toAtoms)
  if (visited.length > MOST_COLUMNS) {
    throw bindError(
      b,
      'not-supported',
      `COLUMN EXPR over ${visited.length} columns; at most ${MOST_COLUMNS}, or use COLUMN EXPR STRUCTURED`,
      at,
    )
  }
  const kept = rest ? undefined : visitAll(b, scope, expr, visited, at)
  if (kept) return spread(cut(kept, expr, limit, offset))
  return { columns: [], rest: bindRunTimeColumns(b, scope, expr, { at, limit, offset }) }
}

interface Visited extends BoundColumn {
  order: Value[]
}

/** An embedding as one column a number; anything else as it is. */
export function toAtoms({ path, value }: BoundColumn): BoundColumn[] {
  if (value.type.kind !== 'embedding') return [{ path, value }]
  const { shape } = value.type
  const size = shape.reduce((product, n) => product * n, 1)
  return Array.from({ length: Math.min(size, MOST_COLUMNS + 1) }, (_, i) => {
    const index = indexPath(shape, i)
    return {
      path: [...path, ...index],
      value: operator(
        'element',
        [value, ...index.map((n) => ({ kind: 'const', value: Number(n), type: atoms('integer') }) as Bound)],
        atoms('integer', 'number', 'nan', 'infinite', 'null'),
      ),
    }
  })
}

/** The columns that WHERE leaves, with their new names and values; undefined if that is not decided by names alone. */
function visitAll(
  b: Binding,
  scope: Scope,
  expr: ColumnExpr,
  columns: readonly BoundColumn[],
  at: Extent,
): Visited[] | undefined {
  const visited: Visited[] = []
  for (const column of columns) {
    const inside: Scope = {
      ...scope,
      column: {
        name: constant(formatPath(column.path)),
        value: column.value,
        rowCount: countOfRows(scope.from!, column.value),
      },
    }
    const where = expr.where ? bindExpression(b, inside, expr.where) : constant(1)
    const name = expr.as && bindExpression(b, inside, expr.as)
    const order = expr.orderBy.map((term) => bindExpression(b, inside, term.expr))
    if ([where, name ?? where, ...order].some(({ kind }) => kind !== 'const')) return undefined
    if (truth(constantOf(where)) !== 1) continue
    visited.push({
      path: name ? nameFrom(b, constantOf(name), at) : column.path,
      value: expr.select ? bindExpression(b, inside, expr.select) : column.value,
      order: order.map(constantOf),
      ...(!expr.select && column.sparse && { sparse: true }),
    })
  }
  return visited
}

const constantOf = (bound: Bound): Value => (bound as Extract<Bound, { kind: 'const' }>).value

/** A column whose value is a row is one for each column of that. */
function spread(columns: readonly BoundColumn[]): BoundItems {
  const items = columns.map((column) =>
    column.value.kind === 'row' ? named(column.path, column.value) : { columns: [column] },
  )
  const rest = mergeRests(items.flatMap((one) => one.rest ?? []))
  return { columns: items.flatMap((one) => one.columns), ...(rest && { rest }) }
}

/** `(SELECT total(value IS NOT NULL) FROM …)`; a row is there where one of its columns is. */
function countOfRows(from: BoundFrom, value: Bound): Bound {
  const parts = value.kind === 'row' ? value.columns.map((column) => column.value) : [value]
  const present = parts
    .map((part) => operator('not', [operator('test', [part, constant('NULL')])]))
    .reduce((a, b) => operator('or', [a, b]))
  const total: Bound = {
    kind: 'aggregate',
    aggregate: { name: 'total', args: [present], distinct: false, orderBy: [] },
    type: atoms('integer'),
  }
  const whole = special('toInteger', [total], atoms('integer'))
  return { kind: 'subquery', query: oneRowOf(from, whole), correlated: false, type: atoms('integer') }
}

const nameFrom = (b: Binding, value: Value, at: Extent): Path => located(b, at, () => toColumnPath(value))

function cut(columns: Visited[], expr: ColumnExpr, limit: number | undefined, offset: number): BoundColumn[] {
  if (limit === undefined && offset === 0) return columns
  const sorted = [...columns].sort((x, y) => {
    for (const [i, term] of expr.orderBy.entries()) {
      const order = compareValues(x.order[i]!, y.order[i]!)
      if (order !== 0) return term.descending ? -order : order
    }
    return 0
  })
  const kept = new Set(sorted.slice(offset, limit === undefined ? undefined : offset + limit))
  return columns.filter((column) => kept.has(column))
}

function count(b: Binding, expr: ColumnExpr['limit'], at: Extent): number | undefined {
  if (!expr) return undefined
  const bound = bindExpression(b, { common: new Map() }, expr)
  const value = bound.kind === 'const' ? bound.value : undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value
  if (value === -1) return undefined
  throw bindError(b, 'invalid-argument', 'LIMIT and OFFSET take whole numbers that are not negative', at)
}
