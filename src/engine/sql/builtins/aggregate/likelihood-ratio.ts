import { defineAggregate } from '../define-builtin.ts'
import { atoms } from '../shared/types.ts'
import { valueKey } from '../shared/value-key.ts'

/** How often each pair, each first and each second value came. */
interface Counts {
  pairs: Map<string, { x: unknown; y: unknown; n: number }>
  X: Map<unknown, number>
  Y: Map<unknown, number>
  n: number
}

const increment = (counts: Map<unknown, number>, key: unknown): unknown =>
  counts.set(key, (counts.get(key) ?? 0) + 1)

/** The statistic G of a table of counts. T. Dunning, "Accurate methods for the statistics of surprise and
 *  coincidence", 1993. */
function statistic({ pairs, X, Y, n }: Counts): number {
  let sum = 0
  for (const pair of pairs.values())
    sum += pair.n * Math.log((pair.n * n) / (X.get(pair.x)! * Y.get(pair.y)!))
  return Math.max(0, 2 * sum)
}

/** How strongly two columns depend on each other. */
export const likelihoodRatio = defineAggregate<Counts>({
  name: 'likelihood_ratio',
  aliases: ['vertical_likelihood_ratio'],
  group: 'aggregate',
  signature: 'likelihood_ratio(x, y)',
  summary:
    'How strongly the values of two columns depend on each other: the log-likelihood ratio G² of their table of counts (Dunning), 0 if they are independent. Rows where either is null are left out.',
  example: { sql: "likelihood_ratio('a', 'b')", result: 0 },
  arity: [2, 2],
  result: () => atoms('integer', 'number'),
  init: () => ({ pairs: new Map(), X: new Map(), Y: new Map(), n: 0 }),
  step: (counts, [x, y]) => {
    if (x === null || y === null) return counts
    const [kx, ky] = [valueKey(x!), valueKey(y!)]
    const key = JSON.stringify([typeof kx, String(kx), typeof ky, String(ky)])
    const pair = counts.pairs.get(key)
    if (pair) pair.n++
    else counts.pairs.set(key, { x: kx, y: ky, n: 1 })
    increment(counts.X, kx)
    increment(counts.Y, ky)
    counts.n++
    return counts
  },
  finish: statistic,
})
