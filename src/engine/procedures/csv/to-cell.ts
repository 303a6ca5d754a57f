import type { Atom } from '../../../contract/values.ts'

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const INTEGER = /^[+-]?\d+$/
/** A number to look at, but a code to whoever wrote it: `007` is not 7. */
const LEADING_ZERO = /^[+-]?0\d/
const SPECIAL = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['+inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
])
const UINT64_MAX = 2n ** 64n - 1n
const INT64_MIN = -(2n ** 63n)

/** The value of a field: NULL where it is empty, a number where it reads as one, else the text. An integer beyond 2^53
 *  is a bigint as long as it fits 64 bits; digits with leading zeros stay text. */
export function toCell(field: string): Atom {
  if (field === '') return null
  const first = field.charCodeAt(0)
  const mayBeNumber = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46
  if (!mayBeNumber) return field.length === 3 ? (SPECIAL.get(field.toLowerCase()) ?? field) : field
  if (!NUMBER.test(field)) return SPECIAL.get(field.toLowerCase()) ?? field
  if (LEADING_ZERO.test(field)) return field
  const number = Number(field)
  if (Number.isSafeInteger(number) || !INTEGER.test(field)) return number
  const integer = BigInt(field.replace(/^\+/, ''))
  return integer <= UINT64_MAX && integer >= INT64_MIN ? integer : number
}
