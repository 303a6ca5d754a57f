import type { ScalarBuiltin } from '../define-builtin.ts'
import { isAtomOf, keptNumbers } from '../shared/types.ts'
import { defineNumeric, type Lower } from './define-numeric.ts'

const lowerTo =
  (name: string): Lower =>
  ([x]) =>
    isAtomOf(x!.type, 'null', 'integer', 'number', 'infinite') ? `${name}(${x!.sql})` : undefined

/** The least whole number that is not below. */
export const ceil: ScalarBuiltin = defineNumeric({
  name: 'ceil',
  aliases: ['ceiling'],
  signature: 'ceil(x)',
  summary: 'The least whole number that is not less than `x`.',
  example: { sql: 'ceil(-1.5)', result: -1 },
  lower: lowerTo('ceil'),
  types: keptNumbers,
  of: Math.ceil,
})

/** The greatest whole number that is not above. */
export const floor: ScalarBuiltin = defineNumeric({
  name: 'floor',
  signature: 'floor(x)',
  summary: 'The greatest whole number that is not greater than `x`.',
  example: { sql: 'floor(-1.5)', result: -2 },
  lower: lowerTo('floor'),
  types: keptNumbers,
  of: Math.floor,
})
