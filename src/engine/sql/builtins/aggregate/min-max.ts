import type { Atom } from '../../../../contract/values.ts'
import { compareValues } from '../../values/compare-values.ts'
import type { AggregateBuiltin, ValueType } from '../define-builtin.ts'
import { atoms, isAtomOf } from '../shared/types.ts'
import { definePerCell } from './per-cell.ts'

const nullable = (type: ValueType): ValueType =>
  type.kind === 'atoms' ? atoms(...new Set([...type.types, 'null' as const])) : type

function extreme(name: 'min' | 'max', summary: string, sign: 1 | -1): AggregateBuiltin {
  return definePerCell<Atom>({
    name,
    signature: `${name}(x)`,
    summary,
    example: { sql: `${name}('tea')`, result: 'tea' },
    arity: [1, 1],
    of: nullable,
    // What is left out here lies in SQLite as blobs that order otherwise.
    lower: ([x]) =>
      isAtomOf(x!.type, 'null', 'integer', 'number', 'infinite', 'string', 'timestamp', 'interval', 'blob')
        ? `${name}(${x!.sql})`
        : undefined,
    cell: {
      init: () => null,
      step: (best, x) => (best === null || sign * compareValues(x, best) > 0 ? x : best),
      finish: (best) => best,
    },
  })
}

/** The least value in the order of types. */
export const min = extreme('min', 'The least value (numbers before strings), null if there is none.', -1)

/** The greatest value in the order of types. */
export const max = extreme('max', 'The greatest value (strings after numbers), null if there is none.', 1)
