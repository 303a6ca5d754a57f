import { defineScalar } from '../define-builtin.ts'
import { mapNumbers } from '../shared/map-value.ts'
import { pairNumbers } from '../shared/pair-numbers.ts'
import { DOUBLE, mapAtomType, strictAtoms } from '../shared/types.ts'
import { pairResult } from './define-binary-numeric.ts'

/** The logarithm to any base; exact where the number is a whole power of the base. */
export function logarithm(base: number, x: number): number {
  if (base === 10) return Math.log10(x)
  if (base === 2) return Math.log2(x)
  const quotient = Math.log(x) / Math.log(base)
  const whole = Math.round(quotient)
  return base ** whole === x ? whole : quotient
}

/** The logarithm to base 10 or another one. */
export const log = defineScalar({
  name: 'log',
  group: 'number',
  signature: 'log([base, ]x)',
  summary: 'The logarithm to base 10, or to the given base; -Inf of zero, NaN of a negative number.',
  example: { sql: 'log(2, 8)', result: 3 },
  arity: [1, 2],
  result: (args) =>
    args.length === 2 ? pairResult(args) : mapAtomType(args[0]!, (x) => strictAtoms(...DOUBLE)([x])),
  apply: ([a, b]) => (b === undefined ? mapNumbers(a!, Math.log10) : pairNumbers(a!, b, logarithm)),
})
