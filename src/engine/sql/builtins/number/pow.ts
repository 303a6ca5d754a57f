import { defineBinaryNumeric } from './define-binary-numeric.ts'

/** `x` raised to `y`, as C's pow does it: 1 to any power is 1, also to NaN and infinity. */
export const power = (x: number, y: number): number =>
  x === 1 || (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) ? 1 : x ** y

/** A power. */
export const pow = defineBinaryNumeric({
  name: 'pow',
  aliases: ['power'],
  signature: 'pow(x, y)',
  summary: '`x` raised to the power `y`.',
  example: { sql: 'pow(2, 10)', result: 1024 },
  of: power,
})
