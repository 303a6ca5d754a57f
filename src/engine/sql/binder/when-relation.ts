import type { Expr } from '../ast.ts'
import { bindExpression } from './bind-expression.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound } from './bound.ts'
import { caseOf, NULL, operator } from './make.ts'
import type { Relation, Scope } from './scope.ts'

/** WHEN: values whose time does not satisfy the condition drop out of their rows; the rows stay. `value_timestamp()` gives
 *  that time: the row's, but for values that `x @ t` or a join gave one of their own. */
export function whenRelation(b: Binding, scope: Scope, when: Expr): Relation {
  const { relation } = scope
  if (!relation) throw bindError(b, 'type-mismatch', 'WHEN needs a FROM', when)
  return filtered(relation, (time) => {
    const valueTime = operator('timestamp', [time])
    return bindExpression(b, { ...scope, valueTime }, when)
  })
}

function filtered(relation: Relation, conditionAt: (time: Bound) => Bound): Relation {
  if (relation.sides) {
    const [left, right] = relation.sides.map((side) => filtered(side, conditionAt)) as [Relation, Relation]
    return { ...relation, columns: [...left.columns, ...right.columns], sides: [left, right] }
  }
  const ofRow = conditionAt(relation.time)
  const kept = (value: Bound, time?: Bound): Bound =>
    caseOf([{ when: time ? conditionAt(time) : ofRow, result: value }], NULL)
  return {
    ...relation,
    columns: relation.columns.map((column) => ({ ...column, value: kept(column.value, column.time) })),
    ...(relation.rest && { rest: kept(relation.rest) }),
  }
}
