import { isAtomOf } from '../shared/types.ts'
import { defineNumeric } from './define-numeric.ts'

/** The square root. */
export const sqrt = defineNumeric({
  name: 'sqrt',
  signature: 'sqrt(x)',
  summary: 'The square root; NaN of a negative number.',
  example: { sql: 'sqrt(9)', result: 3 },
  lower: ([x], { nan }) =>
    isAtomOf(x!.type, 'null', 'integer', 'number', 'infinite')
      ? `CASE WHEN ${x!.sql} < 0 THEN ${nan} ELSE sqrt(${x!.sql}) END`
      : undefined,
  of: Math.sqrt,
})
