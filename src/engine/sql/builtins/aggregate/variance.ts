import { toNumber } from '../../values/to-number.ts'
import type { AggregateBuiltin } from '../define-builtin.ts'
import { atoms, DOUBLE } from '../shared/types.ts'
import { definePerCell } from './per-cell.ts'

/** Count, mean and sum of squared differences from the mean. */
interface Moments {
  n: number
  mean: number
  squares: number
}

/** One pass without cancellation. B. P. Welford, "Note on a method for calculating corrected sums of squares and
 *  products", 1962. */
function addSample(state: Moments, x: number): Moments {
  state.n++
  const before = x - state.mean
  state.mean += before / state.n
  state.squares += before * (x - state.mean)
  return state
}

/** With n - 1; NaN of fewer than two. */
const varianceOf = ({ n, squares }: Moments): number => (n < 2 ? Number.NaN : squares / (n - 1))

const define = (name: string, summary: string, of: (state: Moments) => number): AggregateBuiltin =>
  definePerCell<Moments>({
    name,
    signature: `${name}(x)`,
    summary,
    example: { sql: `${name}(5)`, result: { num: 'NaN' } },
    arity: [1, 1],
    of: () => atoms(...DOUBLE),
    cell: {
      init: () => ({ n: 0, mean: 0, squares: 0 }),
      step: (state, x) => addSample(state, toNumber(x)),
      finish: of,
    },
  })

/** The sample variance. */
export const variance = define(
  'variance',
  'The sample variance (dividing by n - 1), NaN of fewer than two values.',
  varianceOf,
)

/** The sample standard deviation. */
export const stddev = define(
  'stddev',
  'The sample standard deviation (dividing by n - 1), NaN of fewer than two values.',
  (state) => Math.sqrt(varianceOf(state)),
)
