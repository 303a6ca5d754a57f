import { EngineError } from '../../../contract/errors.ts'
import { bootstrapIntervals, type Interval } from './bootstrap.ts'

/** Predicted and true numbers. */
export interface RegressionScores {
  scores: Float64Array
  actual: Float64Array
  /** One per row, or absent for all 1. */
  weights?: ArrayLike<number>
}

/** What classifier.test reports in mode regression. */
export interface RegressionResult {
  /** Mean squared error. */
  mse: number
  /** Its root, in the label's unit. */
  rmse: number
  /** Mean of |label - score|. */
  mae: number
  /** Share of the labels' variance that is explained; 0 if they have none. */
  r2: number
  /** Quantiles of |label - score| / |label|. */
  quantileErrors: Record<'0.25' | '0.5' | '0.75' | '0.9', number>
  /** In which they lie with a probability of 95% (bootstrap from a fixed seed). */
  intervals: { r2?: Interval; rmse?: Interval; mae?: Interval }
}

/** Errors of a regression. Weights count for mse and r2; quantiles are of examples.
 *  @throws EngineError `invalid-argument` for no rows or a score that is NaN */
export function regressionStatistics(input: RegressionScores): RegressionResult {
  const { scores, actual } = input
  const n = scores.length
  if (n === 0) {
    throw new EngineError('invalid-argument', 'Cannot run classifier.test procedure on empty test set')
  }
  const nan = scores.findIndex(Number.isNaN)
  if (nan >= 0) throw new EngineError('invalid-argument', `The score of test row ${nan + 1} is NaN`)
  const { mse, mae, r2 } = errorsOf(input)
  const relative = Float64Array.from(scores, (score, r) => relativeError(score, actual[r]!)).sort()
  return {
    mse,
    rmse: Math.sqrt(mse),
    mae,
    r2,
    quantileErrors: {
      '0.25': quantile(relative, 0.25),
      '0.5': quantile(relative, 0.5),
      '0.75': quantile(relative, 0.75),
      '0.9': quantile(relative, 0.9),
    },
    intervals: intervalsOf(input),
  }
}

/** @param times how often each row counts, beside its weight */
function errorsOf({ scores, actual, weights }: RegressionScores, times?: Uint16Array) {
  let total = 0
  let sum = 0
  let squares = 0
  let absolute = 0
  for (let r = 0; r < scores.length; r++) {
    const weight = (weights?.[r] ?? 1) * (times?.[r] ?? 1)
    const error = actual[r]! - scores[r]!
    total += weight
    sum += weight * actual[r]!
    squares += weight * error ** 2
    absolute += weight * Math.abs(error)
  }
  const mean = sum / total
  let spread = 0
  for (let r = 0; r < scores.length; r++) {
    spread += (weights?.[r] ?? 1) * (times?.[r] ?? 1) * (actual[r]! - mean) ** 2
  }
  return { mse: squares / total, mae: absolute / total, r2: spread > 0 ? 1 - squares / spread : 0 }
}

function intervalsOf(input: RegressionScores): RegressionResult['intervals'] {
  const [r2, rmse, mae] = bootstrapIntervals(input.scores.length, (times) => {
    const errors = errorsOf(input, times)
    return [errors.r2, Math.sqrt(errors.mse), errors.mae]
  })
  return { ...(r2 && { r2 }), ...(rmse && { rmse }), ...(mae && { mae }) }
}

function relativeError(score: number, label: number): number {
  return score === label ? 0 : Math.abs(label - score) / Math.abs(label)
}

/** Linear between the two neighbouring values, as numpy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low === high ? low : low + (place - below) * (high - low)
}
