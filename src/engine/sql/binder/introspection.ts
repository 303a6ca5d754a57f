import type { Path, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import type { ValueType } from '../builtins/define-builtin.ts'
import type { CallExpr } from './bind-call.ts'
import { bindExpression } from './bind-expression.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound } from './bound.ts'
import { constant } from './make.ts'
import { columnsOf, type Scope } from './scope.ts'

/** `static_type(e)`: what is known of a value before the statement runs, as a row. */
export function staticType(b: Binding, scope: Scope, call: CallExpr): Bound {
  const [only, ...others] = call.args
  if (!only || others.length > 0) {
    throw bindError(
      b,
      'invalid-argument',
      `Binding builtin function static_type: expected 1 argument, got ${call.args.length}`,
      call,
    )
  }
  return constant(describeType(bindExpression(b, scope, only).type))
}

const rowOf = (columns: readonly (readonly [Path, Value])[]): Value => ({ kind: 'row', columns })

function describeType(type: ValueType): Value {
  const kind: readonly [Path, Value] = [['kind'], type.kind === 'atoms' ? 'atom' : type.kind]
  switch (type.kind) {
    case 'atoms':
      return rowOf([kind, [['types'], type.types.join(', ')]])
    case 'embedding':
      return rowOf([
        kind,
        [['shape'], { kind: 'embedding', shape: [type.shape.length], data: Float64Array.from(type.shape) }],
      ])
    case 'row': {
      const columns = type.columns?.map(({ name, type: t }): [Path, Value] => [[name], describeType(t)])
      return rowOf([
        kind,
        [['open'], columns ? 0 : 1],
        ...(columns ? [[['columns'], rowOf(columns)] as const] : []),
      ])
    }
    default:
      return rowOf([kind])
  }
}

/** `static_known_columns()`: the names of the columns that are known before the statement runs. */
export function staticKnownColumns(b: Binding, scope: Scope, call: CallExpr): Bound {
  if (!scope.relation) throw bindError(b, 'type-mismatch', 'static_known_columns() needs a FROM', call)
  const { columns } = columnsOf(scope.relation)
  return constant(rowOf(columns.map(({ path }, i) => [[String(i)], formatPath(path)])))
}
