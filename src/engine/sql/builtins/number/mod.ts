import { EngineError } from '../../../../contract/errors.ts'
import type { Value } from '../../../../contract/values.ts'
import { toNumber } from '../../values/to-number.ts'
import { defineScalar } from '../define-builtin.ts'
import { pairNumbers } from '../shared/pair-numbers.ts'
import { isAtomOf } from '../shared/types.ts'
import { pairResult } from './define-binary-numeric.ts'

/** The remainder of two numbers, as `%` means it: of integers with the sign of the left one, else floating.
 *  @throws EngineError `invalid-argument` for an integer divided by the integer zero */
export function modulo(x: Value, y: Value): number | bigint {
  if (typeof x === 'bigint' || typeof y === 'bigint') {
    if (isWhole(x) && isWhole(y)) {
      const divisor = BigInt(y)
      if (divisor === 0n) throw zeroDivisor()
      return BigInt(x) % divisor
    }
  } else if (isWhole(x) && isWhole(y) && y === 0) throw zeroDivisor()
  // `+ 0` turns the negative zero that -4 % 2 gives into zero.
  return (toNumber(x) % toNumber(y)) + 0
}

const isWhole = (x: Value): x is number | bigint => typeof x === 'bigint' || Number.isInteger(x)

const zeroDivisor = () => new EngineError('invalid-argument', 'Integer Modulus by a zero dividend')

/** The remainder. */
export const mod = defineScalar({
  name: 'mod',
  group: 'number',
  signature: 'mod(x, y)',
  summary: 'The remainder of `x / y`, with the sign of `x`: the same as `x % y`.',
  example: { sql: 'mod(-7, 3)', result: -1 },
  arity: [2, 2],
  result: pairResult,
  // A literal divisor that is not zero leaves nothing for SQLite to see differently.
  lower: ([x, y]) =>
    isAtomOf(x!.type, 'null', 'integer') && isAtomOf(y!.type, 'integer') && /^-?[1-9]\d*$/.test(y!.sql)
      ? `(CAST(${x!.sql} AS INTEGER) % ${y!.sql})`
      : undefined,
  apply: ([x, y]) =>
    isNumber(x!) && isNumber(y!) ? modulo(x, y) : pairNumbers(x!, y!, (a, b) => Number(modulo(a, b))),
})

const isNumber = (x: Value): x is number | bigint => typeof x === 'number' || typeof x === 'bigint'
