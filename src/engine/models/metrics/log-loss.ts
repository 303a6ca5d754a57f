/** Probabilities are taken as no nearer to 0 and 1, as scikit-learn does for 64-bit scores. */
const LEAST = 2 ** -52

/** Mean of -log of the share that a row's true label got.
 *  @param scores shape (rows, labels); a row's are scaled to sum 1 */
export function logLoss(
  scores: Float64Array,
  labels: number,
  actual: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  let sum = 0
  let total = 0
  const clip = (score: number): number => Math.min(1 - LEAST, Math.max(LEAST, score))
  for (let r = 0; r < actual.length; r++) {
    let row = 0
    for (let k = 0; k < labels; k++) row += clip(scores[r * labels + k]!)
    const weight = weights?.[r] ?? 1
    sum -= weight * Math.log(clip(scores[r * labels + actual[r]!]!) / row)
    total += weight
  }
  return sum / total
}

/** The same for one score a row, of label 1. */
export function booleanLogLoss(
  scores: Float64Array,
  actual: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const both = new Float64Array(2 * scores.length)
  for (let r = 0; r < scores.length; r++) {
    both[2 * r] = 1 - scores[r]!
    both[2 * r + 1] = scores[r]!
  }
  return logLoss(both, 2, actual, weights)
}
