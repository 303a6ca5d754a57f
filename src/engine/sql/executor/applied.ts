import { EngineError } from '../../../contract/errors.ts'
import type { Value } from '../../../contract/values.ts'
import type { ScalarBuiltin } from '../builtins/define-builtin.ts'
import { type OperatorName, operators } from '../operators/operators.ts'
import type { CallSites } from '../planner/call-sites.ts'
import type { Extent } from '../span.ts'

/** Which call failed: the name it goes by in SQL, or its place in the statement. */
export type Call = { site: string } | { at: Extent | undefined }

/** What an operator does to values; errors carry the call as a detail. */
export function appliedOperator(op: OperatorName, call: Call): (...args: Value[]) => Value {
  const apply = operators[op] as (...args: Value[]) => Value
  return (...args) => {
    try {
      return apply(...args)
    } catch (error) {
      throw failedIn(error, call)
    }
  }
}

/** What a builtin does to values: null for a null argument unless it wants to see it; errors name it, and carry the call
 *  as a detail. */
export function applied(builtin: ScalarBuiltin, call: Call): (...args: Value[]) => Value {
  const strict = builtin.strict !== false
  return (...args) => {
    if (strict) for (let i = 0; i < args.length; i++) if (args[i] === null) return null
    try {
      return builtin.apply(args)
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      const message = `Executing builtin function ${builtin.name}: ${error.message}`
      throw new EngineError(error.code, message, { ...error.detail, call })
    }
  }
}

/** An error that carries the call as a detail. */
export const failedIn = (error: unknown, call: Call): unknown =>
  error instanceof EngineError ? new EngineError(error.code, error.message, { ...error.detail, call }) : error

/** An error with the place of the call that failed as its detail `at`, where that is known. */
export function withPlace(error: unknown, sites: CallSites): unknown {
  if (!(error instanceof EngineError) || !error.detail?.call) return error
  const { call, ...detail } = error.detail
  const failed = call as Call
  const at = 'site' in failed ? sites.placeOf(failed.site) : failed.at
  return new EngineError(error.code, error.message, { ...detail, ...(at && { at }) }, { cause: error.cause })
}
