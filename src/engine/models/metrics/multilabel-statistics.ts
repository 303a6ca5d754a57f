import { EngineError } from '../../../contract/errors.ts'
import type { Label } from './categorical-statistics.ts'

/** Scored examples of which each may have several labels. */
export interface MultilabelScores {
  labels: readonly Label[]
  /** Shape (rows, labels.length), row-major; -Infinity for a label without a score. */
  scores: Float64Array
  /** Shape (rows, labels.length): 1 where the row truly has the label. */
  actual: Uint8Array
  weights?: ArrayLike<number>
  recallOverN?: readonly number[]
}

/** What classifier.test reports in mode multilabel. A label is found at N if it is among a row's N of highest score. */
export interface MultilabelResult {
  /** Share of all true labels that are found, by N as text. */
  recallOverN: Record<string, number>
  /** Of each label that some row truly has, by its text: the share of its rows that find it, for each N. */
  labelStatistics: Record<string, { recallOverTopN: number[]; support: number }>
  /** `coverageError`: how many labels, from the highest score down, hold all of a row's true ones, on average. */
  weightedStatistics: { recallOverTopN: number[]; coverageError: number; support: number }
}

const DEFAULT_N = [1, 3, 5, 10]

/** Ranks of the true labels. Of equal scores, the label that is listed first stands first (for `coverageError`, last: all
 *  of them are needed).
 *  @throws EngineError `invalid-argument` for no rows or a score that is NaN */
export function multilabelStatistics(input: MultilabelScores): MultilabelResult {
  const { labels, scores, actual, weights } = input
  const over = input.recallOverN?.length ? input.recallOverN : DEFAULT_N
  const K = labels.length
  const rows = K === 0 ? 0 : actual.length / K
  if (rows === 0) {
    throw new EngineError('invalid-argument', 'Cannot run classifier.test procedure on empty test set')
  }
  const found = new Float64Array(K * over.length)
  const support = new Float64Array(K)
  let coverage = 0
  let total = 0
  for (let r = 0; r < rows; r++) {
    const weight = weights?.[r] ?? 1
    let deepest = 0
    for (let k = 0; k < K; k++) {
      const score = scores[r * K + k]!
      if (Number.isNaN(score))
        throw new EngineError('invalid-argument', `The score of test row ${r + 1} is NaN`)
      if (actual[r * K + k] === 0) continue
      support[k]! += weight
      const { rank, last } = rankOf(scores, r * K, K, k)
      deepest = Math.max(deepest, last)
      over.forEach((n, i) => {
        if (rank <= n) found[k * over.length + i]! += weight
      })
    }
    coverage += weight * deepest
    total += weight
  }
  const all = support.reduce((sum, weight) => sum + weight, 0)
  const mean = over.map((_, i) => {
    let sum = 0
    for (let k = 0; k < K; k++) sum += found[k * over.length + i]!
    return all > 0 ? sum / all : 0
  })
  return {
    recallOverN: Object.fromEntries(over.map((n, i) => [String(n), mean[i]!])),
    labelStatistics: Object.fromEntries(
      labels.flatMap((label, k) =>
        support[k] === 0
          ? []
          : [
              [
                String(label),
                {
                  recallOverTopN: over.map((_, i) => found[k * over.length + i]! / support[k]!),
                  support: support[k]!,
                },
              ],
            ],
      ),
    ),
    weightedStatistics: { recallOverTopN: mean, coverageError: coverage / total, support: all },
  }
}

function rankOf(scores: Float64Array, at: number, K: number, own: number): { rank: number; last: number } {
  const score = scores[at + own]!
  let rank = 1
  let last = 0
  for (let k = 0; k < K; k++) {
    const other = scores[at + k]!
    if (other > score || (other === score && k < own)) rank++
    if (other >= score) last++
  }
  return { rank, last }
}
