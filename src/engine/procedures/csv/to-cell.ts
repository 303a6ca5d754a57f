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

const POWERS_OF_TEN = Array.from({ length: 16 }, (_, i) => 10 ** i)
const ZERO = 48
const DOT = 46
const MINUS = 45

/** The value of a field: NULL where it is empty, a number where it reads as one, else the text. An integer beyond 2^53
 *  is a bigint as long as it fits 64 bits; digits with leading zeros stay text. */
export function toCell(field: string): Atom {
  if (field === '') return null
  const first = field.charCodeAt(0)
  const mayBeNumber = (first >= ZERO && first <= 57) || first === 43 || first === MINUS || first === DOT
  if (!mayBeNumber) return field.length <= 4 ? (SPECIAL.get(field.toLowerCase()) ?? field) : field
  return toPlainNumber(field, first) ?? toRareCell(field)
}

/** A number of digits and at most one dot, digit by digit; undefined for all else and where that would not be exact.
 *  Up to 15 digits fit a double, as do the powers of ten up to 22, and their quotient is rounded once: it is the
 *  nearest double, as `Number` gives. */
function toPlainNumber(field: string, first: number): number | undefined {
  const { length } = field
  const start = first === MINUS ? 1 : 0
  const digits = length - start
  if (digits === 0 || digits > 16) return undefined
  let value = 0
  let dot = -1
  for (let i = start; i < length; i++) {
    const code = field.charCodeAt(i)
    if (code >= ZERO && code <= 57) value = value * 10 + (code - ZERO)
    else if (code === DOT && dot < 0) dot = i
    else return undefined
  }
  // A leading zero may make it a text, a lone dot none at all, a negative zero a zero with a sign.
  const leading = field.charCodeAt(start)
  if (leading === DOT || (leading === ZERO && (digits === 1 ? start === 1 : dot !== start + 1)))
    return undefined
  if (dot < 0) return digits > 15 ? undefined : start ? -value : value
  const number = value / POWERS_OF_TEN[length - dot - 1]!
  return start ? -number : number
}

function toRareCell(field: string): Atom {
  if (!NUMBER.test(field)) return SPECIAL.get(field.toLowerCase()) ?? field
  if (LEADING_ZERO.test(field)) return field
  const number = Number(field)
  if (Number.isSafeInteger(number) || !INTEGER.test(field)) return number
  const integer = BigInt(field.replace(/^\+/, ''))
  return integer <= UINT64_MAX && integer >= INT64_MIN ? integer : number
}
