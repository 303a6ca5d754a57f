// number/ holds functions of numbers. All of them work on each number of an embedding or row as well.
import type { AtomType } from '../../catalog.ts'
import { defineScalar, type Lower, type ScalarBuiltin, type ValueType } from '../define-builtin.ts'
import { mapNumbers } from '../shared/map-value.ts'
import { DOUBLE, isNullable, mapAtomType, strictAtoms } from '../shared/types.ts'

type Declaration = Omit<ScalarBuiltin, 'kind' | 'group' | 'arity' | 'result' | 'apply'> & {
  /** What the function gives for numbers of a type. Doubles of every sort by default. */
  types?: (atom: ValueType) => readonly AtomType[]
  of: (x: number) => number
}

/** A function of one number, applied to each number of a structure. */
export function defineNumeric({ of, types = () => DOUBLE, ...declaration }: Declaration): ScalarBuiltin {
  return defineScalar({
    ...declaration,
    group: 'number',
    arity: [1, 1],
    result: ([x]) => mapAtomType(x!, (atom) => strictAtoms(...types(atom))([atom])),
    apply: ([x]) => mapNumbers(x!, of),
  })
}

/** SQL that is `sql`, but a NaN where SQLite gives NULL for an argument that is not null. */
export const orNan = (
  sql: string,
  args: readonly { sql: string; type: ValueType }[],
  nan: string,
): string => {
  const nullable = args.filter(({ type }) => isNullable(type))
  if (nullable.length === 0) return `coalesce(${sql}, ${nan})`
  const someNull = nullable.map((arg) => `${arg.sql} IS NULL`).join(' OR ')
  return `CASE WHEN ${someNull} THEN NULL ELSE coalesce(${sql}, ${nan}) END`
}

export type { Lower }
