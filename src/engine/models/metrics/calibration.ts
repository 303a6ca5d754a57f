/** How often a score of about p is right, in tenths. */
export interface Calibration {
  /** One for each tenth of the scores from 0 to 1 that holds any. */
  bins: { from: number; to: number; meanScore: number; shareTrue: number; weight: number }[]
  /** Mean over the examples of |mean score - share true| of their bin (Naeini, Cooper & Hauskrecht 2015). */
  expectedError: number
}

const BINS = 10

/** Whether scores can be read as probabilities. */
export function areShares(scores: Float64Array): boolean {
  return scores.every((score) => score >= -1e-9 && score <= 1 + 1e-9)
}

/** Compares scores from 0 to 1 with the truth. */
export function calibration(
  scores: Float64Array,
  actual: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Calibration {
  const sums = new Float64Array(BINS)
  const trues = new Float64Array(BINS)
  const totals = new Float64Array(BINS)
  for (let r = 0; r < scores.length; r++) {
    const weight = weights?.[r] ?? 1
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(scores[r]! * BINS)))
    sums[bin]! += weight * scores[r]!
    trues[bin]! += actual[r] ? weight : 0
    totals[bin]! += weight
  }
  const total = totals.reduce((sum, weight) => sum + weight, 0)
  let expectedError = 0
  const bins: Calibration['bins'] = []
  for (let b = 0; b < BINS; b++) {
    const weight = totals[b]!
    if (weight === 0) continue
    const [meanScore, shareTrue] = [sums[b]! / weight, trues[b]! / weight]
    expectedError += (weight / total) * Math.abs(meanScore - shareTrue)
    bins.push({ from: b / BINS, to: (b + 1) / BINS, meanScore, shareTrue, weight })
  }
  return { bins, expectedError }
}
