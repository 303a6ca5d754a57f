import type { Expr, Query } from '../ast.ts'
import { atoms, unionTypes } from '../builtins/shared/types.ts'
import { bindExpression } from './bind-expression.ts'
import { bindQuery } from './bind-query.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound, BoundQuery } from './bound.ts'
import { nameQuery } from './bound-tree.ts'
import type { Scope } from './scope.ts'
import { BOOLEAN, nullableLike } from './types.ts'

/** `(SELECT …)` as a value: the first column of the first row, or null. */
export function bindSubquery(b: Binding, scope: Scope, expr: Extract<Expr, { kind: 'subquery' }>): Bound {
  const { query, correlated } = inner(b, scope, expr.query)
  const [only] = query.columns
  if (query.columns.length !== 1) {
    throw bindError(
      b,
      'type-mismatch',
      `a sub-select used as a value must have one column; this one has ${query.columns.length}`,
      expr,
    )
  }
  return { kind: 'subquery', query, correlated, type: unionTypes(only!.value.type, atoms('null')) }
}

/** `EXISTS (SELECT …)` */
export function bindExists(b: Binding, scope: Scope, expr: Extract<Expr, { kind: 'exists' }>): Bound {
  return { kind: 'exists', ...inner(b, scope, expr.query), type: BOOLEAN }
}

/** `x IN (SELECT …)`: all columns of the sub-select are tested; `(a, b) IN (SELECT …)` compares row by row. */
export function bindInQuery(b: Binding, scope: Scope, operand: Expr, query: Query): Bound {
  const { query: bound, correlated } = inner(b, scope, query)
  const parts = operand.kind === 'tuple' ? operand.items : [operand]
  if (parts.length > 1 && parts.length !== bound.columns.length) {
    throw bindError(
      b,
      'type-mismatch',
      `${parts.length} values are compared with a sub-select of ${bound.columns.length} columns`,
      operand,
    )
  }
  const values = parts.map((part) => bindExpression(b, scope, part))
  return {
    kind: 'inQuery',
    operand: values,
    query: bound,
    correlated,
    type: nullableLike(BOOLEAN, [atoms('null')]),
  }
}

function inner(b: Binding, scope: Scope, query: Query): { query: BoundQuery; correlated: boolean } {
  let correlated = false
  const around: Scope = {
    ...scope,
    onOuter: () => {
      correlated = true
    },
  }
  const bound = bindQuery(b, { outer: around, common: scope.common }, query)
  nameQuery(bound, query, scope.relation)
  return { query: bound, correlated }
}
