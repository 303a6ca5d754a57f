import type { Value } from '../../../../contract/values.ts'
import { defineScalar } from '../define-builtin.ts'
import { mapAtoms } from '../shared/map-value.ts'
import { atoms, isPlainNumber, mapAtomType, strictAtoms } from '../shared/types.ts'

function signOf(x: Value): Value {
  if (x === null) return null
  if (typeof x === 'number') return Math.sign(x) + 0
  if (typeof x === 'bigint') return x > 0n ? 1 : x < 0n ? -1 : 0
  return Number.NaN
}

/** The sign; NaN of what is no number. */
export const sign = defineScalar({
  name: 'sign',
  group: 'number',
  signature: 'sign(x)',
  summary: '-1, 0 or 1; NaN of NaN and of what is no number.',
  example: { sql: 'sign(-3)', result: -1 },
  arity: [1, 1],
  result: ([x]) =>
    mapAtomType(x!, (atom) =>
      isPlainNumber(atom) ? strictAtoms('integer')([atom]) : atoms('integer', 'nan', 'null'),
    ),
  // The + keeps SQLite from converting what the result is compared with.
  lower: ([x]) => (isPlainNumber(x!.type) ? `+CAST(sign(${x!.sql}) AS INTEGER)` : undefined),
  apply: ([x]) => mapAtoms(x!, signOf),
})
