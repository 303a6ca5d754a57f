import type { Value } from '../../../contract/values.ts'
import { valueToJson } from '../../sql/values/value-to-json.ts'

const MOST_FREQUENT = 10

/** The statistics of a column, from its distinct values with the number of rows that have each. `numbers` is about those
 *  values that are finite numbers; its `stddev` is of a sample (n − 1), null for one number. */
export function summarizeValues(counts: readonly (readonly [Value, number])[]) {
  const frequent = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_FREQUENT)
  return {
    count: counts.reduce((sum, [, n]) => sum + n, 0),
    distinct: counts.length,
    numbers: summarizeNumbers(counts),
    mostFrequent: frequent.map(([value, n]) => [valueToJson(value), n]),
  }
}

function summarizeNumbers(counts: readonly (readonly [Value, number])[]) {
  let count = 0
  let mean = 0
  let squares = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const [value, n] of counts) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue
    count += n
    // Welford's update, for n equal values at once.
    const before = value - mean
    mean += (before * n) / count
    squares += n * before * (value - mean)
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  if (count === 0) return null
  return { count, min, max, mean, stddev: count > 1 ? Math.sqrt(squares / (count - 1)) : null }
}
