import type { Value } from '../../../contract/values.ts'

/** Whether a value counts as true: a number that is neither zero nor NaN, text that is not empty, any time, interval,
 *  path or blob. Null gives null, which WHERE takes as false. */
export function truth(value: Value): boolean | null {
  if (value === null) return null
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value)
  if (typeof value === 'bigint') return value !== 0n
  return value !== ''
}
