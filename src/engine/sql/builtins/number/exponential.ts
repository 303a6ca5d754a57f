import { DOUBLE, FINITE, isPlainNumber } from '../shared/types.ts'
import { defineNumeric } from './define-numeric.ts'

/** e to a power. */
export const exp = defineNumeric({
  name: 'exp',
  signature: 'exp(x)',
  summary: '`e` raised to the power `x`.',
  example: { sql: 'exp(0)', result: 1 },
  types: (atom) => (isPlainNumber(atom) ? [...FINITE, 'infinite'] : DOUBLE),
  of: Math.exp,
})

/** The natural logarithm. */
export const ln = defineNumeric({
  name: 'ln',
  signature: 'ln(x)',
  summary: 'The natural logarithm; -Inf of zero, NaN of a negative number.',
  example: { sql: 'ln(0)', result: { num: '-Inf' } },
  of: Math.log,
})
