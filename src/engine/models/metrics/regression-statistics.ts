import { EngineError } from '../../../contract/errors.ts'

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
  /** Share of the labels' variance that is explained; 0 if they have none. */
  r2: number
  /** Quantiles of |label - score| / |label|. */
  quantileErrors: Record<'0.25' | '0.5' | '0.75' | '0.9', number>
}

/** Errors of a regression. Weights count for mse and r2; quantiles are of examples.
 *  @throws EngineError `invalid-argument` for no rows or a score that is NaN */
export function regressionStatistics({ scores, actual, weights }: RegressionScores): RegressionResult {
  const n = scores.length
  if (n === 0) {
    throw new EngineError('invalid-argument', 'Cannot run classifier.test procedure on empty test set')
  }
  const nan = scores.findIndex(Number.isNaN)
  if (nan >= 0) throw new EngineError('invalid-argument', `The score of test row ${nan + 1} is NaN`)
  let total = 0
  let sum = 0
  let errors = 0
  for (let r = 0; r < n; r++) {
    const weight = weights?.[r] ?? 1
    total += weight
    sum += weight * actual[r]!
    errors += weight * (actual[r]! - scores[r]!) ** 2
  }
  const mean = sum / total
  let spread = 0
  for (let r = 0; r < n; r++) spread += (weights?.[r] ?? 1) * (actual[r]! - mean) ** 2
  const relative = Float64Array.from(scores, (score, r) => relativeError(score, actual[r]!)).sort()
  return {
    mse: errors / total,
    r2: spread > 0 ? 1 - errors / spread : 0,
    quantileErrors: {
      '0.25': quantile(relative, 0.25),
      '0.5': quantile(relative, 0.5),
      '0.75': quantile(relative, 0.75),
      '0.9': quantile(relative, 0.9),
    },
  }
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
