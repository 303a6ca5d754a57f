import { isAtomOf, keptNumbers } from '../shared/types.ts'
import { defineNumeric } from './define-numeric.ts'

/** The value without its sign. */
export const abs = defineNumeric({
  name: 'abs',
  signature: 'abs(x)',
  summary: 'The value without its sign.',
  example: { sql: 'abs(-2.5)', result: 2.5 },
  lower: ([x]) => (isAtomOf(x!.type, 'null', 'integer', 'number', 'infinite') ? `abs(${x!.sql})` : undefined),
  types: keptNumbers,
  of: Math.abs,
})
