import type { Atom } from '../../../contract/values.ts'
import { parseTimestamp } from '../../sql/values/parse-timestamp.ts'

// Each digit can be matched in one way only: a field may be a megabyte of them.
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
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
/** No integer of 64 bits has more characters, sign included; reading longer ones as such would only take time. */
const LONGEST_INTEGER = 21

/** The value of a field: NULL where it is empty, a number where it reads as one, else the text. Nothing is rounded that
 *  somebody may have meant to the digit: an integer beyond 2^53 is a bigint as long as it fits 64 bits, and text beyond
 *  that, unless it is how a double prints; digits with leading zeros stay text. */
export function toCell(field: string): Atom {
  if (field === '') return null
  const first = field.charCodeAt(0)
  const mayBeNumber = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46
  if (!mayBeNumber) return field.length === 3 ? (SPECIAL.get(field.toLowerCase()) ?? field) : field
  if (!NUMBER.test(field)) return SPECIAL.get(field.toLowerCase()) ?? field
  if (LEADING_ZERO.test(field)) return field
  const number = Number(field)
  if (Number.isSafeInteger(number) || !INTEGER.test(field)) return number
  const digits = field.replace(/^\+/, '')
  if (digits.length <= LONGEST_INTEGER) {
    const integer = BigInt(digits)
    if (integer <= UINT64_MAX && integer >= INT64_MIN) return integer
  }
  return String(number) === digits ? number : field
}

/** What the fields of a column can be told to be. */
export const FIELD_TYPES = ['string', 'number', 'timestamp', 'boolean'] as const
export type FieldType = (typeof FIELD_TYPES)[number]

const BOOLEANS = new Map([
  ['true', 1],
  ['yes', 1],
  ['1', 1],
  ['false', 0],
  ['no', 0],
  ['0', 0],
])

/** The value of a field of a column whose type is known: NULL where it is empty, undefined where it is none of the type.
 *  Text stays to the letter: `1.50` is `1.50`. */
export function toTypedCell(field: string, type: FieldType): Atom | undefined {
  if (field === '') return null
  switch (type) {
    case 'string':
      return field
    case 'number': {
      const cell = toCell(field)
      if (typeof cell !== 'string') return cell
      return NUMBER.test(cell) ? Number(cell) : undefined
    }
    case 'timestamp':
      return parseTimestamp(field)
    case 'boolean':
      return BOOLEANS.get(field.toLowerCase())
  }
}
