import type { Path, Value } from '../../../contract/values.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import type { ColumnExpr } from '../ast.ts'
import { atoms } from '../builtins/shared/types.ts'
import { truth } from '../operators/operators.ts'
import type { Extent } from '../span.ts'
import { compareValues } from '../values/compare-values.ts'
import { indexPath } from '../values/flatten-value.ts'
import { bindExpression } from './bind-expression.ts'
import type { BoundItems } from './bind-items.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound, BoundColumn } from './bound.ts'
import { operator } from './make.ts'
import { columnsOf, type Scope } from './scope.ts'

const MOST_COLUMNS = 20_000

/** `COLUMN EXPR (…)`: its clauses are bound once for each column of the row, here, so that what remains are plain
 *  columns. WHERE, AS, ORDER BY must therefore be constant for a column; `value()` may stand in SELECT only. */
export function bindColumnExpr(b: Binding, scope: Scope, expr: ColumnExpr, at: Extent): BoundItems {
  if (!scope.relation) throw bindError(b, 'type-mismatch', 'COLUMN EXPR needs a FROM', at)
  const { columns, rest } = columnsOf(scope.relation)
  if (rest)
    throw bindError(
      b,
      'not-supported',
      'COLUMN EXPR needs columns that are known; this dataset has more columns than are',
      at,
    )
  const visited = expr.structured ? columns : columns.flatMap(toAtoms)
  if (visited.length > MOST_COLUMNS) {
    throw bindError(
      b,
      'not-supported',
      `COLUMN EXPR over ${visited.length} columns; at most ${MOST_COLUMNS}, or use COLUMN EXPR STRUCTURED`,
      at,
    )
  }
  const kept = visited.map((column) => visit(b, scope, expr, column, at)).filter((c) => c !== undefined)
  return { columns: cut(b, kept, expr, at) }
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

function visit(
  b: Binding,
  scope: Scope,
  expr: ColumnExpr,
  column: BoundColumn,
  at: Extent,
): Visited | undefined {
  const present = operator('not', [
    operator('test', [column.value, { kind: 'const', value: 'NULL', type: atoms('string') }]),
  ])
  const rowCount: Bound = {
    kind: 'aggregate',
    aggregate: { name: 'total', args: [present], distinct: false, orderBy: [] },
    type: atoms('integer'),
  }
  const inside: Scope = { ...scope, column: { path: column.path, value: column.value, rowCount } }
  if (expr.where && truth(fixed(b, bindExpression(b, inside, expr.where), at)) !== 1) return undefined
  const name = expr.as ? nameFrom(b, fixed(b, bindExpression(b, inside, expr.as), at), at) : column.path
  const value = expr.select ? bindExpression(b, inside, expr.select) : column.value
  const order = expr.orderBy.map((term) => fixed(b, bindExpression(b, inside, term.expr), at))
  return { path: name, value, order }
}

/** The value of an expression that depends on the column only. */
function fixed(b: Binding, bound: Bound, at: Extent): Value {
  if (bound.kind === 'const') return bound.value
  throw bindError(
    b,
    'not-supported',
    'inside COLUMN EXPR, AS, WHERE and ORDER BY may depend on the name of a column, not on its values; filter on values in the select around it',
    at,
  )
}

function nameFrom(b: Binding, value: Value, at: Extent): Path {
  if (value === null) throw bindError(b, 'invalid-argument', 'Cannot have a NULL column name', at)
  if (typeof value === 'string') return parsePath(value)
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)]
  if (!(value instanceof Uint8Array) && value.kind === 'path') return value.path
  throw bindError(b, 'invalid-argument', 'a column name must be text, a path or a number', at)
}

function cut(b: Binding, columns: Visited[], expr: ColumnExpr, at: Extent): BoundColumn[] {
  if (!expr.limit && !expr.offset) return columns
  const sorted = [...columns].sort((x, y) => {
    for (const [i, term] of expr.orderBy.entries()) {
      const order = compareValues(x.order[i]!, y.order[i]!)
      if (order !== 0) return term.descending ? -order : order
    }
    return 0
  })
  const offset = count(b, expr.offset, at) ?? 0
  const limit = count(b, expr.limit, at)
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
