import type { Value } from '../../../../contract/values.ts'
import { defineScalar, type ScalarBuiltin } from '../define-builtin.ts'
import { mapAtoms } from '../shared/map-value.ts'
import { isPlainNumber, mapAtomType, strictAtoms } from '../shared/types.ts'

interface Special {
  name: string
  summary: string
  example: ScalarBuiltin['example']
  /** The answer for every finite number. */
  finite: 0 | 1
  test: (x: Value) => boolean
}

const isNumber = (x: Value): boolean => typeof x === 'number' || typeof x === 'bigint'

function define({ name, summary, example, finite, test }: Special): ScalarBuiltin {
  return defineScalar({
    name,
    group: 'number',
    signature: `${name}(x)`,
    summary,
    example,
    arity: [1, 1],
    result: ([x]) => mapAtomType(x!, (atom) => strictAtoms('integer')([atom])),
    lower: ([x]) =>
      isPlainNumber(x!.type) ? `CASE WHEN ${x!.sql} IS NOT NULL THEN ${finite} END` : undefined,
    apply: ([x]) => mapAtoms(x!, (atom) => (atom === null ? null : Number(test(atom)))),
  })
}

/** Is it NaN? */
export const isnan = define({
  name: 'isnan',
  summary: '1 for NaN, else 0.',
  example: { sql: 'isnan(0 / 0)', result: 1 },
  finite: 0,
  test: (x) => Number.isNaN(x),
})

/** Is it infinite? */
export const isinf = define({
  name: 'isinf',
  summary: '1 for infinity of either sign, else 0.',
  example: { sql: 'isinf(1 / 0)', result: 1 },
  finite: 0,
  test: (x) => typeof x === 'number' && !Number.isFinite(x) && !Number.isNaN(x),
})

/** Is it a finite number? */
export const isfinite = define({
  name: 'isfinite',
  summary: '1 for a number that is neither infinite nor NaN, else 0.',
  example: { sql: 'isfinite(1 / 0)', result: 0 },
  finite: 1,
  test: (x) => isNumber(x) && (typeof x === 'bigint' || Number.isFinite(x)),
})
