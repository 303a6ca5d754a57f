import type { ScalarBuiltin } from '../define-builtin.ts'
import { DOUBLE, FINITE, isPlainNumber } from '../shared/types.ts'
import { defineBinaryNumeric } from './define-binary-numeric.ts'
import { defineNumeric } from './define-numeric.ts'

/** Name, function, what it is, an argument and its value. Angles are in radians. */
const FUNCTIONS: [string, (x: number) => number, string, number, number][] = [
  ['sin', Math.sin, 'The sine of an angle in radians.', 0, 0],
  ['cos', Math.cos, 'The cosine of an angle in radians.', 0, 1],
  ['tan', Math.tan, 'The tangent of an angle in radians.', 0, 0],
  ['asin', Math.asin, 'The angle with this sine; NaN outside -1 to 1.', 0, 0],
  ['acos', Math.acos, 'The angle with this cosine; NaN outside -1 to 1.', 1, 0],
  ['atan', Math.atan, 'The angle with this tangent.', 0, 0],
  ['sinh', Math.sinh, 'The hyperbolic sine.', 0, 0],
  ['cosh', Math.cosh, 'The hyperbolic cosine.', 0, 1],
  ['tanh', Math.tanh, 'The hyperbolic tangent.', 0, 0],
  ['asinh', Math.asinh, 'The inverse of `sinh`.', 0, 0],
  ['acosh', Math.acosh, 'The inverse of `cosh`; NaN below 1.', 1, 0],
  ['atanh', Math.atanh, 'The inverse of `tanh`; NaN outside -1 to 1.', 0, 0],
]

/** Those that give a finite number for every finite one. */
const FINITE_EVERYWHERE = new Set(['sin', 'cos', 'tan', 'atan', 'tanh', 'asinh'])

/** sin … atanh. */
export const trigonometry: readonly ScalarBuiltin[] = FUNCTIONS.map(([name, of, summary, x, result]) =>
  defineNumeric({
    name,
    signature: `${name}(x)`,
    summary,
    example: { sql: `${name}(${x})`, result },
    types: (atom) => (FINITE_EVERYWHERE.has(name) && isPlainNumber(atom) ? FINITE : DOUBLE),
    of,
  }),
)

/** The angle of a point. */
export const atan2 = defineBinaryNumeric({
  name: 'atan2',
  signature: 'atan2(y, x)',
  summary: 'The angle of the point (x, y) in radians, from -π to π.',
  example: { sql: 'atan2(0, 1)', result: 0 },
  of: Math.atan2,
})
