import type { Body, Compound, OrderTerm, Values } from '../ast.ts'
import { unionTypes } from '../builtins/shared/types.ts'
import { bindOrder } from './bind-aggregate.ts'
import { bindExpression } from './bind-expression.ts'
import { sourceColumn } from './bind-from.ts'
import { type Binding, bindError } from './binding.ts'
import type { BoundColumn, BoundOrder, BoundQuery } from './bound.ts'
import { constant } from './make.ts'
import type { Scope } from './scope.ts'

/** The source number under which the columns of a compound's own result go in its ORDER BY. */
export const RESULT_SOURCE = -1

/** UNION, INTERSECT, EXCEPT: columns go by position, names come from the left. */
export function bindCompound(
  b: Binding,
  scope: Scope,
  compound: Compound,
  orderBy: OrderTerm[],
  bindPart: (body: Body) => BoundQuery,
): BoundQuery {
  const left = bindPart(compound.left)
  const right = bindPart(compound.right)
  if (left.columns.length !== right.columns.length) {
    throw bindError(
      b,
      'type-mismatch',
      `the sides of ${compound.op} have ${left.columns.length} and ${right.columns.length} columns`,
      compound,
    )
  }
  const columns: BoundColumn[] = left.columns.map(({ path, value }, i) => ({
    path,
    value: sourceColumn(
      RESULT_SOURCE,
      `c${i}`,
      unionTypes(value.type, right.columns[i]!.value.type),
      path.join('.'),
    ),
  }))
  return {
    kind: 'compound',
    op: compound.op,
    left,
    right,
    columns,
    orderBy: orderOf(b, scope, orderBy, columns),
    common: [],
    recursive: false,
  }
}

function orderOf(b: Binding, scope: Scope, orderBy: OrderTerm[], columns: BoundColumn[]): BoundOrder[] {
  const never = constant(null)
  const relation = { columns, name: never, hash: never, time: never, order: [], ties: [] }
  return orderBy.flatMap((term) => {
    const position = term.expr.kind === 'literal' ? columns[Number(term.expr.value) - 1]?.value : undefined
    if (position)
      return [{ expr: position, descending: term.descending, ...(term.nulls && { nulls: term.nulls }) }]
    return bindOrder(b, { relation, common: scope.common }, [term])
  })
}

/** `VALUES (…), (…)`: columns `column1`, `column2`, … */
export function bindValues(b: Binding, scope: Scope, values: Values): BoundQuery {
  const rows = values.rows.map((row) => row.map((expr) => bindExpression(b, { ...scope }, expr)))
  const width = rows[0]!.length
  if (rows.some((row) => row.length !== width)) {
    throw bindError(b, 'syntax', 'all rows of VALUES must have as many values as the first', values)
  }
  const columns: BoundColumn[] = Array.from({ length: width }, (_, i) => {
    const type = rows.map((row) => row[i]!.type).reduce(unionTypes)
    return { path: [`column${i + 1}`], value: sourceColumn(RESULT_SOURCE, `c${i}`, type, `column${i + 1}`) }
  })
  return { kind: 'values', rows, firstName: 1, columns, orderBy: [], common: [], recursive: false }
}
