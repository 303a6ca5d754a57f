import type { Value } from '../../../contract/values.ts'
import type { ScalarBuiltin, ValueType } from '../builtins/define-builtin.ts'
import { isPlainNumber, unionTypes } from '../builtins/shared/types.ts'
import { type OperatorName, operators, truth } from '../operators/operators.ts'
import type { Bound, BoundColumn, SpecialName } from './bound.ts'
import { NULL_TYPE, operatorType, rowType, typeOfConstant } from './types.ts'

/** A constant. */
export const constant = (value: Value): Bound => ({ kind: 'const', value, type: typeOfConstant(value) })

export const NULL: Bound = { kind: 'const', value: null, type: NULL_TYPE }

/** An operator over expressions; of constants it is computed here, unless that fails: then it fails when it runs, so
 *  that `try` can catch it. */
export function operator(op: OperatorName, args: Bound[], type?: ValueType): Bound {
  // A constant has no place for a time of its own.
  const values = op === 'at' ? undefined : constantValues(args)
  if (values) {
    const apply = operators[op] as (...args: Value[]) => Value
    const folded = fold(() => apply(...values))
    if (folded) return folded
  }
  return { kind: 'op', op, args, type: type ?? typeOf(op, args) }
}

/** `x @ t`; of a row each column is at that time.
 *  @throws EngineError `type-mismatch` for a constant t that is no time */
export function atTime(x: Bound, t: Bound): Bound {
  if (t.kind === 'const' && t.value !== null) operators['time of'](t.value)
  if (x.kind !== 'row') return operator('at', [x, t])
  const columns = x.columns.map((column) => ({ ...column, value: atTime(column.value, t) }))
  return row(columns, x.rest && operator('at', [x.rest, t], x.rest.type))
}

function typeOf(op: OperatorName, args: readonly Bound[]): ValueType {
  const types = args.map((arg) => arg.type)
  const [, divisor] = args
  const dividesByNonZero = op === '/' && divisor?.kind === 'const' && divisor.value !== 0
  // No infinity and no NaN can come of that.
  return operatorType(dividesByNonZero && types.every(isPlainNumber) ? '*' : op, types)
}

/** A value that only SQLite's side of a row has. */
export const special = (op: SpecialName, args: Bound[], type: ValueType): Bound => ({
  kind: 'special',
  op,
  args,
  type,
})

/** A call of a builtin, computed here where it can be. */
export function builtinCall(builtin: ScalarBuiltin, args: Bound[]): Bound {
  const strict = builtin.strict !== false
  const values = builtin.deterministic === false ? undefined : constantValues(args)
  if (values) {
    if (strict && values.includes(null)) return NULL
    const folded = fold(() => builtin.apply(values))
    if (folded) return folded
  }
  return { kind: 'builtin', builtin, args, type: builtin.result(args.map((arg) => arg.type)) }
}

/** The values of expressions that are all constant, or undefined. */
function constantValues(args: readonly Bound[]): Value[] | undefined {
  const values: Value[] = []
  for (const arg of args) {
    const value = constantValue(arg)
    if (value === undefined) return undefined
    values.push(value)
  }
  return values
}

/** The value of a constant, or of a row of constants. */
export function constantValue(bound: Bound): Value | undefined {
  if (bound.kind === 'const') return bound.value
  if (bound.kind !== 'row' || bound.rest) return undefined
  const values = constantValues(bound.columns.map((column) => column.value))
  return values && { kind: 'row', columns: bound.columns.map(({ path }, i) => [path, values[i]!] as const) }
}

function fold(compute: () => Value): Bound | undefined {
  try {
    return constant(compute())
  } catch {
    return undefined
  }
}

/** A row whose columns are known one by one, plus perhaps a remainder. */
export const row = (columns: BoundColumn[], rest?: Bound): Bound => ({
  kind: 'row',
  columns,
  ...(rest && { rest }),
  type: rowType(columns, rest),
})

/** CASE; branches with constant conditions are decided here. */
export function caseOf(branches: { when: Bound; result: Bound }[], otherwise: Bound): Bound {
  const kept: typeof branches = []
  for (const branch of branches) {
    const isTrue = branch.when.kind === 'const' ? safeTruth(branch.when.value) : undefined
    if (isTrue === undefined) {
      kept.push(branch)
      continue
    }
    if (isTrue === 1) return kept.length === 0 ? branch.result : caseOf(kept, branch.result)
  }
  if (kept.length === 0) return otherwise
  const type = kept.map((branch) => branch.result.type).reduce(unionTypes, otherwise.type)
  return { kind: 'case', branches: kept, otherwise, type }
}

/** Undefined for a value that is neither true nor false: the statement then fails when it runs. */
function safeTruth(value: Value): 1 | 0 | null | undefined {
  try {
    return truth(value)
  } catch {
    return undefined
  }
}

/** Both conditions; undefined is no condition. */
export function both(a: Bound | undefined, b: Bound | undefined): Bound | undefined {
  if (!a || !b) return a ?? b
  return operator('and', [a, b])
}

/** The parts of a condition that must all hold. */
export function conjuncts(condition: Bound | undefined): Bound[] {
  if (!condition) return []
  if (condition.kind === 'op' && condition.op === 'and') return condition.args.flatMap(conjuncts)
  return [condition]
}
