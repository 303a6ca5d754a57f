import { defineBinaryNumeric } from './define-binary-numeric.ts'
import { roundHalfAway } from './round.ts'

/** The nearest multiple of a step. A step below one is divided by its inverse, so that 0.1 leaves no digits behind. */
export function quantizeTo(x: number, step: number): number {
  const inverse = 1 / step
  if (Math.abs(step) < 1 && Math.abs(inverse - Math.round(inverse)) < 1e-6 * inverse) {
    const whole = Math.round(inverse)
    return roundHalfAway(x * whole) / whole
  }
  return roundHalfAway(x / step) * step
}

/** The nearest multiple. */
export const quantize = defineBinaryNumeric({
  name: 'quantize',
  signature: 'quantize(x, p)',
  summary: 'The multiple of `p` (a power of ten) that is nearest to `x`.',
  example: { sql: 'quantize(123.456, 0.1)', result: 123.5 },
  of: quantizeTo,
})
