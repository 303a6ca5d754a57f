import { EngineError } from '../../../contract/errors.ts'
import type { Value } from '../../../contract/values.ts'
import type { ScalarBuiltin } from '../builtins/define-builtin.ts'
import { type OperatorName, operators } from '../operators/operators.ts'

/** What an operator does to values; errors carry its name as a detail. */
export function appliedOperator(op: OperatorName): (...args: Value[]) => Value {
  const apply = operators[op] as (...args: Value[]) => Value
  return (...args) => {
    try {
      return apply(...args)
    } catch (error) {
      if (!(error instanceof EngineError) || error.detail?.operator !== undefined) throw error
      throw new EngineError(error.code, error.message, { ...error.detail, operator: op })
    }
  }
}

/** What a builtin does to values: null for a null argument unless it wants to see it; errors name it. */
export function applied(builtin: ScalarBuiltin): (...args: Value[]) => Value {
  const strict = builtin.strict !== false
  return (...args) => {
    if (strict) for (let i = 0; i < args.length; i++) if (args[i] === null) return null
    try {
      return builtin.apply(args)
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      throw new EngineError(
        error.code,
        `Executing builtin function ${builtin.name}: ${error.message}`,
        error.detail,
      )
    }
  }
}
