import type { Value } from '../contract/values.ts'

/** What can be said of the finite numbers among some values. */
export interface NumberSummary {
  count: number
  min: number
  max: number
  mean: number
  /** Of a sample (n − 1); null for one number. */
  stddev: number | null
}

/** Summarises the finite numbers among distinct values with the number of times that each stands; null where there are
 *  none. */
export function summarizeNumbers(counts: Iterable<readonly [Value, number]>): NumberSummary | null {
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
