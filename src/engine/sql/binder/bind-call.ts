import type { CallNode, Expr } from '../ast.ts'
import type { AggregateBuiltin, ScalarBuiltin } from '../builtins/define-builtin.ts'
import { atoms, isAtomOf, unionTypes } from '../builtins/shared/types.ts'
import type { Extent } from '../span.ts'
import { bindAggregate } from './bind-aggregate.ts'
import { bindExpression } from './bind-expression.ts'
import { bindTry } from './bind-try.ts'
import { bindUserFunction } from './bind-user-function.ts'
import { type Binding, bindError, located, nearest } from './binding.ts'
import type { Bound } from './bound.ts'
import { atTime, builtinCall, operator, row, special } from './make.ts'
import { bindRowFunction, ROW_FUNCTION_NAMES } from './row-functions.ts'
import type { Scope } from './scope.ts'
import {
  type Arity,
  BLOB_FUNCTIONS,
  BYTE_FUNCTIONS,
  PASSING_FUNCTIONS,
  SQLITE_AGGREGATES,
  SQLITE_FUNCTIONS,
  SQLITE_WINDOW_FUNCTIONS,
} from './sqlite-functions.ts'
import { cellTimes, earliestTime, latestTime, warnOfLostTimes } from './times.ts'
import { NULL_TYPE } from './types.ts'

/** More arguments than a function names one by one. */
const MANY = 50

export type CallExpr = Extract<Expr, { kind: 'call' }>

/** Gives a call its meaning: a function over the row at hand, a builtin, an aggregate, a function of the user, or
 *  one of SQLite's own, in this order.
 *  @throws EngineError `unknown-function`, `invalid-argument` */
export function bindCall(b: Binding, scope: Scope, call: CallExpr): Bound {
  const name = call.name.toLowerCase()
  if (name === 'try') return bindTry(b, scope, call)
  if (name === 'jseval') {
    throw bindError(
      b,
      'not-supported',
      'jseval is left out: statements run no code; use a sql.expression function instead',
      call,
    )
  }
  const ofTheRow = located(b, call, () => bindRowFunction(b, scope, call))
  if (ofTheRow) return ofTheRow
  if (call.qualifier !== undefined) {
    throw bindError(
      b,
      'unknown-function',
      `"${call.qualifier}.${call.name}": only functions of a row, such as rowName(), may follow a dataset's alias`,
      call,
    )
  }
  const builtin = b.builtins.get(name)
  const isGreatest = (name === 'min' || name === 'max') && call.args.length > 1
  if (isGreatest) return bindSqliteFunction(b, scope, call, name)
  if (
    builtin?.kind === 'aggregate' ||
    name === 'count' ||
    SQLITE_WINDOW_FUNCTIONS.has(name) ||
    SQLITE_AGGREGATES.has(name)
  ) {
    return bindAggregate(b, scope, call, builtin as AggregateBuiltin | undefined)
  }
  if (builtin) return bindBuiltin(b, scope, call, builtin as ScalarBuiltin)
  const fn = b.catalog.function(call.name)
  if (fn) return bindUserFunction(b, scope, call, fn)
  if (SQLITE_FUNCTIONS.has(name)) return bindSqliteFunction(b, scope, call, name)
  throw unknownFunction(b, call)
}

function bindBuiltin(b: Binding, scope: Scope, call: CallExpr & CallNode, builtin: ScalarBuiltin): Bound {
  const args = call.args.map((arg) => bindExpression(b, scope, arg))
  checkArity(b, call, builtin.name, builtin.arity)
  if (builtin.name === 'at') return located(b, call, () => atTime(args[0]!, args[1]!))
  const times = timesFor(b, scope, builtin, args[0], call)
  return located(b, call, () => builtinCall(builtin, [...args, ...times]))
}

function checkArity(b: Binding, call: CallExpr, name: string, [least, most]: Arity): void {
  const got = call.args.length
  if (got >= least && got <= most) return
  const count = least === most ? String(least) : most < MANY ? `${least} to ${most}` : `at least ${least}`
  const expected = `${count} argument${count === '1' || count === 'at least 1' ? '' : 's'}`
  throw bindError(
    b,
    'invalid-argument',
    `Binding builtin function ${name}: expected ${expected}, got ${got}`,
    call,
  )
}

/** The times that a builtin asks for of its first argument. */
function timesFor(
  b: Binding,
  scope: Scope,
  { name, timed }: ScalarBuiltin,
  value: Bound | undefined,
  at: Extent,
): Bound[] {
  if (!timed || !value) return []
  warnOfLostTimes(b, value, at, name)
  const grouped = scope.group !== undefined
  const stamp = (ms: Bound): Bound => operator('timestamp', [ms])
  if (timed === 'latest') return [stamp(latestTime(b, value, grouped))]
  if (timed === 'earliest') return [stamp(earliestTime(b, value, grouped))]
  const all = cellTimes(b, value, grouped)
  if (timed === 'all') return all.map(stamp)
  if (value.kind !== 'row' || value.rest || all.length < 2) return []
  return [row(value.columns.map(({ path, value: v }) => ({ path, value: stamp(latestTime(b, v, grouped)) })))]
}

function bindSqliteFunction(b: Binding, scope: Scope, call: CallExpr, name: string): Bound {
  const args = call.args.map((arg) => bindExpression(b, scope, arg))
  checkArity(b, call, name, SQLITE_FUNCTIONS.get(name)!)
  if (name === 'likelihood') return likelihood(b, call, args)
  if (PASSING_FUNCTIONS.has(name)) return { kind: 'sqlite', name, args, type: passedType(name, args) }
  const plain = args.map(BYTE_FUNCTIONS.has(name) ? asBytes : asPlain)
  const made: Bound = { kind: 'sqlite', name, args: plain, type: { kind: 'any' } }
  return BLOB_FUNCTIONS.has(name) ? special('blob', [made], atoms('blob', 'null')) : made
}

/** A hint for SQLite's own plan, which is made of other statements than this one: the value is all there is to it. */
function likelihood(b: Binding, call: CallExpr, [value, probability]: Bound[]): Bound {
  const p = probability?.kind === 'const' ? probability.value : undefined
  if (typeof p === 'number' && p >= 0 && p <= 1) return value!
  throw bindError(b, 'invalid-argument', 'likelihood takes a constant between 0 and 1', call)
}

/** SQLite's functions know text and numbers only: a time is handed to them as ISO text, for example. What one of them
 *  gives goes to another as it is, because JSON would lose its mark. */
export const asPlain = (arg: Bound): Bound => alreadyPlain(arg) ?? operator('plain', [arg])

function alreadyPlain(arg: Bound): Bound | undefined {
  if (arg.kind === 'sqlite' && !PASSING_FUNCTIONS.has(arg.name)) return arg
  if (arg.kind === 'special' && arg.op === 'blob') return arg.args[0]!
  const isPlain = isAtomOf(arg.type, 'null', 'integer', 'number', 'infinite', 'string')
  return isPlain ? arg : undefined
}

/** As `asPlain`, where bytes are to stay bytes. */
const asBytes = (arg: Bound): Bound => alreadyPlain(arg) ?? special('bytes', [arg], { kind: 'any' })

function passedType(name: string, args: readonly Bound[]): Bound['type'] {
  const values = name === 'iif' || name === 'if' ? args.slice(1) : args
  const types = values.map((arg) => arg.type)
  return types.length === 0 ? { kind: 'any' } : unionTypes(types.reduce(unionTypes), NULL_TYPE)
}

function unknownFunction(b: Binding, call: CallExpr) {
  const known = [
    ...b.catalog.functionIds(),
    ...b.builtins.keys(),
    ...ROW_FUNCTION_NAMES,
    ...SQLITE_FUNCTIONS.keys(),
    ...SQLITE_WINDOW_FUNCTIONS.keys(),
    ...SQLITE_AGGREGATES.keys(),
  ]
  return bindError(
    b,
    'unknown-function',
    `there is no function "${call.name}"`,
    call,
    nearest(call.name, known),
  )
}
