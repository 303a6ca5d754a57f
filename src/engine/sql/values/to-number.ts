import { EngineError } from '../../../contract/errors.ts'
import type { Value } from '../../../contract/values.ts'
import { kindOf, typeName } from './type-name.ts'
import { describeValue } from './value-to-text.ts'

/** The error of a value that cannot become `target`, in the original's words. */
export function conversionError(value: Value, target: string): EngineError {
  const kind = kindOf(value)
  const message =
    kind === 'row' || kind === 'embedding'
      ? `Cannot convert value of type ${kind} to ${target}`
      : `Can't convert value '${describeValue(value)}' of type '${typeName(value)}' to ${target}`
  return new EngineError('type-mismatch', message)
}

/** A number as a double. Text is no number here, even where it looks like one (CAST converts it).
 *  @throws EngineError `type-mismatch` */
export function toNumber(value: Value): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  throw conversionError(value, 'double')
}

/** A whole number within 2^53.
 *  @throws EngineError `type-mismatch` */
export function toInteger(value: Value): number {
  const number = typeof value === 'bigint' ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number
  throw conversionError(value, 'integer')
}
