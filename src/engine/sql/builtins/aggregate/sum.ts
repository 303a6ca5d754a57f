import { toNumber } from '../../values/to-number.ts'
import { lowerTotal } from '../shared/lower-total.ts'
import { addTo, emptySum, type RunningSum, totalOf } from '../shared/running-sum.ts'
import { atoms, DOUBLE } from '../shared/types.ts'
import { definePerCell } from './per-cell.ts'

/** The sum as a double; 0 of nothing. */
export const sum = definePerCell<RunningSum>({
  name: 'sum',
  signature: 'sum(x)',
  summary: 'The sum as a double, 0 if there is nothing to add.',
  example: { sql: 'sum(2.5)', result: 2.5 },
  arity: [1, 1],
  of: () => atoms(...DOUBLE),
  lower: ([x], { nan }) => lowerTotal('total', x!, nan),
  cell: { init: emptySum, step: (state, x) => addTo(state, toNumber(x)), finish: totalOf },
})
