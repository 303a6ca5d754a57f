import type { FeatureSpec, TrainTask } from '../../../contract/learning.ts'
import { rankAuc } from '../metrics/rank-auc.ts'
import type { Importance, OutOfBag } from './model.ts'
import { TALLY_UNIT, type TrainingTally } from './training-tally.ts'

/** Importances of the features that trees used, the most first.
 *  @param trees grown on bootstrap samples: what permutation is the mean over */
export function toImportances(
  { gains, permutation }: TrainingTally,
  features: readonly FeatureSpec[],
  trees: number,
): Importance[] {
  const total = gains.reduce((sum, gain) => sum + gain, 0)
  const used = Array.from(gains.keys()).filter((f) => gains[f]! > 0)
  used.sort((a, b) => gains[b]! - gains[a]! || a - b)
  return used.map((f) => ({
    feature: features[f]!.name,
    gain: round(gains[f]! / total),
    ...(permutation && { permutation: round((permutation[f]! * TALLY_UNIT) / trees) }),
  }))
}

const round = (value: number): number => Number(value.toPrecision(6))

/** How good a forest is on rows that its trees did not see (Breiman 2001): what is said of a row is the mean over the trees
 *  whose bootstrap sample left it out. Undefined where there is no such row. */
export function toOutOfBag(
  { outOfBag }: TrainingTally,
  { examples: { y, rows }, mode }: TrainTask,
): OutOfBag | undefined {
  if (!outOfBag) return undefined
  const { sums, counts } = outOfBag
  const seen = rowsWhere(rows, (r) => counts[r]! > 0)
  if (seen.length === 0) return undefined
  const outputs = sums.length / rows
  const said = (r: number, k: number): number => (sums[r * outputs + k]! * TALLY_UNIT) / counts[r]!
  if (mode === 'regression') return regressionError(seen, y, (r) => said(r, 0))
  const best = (r: number): number => {
    if (outputs === 1) return said(r, 0) > 0.5 ? 1 : 0
    let label = 0
    for (let k = 1; k < outputs; k++) if (said(r, k) > said(r, label)) label = k
    return label
  }
  const right = seen.reduce((count, r) => count + (best(r) === y[r] ? 1 : 0), 0)
  const accuracy = { rows: seen.length, accuracy: right / seen.length }
  if (outputs !== 1) return accuracy
  const scoresOf = (label: number): Float64Array => {
    const own = rowsWhere(rows, (r) => counts[r]! > 0 && y[r] === label)
    const scores = new Float64Array(own.length)
    for (let i = 0; i < own.length; i++) scores[i] = said(own[i]!, 0)
    return scores
  }
  const auc = rankAuc(scoresOf(1), scoresOf(0))
  return Number.isNaN(auc) ? accuracy : { ...accuracy, auc }
}

/** Rows for which something holds. Rows are many: no array of objects is made on the way. */
function rowsWhere(rows: number, holds: (row: number) => boolean): Int32Array {
  let count = 0
  for (let r = 0; r < rows; r++) if (holds(r)) count++
  const result = new Int32Array(count)
  for (let r = 0, n = 0; n < count; r++) if (holds(r)) result[n++] = r
  return result
}

function regressionError(rows: Int32Array, y: Float64Array, said: (row: number) => number): OutOfBag {
  const mean = rows.reduce((sum, r) => sum + y[r]!, 0) / rows.length
  const squares = rows.reduce((sum, r) => sum + (y[r]! - mean) ** 2, 0)
  const errors = rows.reduce((sum, r) => sum + (y[r]! - said(r)) ** 2, 0)
  return {
    rows: rows.length,
    mse: errors / rows.length,
    ...(squares > 0 && { r2: 1 - errors / squares }),
  }
}
