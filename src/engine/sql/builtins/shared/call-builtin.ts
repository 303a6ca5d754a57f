import { EngineError } from '../../../../contract/errors.ts'
import type { Value } from '../../../../contract/values.ts'
import type { AggregateBuiltin, Builtin } from '../define-builtin.ts'

/** The builtin of a name or synonym; names ignore case. */
export function findBuiltin(list: readonly Builtin[], name: string): Builtin | undefined {
  const wanted = name.toLowerCase()
  return list.find((builtin) => builtin.name === wanted || builtin.aliases?.includes(wanted))
}

/** Calls a scalar builtin on values as a statement would: arity, then null in, null out, then its own work.
 *  @throws EngineError `unknown-function`, `invalid-argument`, and what the builtin throws */
export function callScalar(list: readonly Builtin[], name: string, ...args: Value[]): Value {
  const builtin = findBuiltin(list, name)
  if (builtin?.kind !== 'scalar') throw new EngineError('unknown-function', `no builtin function '${name}'`)
  const [least, most] = builtin.arity
  if (args.length < least || args.length > most)
    throw new EngineError(
      'invalid-argument',
      `${name} takes ${least} to ${most} arguments, not ${args.length}`,
    )
  if (builtin.strict !== false && args.includes(null)) return null
  return builtin.apply(args)
}

/** Runs an aggregate over rows of arguments.
 *  @throws EngineError `unknown-function`, and what the builtin throws */
export function callAggregate(list: readonly Builtin[], name: string, rows: readonly Value[][]): Value {
  const builtin = findBuiltin(list, name)
  if (builtin?.kind !== 'aggregate')
    throw new EngineError('unknown-function', `no builtin aggregate '${name}'`)
  const { init, step, finish } = builtin as AggregateBuiltin
  return finish(rows.reduce((state: unknown, args) => step(state, args), init()))
}
