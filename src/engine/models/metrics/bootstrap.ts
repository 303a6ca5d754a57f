import { Random } from '../learners/random.ts'

/** Where a statistic lies with a probability of 95%, as far as the examples tell. */
export interface Interval {
  low: number
  high: number
}

const LEVEL = 0.95
const MOST_RESAMPLES = 1000
const LEAST_RESAMPLES = 100
/** Rows drawn in all; with more examples there are fewer resamples. */
const DRAWS = 2e7
const SEED = 1

/** Percentile interval of a statistic by the bootstrap (Efron 1979): of resamples of the rows, drawn with replacement from
 *  a fixed seed. @param statistic takes how often each row was drawn; NaN where it is undefined for that resample */
export function bootstrapInterval(
  rows: number,
  statistic: (times: Uint16Array) => number,
): Interval | undefined {
  return bootstrapIntervals(rows, (times) => [statistic(times)])[0]
}

/** The same of several statistics at once, on the same resamples. */
export function bootstrapIntervals(
  rows: number,
  statistics: (times: Uint16Array) => readonly number[],
): (Interval | undefined)[] {
  const resamples = Math.max(LEAST_RESAMPLES, Math.min(MOST_RESAMPLES, Math.floor(DRAWS / rows)))
  const random = new Random(SEED)
  const times = new Uint16Array(rows)
  const drawn: (readonly number[])[] = []
  for (let i = 0; i < resamples; i++) {
    times.fill(0)
    for (let r = 0; r < rows; r++) times[random.below(rows)]!++
    drawn.push(statistics(times))
  }
  return drawn[0]!.map((_, s) => {
    const values = drawn.map((each) => each[s]!).filter((value) => !Number.isNaN(value))
    values.sort((a, b) => a - b)
    if (values.length === 0) return undefined
    return { low: quantile(values, (1 - LEVEL) / 2), high: quantile(values, (1 + LEVEL) / 2) }
  })
}

/** Linear between neighbours, as numpy's default. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const low = sorted[below]!
  return low + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)]! - low)
}

/** Interval of a weighted share of rows: accuracy. */
export function shareInterval(right: Uint8Array, weights?: ArrayLike<number>): Interval | undefined {
  return bootstrapInterval(right.length, (times) => {
    let sum = 0
    let total = 0
    for (let r = 0; r < right.length; r++) {
      const weight = times[r]! * (weights?.[r] ?? 1)
      total += weight
      if (right[r] === 1) sum += weight
    }
    return total > 0 ? sum / total : Number.NaN
  })
}

/** Interval of the area under the ROC curve. @param order rows from the highest score down */
export function aucInterval(
  order: Int32Array,
  scores: Float64Array,
  actual: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Interval | undefined {
  return bootstrapInterval(order.length, (times) => {
    let [tp, fp, area] = [0, 0, 0]
    for (let first = 0; first < order.length; ) {
      let [ownTrue, ownFalse] = [0, 0]
      const score = scores[order[first]!]!
      while (first < order.length && scores[order[first]!] === score) {
        const r = order[first]!
        const weight = times[r]! * (weights?.[r] ?? 1)
        if (actual[r]) ownTrue += weight
        else ownFalse += weight
        first++
      }
      area += ownFalse * (tp + ownTrue / 2)
      tp += ownTrue
      fp += ownFalse
    }
    return tp > 0 && fp > 0 ? area / (tp * fp) : Number.NaN
  })
}
