import type { Value } from '../../../../contract/values.ts'
import { toNumber } from '../../values/to-number.ts'
import { defineScalar } from '../define-builtin.ts'
import { mapAtoms } from '../shared/map-value.ts'
import { atoms, DOUBLE, mapAtomType } from '../shared/types.ts'

const limit = (bound: Value, none: number): number => (bound === null ? none : toNumber(bound))

/** Between bounds. */
export const clamp = defineScalar({
  name: 'clamp',
  group: 'number',
  signature: 'clamp(x, lower, upper)',
  summary: '`x`, but not less than `lower` nor more than `upper`. A null bound is none; NaN becomes `lower`.',
  example: { sql: 'clamp(12, 0, 10)', result: 10 },
  arity: [3, 3],
  strict: false,
  result: ([x]) => mapAtomType(x!, () => atoms('null', ...DOUBLE)),
  apply: ([x, lower, upper]) => {
    const least = limit(lower!, Number.NEGATIVE_INFINITY)
    const most = limit(upper!, Number.POSITIVE_INFINITY)
    return mapAtoms(x!, (atom) => {
      if (atom === null) return null
      const number = toNumber(atom)
      if (Number.isNaN(number)) return lower === null ? number : least
      return Math.min(Math.max(number, least), most)
    })
  },
})
