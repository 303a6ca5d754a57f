import type { Expr } from '../ast.ts'
import { bindExpression } from './bind-expression.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound } from './bound.ts'
import { caseOf, NULL, operator } from './make.ts'
import type { Relation, Scope } from './scope.ts'

/** WHEN: values whose time does not satisfy the condition drop out of their rows; the rows stay. A row's values share
 *  its time, which `value_timestamp()` gives. */
export function whenRelation(b: Binding, scope: Scope, when: Expr): Relation {
  const { relation } = scope
  if (!relation) throw bindError(b, 'type-mismatch', 'WHEN needs a FROM', when)
  return filtered(relation, (side) => {
    const valueTime = operator('timestamp', [side.time])
    return bindExpression(b, { ...scope, valueTime }, when)
  })
}

function filtered(relation: Relation, conditionOf: (side: Relation) => Bound): Relation {
  if (relation.sides) {
    const [left, right] = relation.sides.map((side) => filtered(side, conditionOf)) as [Relation, Relation]
    return { ...relation, columns: [...left.columns, ...right.columns], sides: [left, right] }
  }
  const condition = conditionOf(relation)
  const kept = (value: Bound): Bound => caseOf([{ when: condition, result: value }], NULL)
  return {
    ...relation,
    columns: relation.columns.map((column) => ({ ...column, value: kept(column.value) })),
    ...(relation.rest && { rest: kept(relation.rest) }),
  }
}
