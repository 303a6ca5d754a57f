import { modulo } from '../../operators/arithmetic.ts'
import { defineScalar } from '../define-builtin.ts'
import { isAtomOf } from '../shared/types.ts'
import { pairResult } from './define-binary-numeric.ts'

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
  apply: ([x, y]) => modulo(x!, y!),
})
