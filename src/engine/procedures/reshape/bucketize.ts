import { EngineError } from '../../../contract/errors.ts'
import { param } from '../../params.ts'
import { defineProcedure } from '../define-procedure.ts'
import { readRanked, writeRanked } from './ranked-rows.ts'

/** Groups of rows by their place in an order. */
export const bucketize = defineProcedure({
  type: 'bucketize',
  summary:
    'Puts the rows of a query into named buckets by their percentile in its order: column `bucket`. Rows of no bucket are left out.',
  params: {
    inputData: param.query('The query; its ORDER BY ranks the rows.'),
    outputDataset: param.outputDataset(
      'The dataset to write; an existing one is replaced.',
      'sparse.mutable',
    ),
    percentileBuckets: param.map(
      param.list(param.number(''), ''),
      'Bounds of each bucket in percent: `{"low": [0, 50], "high": [50, 100]}`. A row of rank r (from 1) of n is in a bucket where low < 100 r / n ≤ high.',
    ),
  },
  check: ({ percentileBuckets }) => checkBuckets(percentileBuckets),
  async run({ params, context, call }) {
    const buckets = Object.entries(params.percentileBuckets) as [string, [number, number]][]
    const rows = await readRanked(params.inputData, context, call)
    const count = rows.names.length
    const bucketOf = (rank: number): string | undefined => {
      const place = 100 * (rank + 1)
      return buckets.find(([, [low, high]]) => low * count < place && place <= high * count)?.[0]
    }
    const rowCount = await writeRanked(params.outputDataset, 'bucket', rows, bucketOf, context, call)
    return { status: { rowCount } }
  },
})

function checkBuckets(buckets: Record<string, number[]>): void {
  const invalid = (name: string, reason: string): EngineError =>
    new EngineError('invalid-argument', `Invalid percentileBucket '${name}': ${reason}`, {
      parameter: 'percentileBuckets',
    })
  const entries = Object.entries(buckets)
  if (entries.length === 0) {
    throw new EngineError('invalid-argument', 'percentileBuckets must name at least one bucket', {
      parameter: 'percentileBuckets',
    })
  }
  for (const [name, bounds] of entries) {
    const [low, high] = bounds
    if (bounds.length !== 2 || low === undefined || high === undefined) {
      throw invalid(name, 'it must be [low, high]')
    }
    if (low < 0 || high > 100) throw invalid(name, `[${low}, ${high}] must lie within 0 and 100`)
    if (low >= high) throw invalid(name, `its low bound ${low} must be less than its high bound ${high}`)
  }
  const sorted = entries.map(([name, [low, high]]) => ({ name, low: low!, high: high! }))
  sorted.sort((a, b) => a.low - b.low)
  for (const [i, { name, low }] of sorted.entries()) {
    const before = sorted[i - 1]
    if (before && low < before.high) throw invalid(name, `it overlaps with '${before.name}'`)
  }
}
