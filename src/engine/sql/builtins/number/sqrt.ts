import { isAtomOf, isNullable, isRepeatable, keptNumbers } from '../shared/types.ts'
import { defineNumeric } from './define-numeric.ts'

/** The square root. */
export const sqrt = defineNumeric({
  name: 'sqrt',
  signature: 'sqrt(x)',
  summary: 'The square root; NaN of a negative number.',
  example: { sql: 'sqrt(9)', result: 3 },
  types: (atom) => [...new Set([...keptNumbers(atom), 'nan' as const])],
  lower: ([x], { nan }) => {
    if (!isAtomOf(x!.type, 'null', 'integer', 'number', 'infinite')) return undefined
    if (!isNullable(x!.type)) return `coalesce(sqrt(${x!.sql}), ${nan})`
    return isRepeatable(x!.sql) ? `CASE WHEN ${x!.sql} < 0 THEN ${nan} ELSE sqrt(${x!.sql}) END` : undefined
  },
  of: Math.sqrt,
})
