import { EngineError } from '../../../../contract/errors.ts'
import { toInteger } from '../../values/to-number.ts'
import { defineScalar } from '../define-builtin.ts'
import { mapNumbers } from '../shared/map-value.ts'
import {
  DOUBLE,
  isAtomOf,
  isPlainNumber,
  isRepeatable,
  keptNumbers,
  mapAtomType,
  strictAtoms,
} from '../shared/types.ts'

/** The nearest whole number, halves away from zero. `Math.round` takes halves upwards and `x + 0.5` can round up. */
export function roundHalfAway(x: number): number {
  const whole = Math.trunc(x)
  return Number.isFinite(x) ? whole + Math.trunc((x - whole) * 2) : x
}

/** Rounded to decimal places, by the shortest decimal text of the number, so that 1.005 gives 1.01. */
export function roundTo(x: number, digits: number): number {
  if (!Number.isFinite(x) || digits > 300) return x
  const scaled = Number(shiftDecimal(x, digits))
  return Number.isFinite(scaled) ? Number(shiftDecimal(roundHalfAway(scaled), -digits)) : x
}

function shiftDecimal(x: number, places: number): string {
  const [mantissa, exponent = '0'] = String(x).split('e')
  return `${mantissa}e${Number(exponent) + places}`
}

/** The nearest whole number, or so many decimal places. */
export const round = defineScalar({
  name: 'round',
  group: 'number',
  signature: 'round(x[, digits])',
  summary: 'The nearest whole number, or number of that many decimal places; halves go away from zero.',
  example: { sql: 'round(-2.5)', result: -3 },
  arity: [1, 2],
  result: ([x, digits]) =>
    mapAtomType(x!, (atom) =>
      digits ? strictAtoms(...DOUBLE)([atom, digits]) : strictAtoms(...keptNumbers(atom))([atom]),
    ),
  lower: ([x, digits]) => {
    if (digits || !isPlainNumber(x!.type)) return undefined
    // Not SQLite's round(), which gives 1 for 0.49999999999999994.
    if (isAtomOf(x!.type, 'null', 'integer')) return x!.sql
    if (!isRepeatable(x!.sql)) return undefined
    return `trunc(${x!.sql}) + trunc((${x!.sql} - trunc(${x!.sql})) * 2)`
  },
  apply: ([x, digits]) => {
    if (digits === undefined) return mapNumbers(x!, roundHalfAway)
    const places = toInteger(digits)
    if (Math.abs(places) > 400)
      throw new EngineError('invalid-argument', `${places} is no number of decimal places`)
    return mapNumbers(x!, (v) => roundTo(v, places))
  },
})
