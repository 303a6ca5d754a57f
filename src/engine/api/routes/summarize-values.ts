import type { Value } from '../../../contract/values.ts'
import { valueToJson } from '../../sql/values/value-to-json.ts'
import { summarizeNumbers } from '../../summarize-numbers.ts'

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
