import type { Atom } from '../../../../contract/values.ts'
import type { AtomType } from '../../catalog.ts'
import { defineScalar, type ScalarBuiltin } from '../define-builtin.ts'
import { mapAtoms } from '../shared/map-value.ts'
import { isAtomOf, mapAtomType, unionTypes } from '../shared/types.ts'

interface Replacement {
  name: string
  summary: string
  example: ScalarBuiltin['example']
  /** The types of what is replaced. */
  of: readonly AtomType[]
  test: (x: Atom) => boolean
}

function define({ name, summary, example, of, test }: Replacement): ScalarBuiltin {
  return defineScalar({
    name,
    group: 'number',
    signature: `${name}(x, y)`,
    summary: `${summary} Works on each value of a row or embedding as well.`,
    example,
    arity: [2, 2],
    strict: false,
    result: ([x, y]) =>
      mapAtomType(x!, (atom) => {
        if (atom.kind !== 'atoms' || !atom.types.some((t) => of.includes(t))) return atom
        return unionTypes({ kind: 'atoms', types: atom.types.filter((t) => !of.includes(t)) }, y!)
      }),
    lower: ([x, y]) => {
      if (x!.type.kind !== 'atoms') return undefined
      // Where nothing can be replaced the call is its argument.
      if (!x!.type.types.some((t) => of.includes(t))) return x!.sql
      return name === 'replace_null' && isAtomOf(y!.type, 'null', 'integer', 'number', 'string')
        ? `coalesce(${x!.sql}, ${y!.sql})`
        : undefined
    },
    apply: ([x, y]) => mapAtoms(x!, (atom) => (test(atom) ? y! : atom)),
  })
}

const isInfinite = (x: Atom): boolean => x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY

/** `y` in the place of NaN. */
export const replaceNan = define({
  name: 'replace_nan',
  summary: '`x`, or `y` where it is NaN.',
  example: { sql: 'replace_nan(0 / 0, 5)', result: 5 },
  of: ['nan'],
  test: Number.isNaN,
})

/** `y` in the place of infinities. */
export const replaceInf = define({
  name: 'replace_inf',
  summary: '`x`, or `y` where it is infinite.',
  example: { sql: 'replace_inf(1 / 0, 5)', result: 5 },
  of: ['infinite'],
  test: isInfinite,
})

/** `y` in the place of infinities and NaN. */
export const replaceNotFinite = define({
  name: 'replace_not_finite',
  summary: '`x`, or `y` where it is NaN or infinite.',
  example: { sql: 'replace_not_finite(-1 / 0, 5)', result: 5 },
  of: ['nan', 'infinite'],
  test: (x) => Number.isNaN(x) || isInfinite(x),
})

/** `y` in the place of null. */
export const replaceNull = define({
  name: 'replace_null',
  summary: '`x`, or `y` where it is null.',
  example: { sql: 'replace_null({1 AS a, null AS b}, 0)', result: { a: 1, b: 0 } },
  of: ['null'],
  test: (x) => x === null,
})
