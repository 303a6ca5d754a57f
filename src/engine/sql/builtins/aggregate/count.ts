import { atoms } from '../shared/types.ts'
import { definePerCell } from './per-cell.ts'

/** Values that are not null. `count(*)` is the binder's. */
export const count = definePerCell<number>({
  name: 'count',
  signature: 'count(x)',
  summary: 'How many values are not null. `count(*)` counts the rows of the group that have any value.',
  example: { sql: "count('a')", result: 1 },
  arity: [1, 1],
  of: () => atoms('integer'),
  lower: ([x]) => (x!.type.kind === 'atoms' ? `count(${x!.sql})` : undefined),
  cell: { init: () => 0, step: (n) => n + 1, finish: (n) => n },
})
