import type { Atom, Timestamp, Value } from '../../../../contract/values.ts'
import type { AggregateBuiltin } from '../define-builtin.ts'
import { atoms, mapAtomType } from '../shared/types.ts'
import { definePerCell } from './per-cell.ts'

interface Dated {
  value: Atom
  ms: number
}

/** Not-a-date counts as always. */
function timeOf(time: Value | undefined): number {
  const ms = (time as Timestamp | undefined)?.ms ?? Number.NaN
  return Number.isNaN(ms) ? Number.NEGATIVE_INFINITY : ms
}

function define(
  name: string,
  summary: string,
  wins: (ms: number, best: number) => boolean,
): AggregateBuiltin {
  return definePerCell<Dated>({
    name,
    signature: `${name}(x)`,
    summary,
    example: { sql: `${name}('a')`, result: 'a' },
    arity: [1, 1],
    timed: 'latest',
    of: (type) =>
      mapAtomType(type, (atom) =>
        atom.kind === 'atoms' ? atoms(...new Set([...atom.types, 'null' as const])) : atom,
      ),
    cell: {
      init: () => ({ value: null, ms: Number.NaN }),
      step: (best, value, [time]) => {
        const ms = timeOf(time)
        return best.value === null || wins(ms, best.ms) ? { value, ms } : best
      },
      finish: ({ value }) => value,
    },
  })
}

/** The first in time. */
export const earliest = define(
  'earliest',
  'The value with the earliest time, of equal times the first; null if there is none.',
  (ms, best) => ms < best,
)

/** The last in time. */
export const latest = define(
  'latest',
  'The value with the latest time, of equal times the last; null if there is none.',
  (ms, best) => ms >= best,
)
