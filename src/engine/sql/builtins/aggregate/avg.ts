import { toNumber } from '../../values/to-number.ts'
import { lowerTotal } from '../shared/lower-total.ts'
import { addTo, emptySum, type RunningSum, totalOf } from '../shared/running-sum.ts'
import { atoms, DOUBLE } from '../shared/types.ts'
import { definePerCell } from './per-cell.ts'

/** The mean; NaN of nothing. */
export const avg = definePerCell<RunningSum & { n: number }>({
  name: 'avg',
  signature: 'avg(x)',
  summary: 'The mean of the values that are not null, NaN if there is none.',
  example: { sql: 'avg(7)', result: 7 },
  arity: [1, 1],
  of: () => atoms(...DOUBLE),
  lower: ([x], { nan }) => lowerTotal('avg', x!, nan),
  cell: {
    init: () => ({ ...emptySum(), n: 0 }),
    step: (state, x) => {
      addTo(state, toNumber(x))
      state.n++
      return state
    },
    finish: (state) => totalOf(state) / state.n,
  },
})
