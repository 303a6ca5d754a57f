import type { Value } from '../../../../contract/values.ts'
import { stringifyJson } from '../../values/stringify-json.ts'
import { kindOf } from '../../values/type-name.ts'
import { valueToJson } from '../../values/value-to-json.ts'

/** A key for sets and maps that is equal for equal values only: 1 and 1.0 share one, 1 and '1' do not. */
export function valueKey(value: Value): number | bigint | string {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint')
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
  if (typeof value === 'string') return `s${value}`
  if (value instanceof Uint8Array) return `b${value.join()}`
  return `${kindOf(value)} ${stringifyJson(valueToJson(value))}`
}
