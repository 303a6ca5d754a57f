import { EngineError } from '../../../contract/errors.ts'
import { type Interval, shareInterval } from './bootstrap.ts'
import { areShares } from './calibration.ts'
import { type LabelStatistics, labelStatistics, weightedShare } from './label-statistics.ts'
import { logLoss } from './log-loss.ts'

/** A label as a JSON value. */
export type Label = string | number

/** Scored examples of several labels. */
export interface CategoricalScores {
  labels: readonly Label[]
  /** Shape (rows, labels.length), row-major; -Infinity for a label without a score. */
  scores: Float64Array
  /** Index of the true label of each row. */
  actual: ArrayLike<number>
  /** One per row, or absent for all 1. */
  weights?: ArrayLike<number>
  /** Also: how often the true label is among the N of highest score. */
  recallOverN?: readonly number[]
}

/** What classifier.test reports in mode categorical. */
export interface CategoricalResult {
  /** Cells that are not zero, by actual then predicted label. */
  confusionMatrix: { predicted: Label; actual: Label; count: number }[]
  /** By the text of a label; only labels that some row truly has. */
  labelStatistics: Record<string, LabelStatistics>
  /** Means weighted by support; the supports' sum. */
  weightedStatistics: LabelStatistics
  /** Plain means over the labels that some row truly has or was given. */
  macroStatistics: Averages
  /** From the counts of all labels together: each is the share of rows that are right. */
  microStatistics: Averages
  /** Share of rows whose label of highest score is the true one. */
  accuracy: number
  /** In which the accuracy lies with a probability of 95% (bootstrap from a fixed seed). */
  intervals: { accuracy?: Interval }
  /** Present where scores are from 0 to 1. */
  logLoss?: number
  /** By N, as text. */
  recallOverN?: Record<string, number>
}

export type Averages = Pick<LabelStatistics, 'precision' | 'recall' | 'f1Score'>

/** Confusion matrix and statistics. The prediction is the label of highest score, the first of equals.
 *  @throws EngineError `invalid-argument` for no rows or a score that is NaN */
export function categoricalStatistics(input: CategoricalScores): CategoricalResult {
  const { labels, actual, recallOverN = [] } = input
  if (actual.length === 0) {
    throw new EngineError('invalid-argument', 'Cannot run classifier.test procedure on empty test set')
  }
  const K = labels.length
  const matrix = confusion(input)
  const rowSums = new Float64Array(K)
  const columnSums = new Float64Array(K)
  let total = 0
  for (let a = 0; a < K; a++) {
    for (let p = 0; p < K; p++) {
      const count = matrix[a * K + p]!
      rowSums[a]! += count
      columnSums[p]! += count
      total += count
    }
  }
  const statistics: [string, LabelStatistics][] = []
  const seen: LabelStatistics[] = []
  for (let k = 0; k < K; k++) {
    if (rowSums[k] === 0 && columnSums[k] === 0) continue
    const truePositives = matrix[k * K + k]!
    const falsePositives = columnSums[k]! - truePositives
    const falseNegatives = rowSums[k]! - truePositives
    const trueNegatives = total - truePositives - falsePositives - falseNegatives
    const counts = { truePositives, falsePositives, trueNegatives, falseNegatives }
    const own = labelStatistics(counts)
    seen.push(own)
    if (rowSums[k]! > 0) statistics.push([String(labels[k]), own])
  }
  const predicted = predictedLabels(input.scores, K)
  const right = Uint8Array.from(actual, (own, r) => (predicted[r] === own ? 1 : 0))
  const accuracy = weightedShare(right, input.weights)
  const interval = shareInterval(right, input.weights)
  return {
    confusionMatrix: cells(matrix, labels),
    labelStatistics: Object.fromEntries(statistics),
    weightedStatistics: weightBySupport(statistics.map(([, statistic]) => statistic)),
    macroStatistics: plainMeans(seen),
    microStatistics: { precision: accuracy, recall: accuracy, f1Score: accuracy },
    accuracy,
    intervals: interval ? { accuracy: interval } : {},
    ...(areShares(input.scores) && { logLoss: logLoss(input.scores, K, actual, input.weights) }),
    ...(recallOverN.length > 0 && { recallOverN: recallOver(input, recallOverN) }),
  }
}

/** Index of the highest score of each row. */
export function predictedLabels(scores: Float64Array, labels: number): Int32Array {
  const predicted = new Int32Array(scores.length / labels)
  for (let r = 0; r < predicted.length; r++) {
    let best = 0
    for (let k = 0; k < labels; k++) {
      const score = scores[r * labels + k]!
      if (Number.isNaN(score))
        throw new EngineError('invalid-argument', `The score of test row ${r + 1} is NaN`)
      if (score > scores[r * labels + best]!) best = k
    }
    predicted[r] = best
  }
  return predicted
}

function confusion({ labels, scores, actual, weights }: CategoricalScores): Float64Array {
  const K = labels.length
  const predicted = predictedLabels(scores, K)
  const matrix = new Float64Array(K * K)
  for (let r = 0; r < actual.length; r++) matrix[actual[r]! * K + predicted[r]!]! += weights?.[r] ?? 1
  return matrix
}

function cells(matrix: Float64Array, labels: readonly Label[]): CategoricalResult['confusionMatrix'] {
  const K = labels.length
  const result: CategoricalResult['confusionMatrix'] = []
  for (let a = 0; a < K; a++) {
    for (let p = 0; p < K; p++) {
      const count = matrix[a * K + p]!
      if (count !== 0) result.push({ predicted: labels[p]!, actual: labels[a]!, count })
    }
  }
  return result
}

function weightBySupport(statistics: LabelStatistics[]): LabelStatistics {
  const support = statistics.reduce((sum, statistic) => sum + statistic.support, 0)
  const mean = (key: keyof LabelStatistics): number =>
    statistics.reduce((sum, statistic) => sum + statistic[key] * statistic.support, 0) / support
  return {
    accuracy: mean('accuracy'),
    precision: mean('precision'),
    recall: mean('recall'),
    f1Score: mean('f1Score'),
    support,
  }
}

function plainMeans(statistics: readonly LabelStatistics[]): Averages {
  const mean = (key: keyof Averages): number =>
    statistics.reduce((sum, statistic) => sum + statistic[key], 0) / statistics.length
  return { precision: mean('precision'), recall: mean('recall'), f1Score: mean('f1Score') }
}

/** The share of rows whose true label is among the N of highest score, by N as text. */
function recallOver(input: CategoricalScores, over: readonly number[]): Record<string, number> {
  const found = recallOverTopN(input, input.labels.length)
  return Object.fromEntries(over.map((n) => [String(n), found[Math.min(n, found.length) - 1]!]))
}

/** The same for N = 1, 2, … up to `most` or the number of labels. A label's rank is one more than the number of labels that
 *  score higher (or equal, and stand before it). */
export function recallOverTopN(
  { labels, scores, actual, weights }: CategoricalScores,
  most: number,
): number[] {
  const K = labels.length
  const byRank = new Float64Array(K + 1)
  let total = 0
  for (let r = 0; r < actual.length; r++) {
    const own = actual[r]!
    const ownScore = scores[r * K + own]!
    let rank = 1
    for (let k = 0; k < K; k++) {
      const score = scores[r * K + k]!
      if (score > ownScore || (score === ownScore && k < own)) rank++
    }
    const weight = weights?.[r] ?? 1
    byRank[rank]! += weight
    total += weight
  }
  const shares: number[] = []
  let found = 0
  for (let rank = 1; rank <= Math.min(most, K); rank++) {
    found += byRank[rank]!
    shares.push(found / total)
  }
  return shares
}
