import { atoms, isAtomOf } from '../shared/types.ts'
import { valueKey } from '../shared/value-key.ts'
import { definePerCell } from './per-cell.ts'

/** How many different values. */
export const countDistinct = definePerCell<Set<unknown>>({
  name: 'count_distinct',
  signature: 'count_distinct(x)',
  summary: 'How many different values there are, null not counted.',
  example: { sql: 'count_distinct(5)', result: 1 },
  arity: [1, 1],
  of: () => atoms('integer'),
  lower: ([x]) =>
    isAtomOf(x!.type, 'null', 'integer', 'number', 'infinite', 'nan', 'integer64', 'string', 'timestamp')
      ? `count(DISTINCT ${x!.sql})`
      : undefined,
  cell: {
    init: () => new Set(),
    step: (seen, x) => seen.add(valueKey(x)),
    finish: (seen) => seen.size,
  },
})
