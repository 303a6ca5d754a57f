import { EngineError } from '../../../contract/errors.ts'
import { areaUnderCurve } from './area-under-curve.ts'
import { aucInterval, type Interval, shareInterval } from './bootstrap.ts'
import { areShares, calibration } from './calibration.ts'
import { precisionRecallCurve } from './curves.ts'
import { labelStatistics, ratio, weightedShare } from './label-statistics.ts'
import { booleanLogLoss } from './log-loss.ts'

/** Scored examples of two labels. */
export interface BooleanScores {
  /** Higher is more true. */
  scores: Float64Array
  /** 1 for true, 0 for false. */
  actual: ArrayLike<number>
  /** One per row, or absent for all 1. */
  weights?: ArrayLike<number>
  /** Scores from it on are called true in `accuracy`; left out: 0.5 where all scores are from 0 to 1, else 0. */
  cut?: number
}

/** The examples from the highest score down, and the weighted counts if every example with at least that score were
 *  called true. Equal scores have equal counts. */
export interface ThresholdTable {
  /** Places in the input. */
  index: Int32Array
  score: Float64Array
  truePositives: Float64Array
  falsePositives: Float64Array
  trueNegatives: Float64Array
  falseNegatives: Float64Array
}

/** What is achieved by calling true what scores at least `threshold`. */
export interface ThresholdStatistics {
  /** Sums of weights. */
  counts: { truePositives: number; falsePositives: number; trueNegatives: number; falseNegatives: number }
  pr: { precision: number; recall: number; accuracy: number; f1Score: number }
  /** Matthews correlation coefficient. */
  mcc: number
  /** How many times more of the true ones are found than by calling as many true at random. */
  gain: number
  threshold: number
  /** Numbers of examples at or above the threshold, and below. */
  population: { included: number; excluded: number }
}

/** What classifier.test reports in mode boolean. */
export interface BooleanResult {
  /** Area under the ROC curve; NaN (null in JSON) if all examples have one label. */
  auc: number
  /** Share that is right if true is what scores at least `cut`. */
  accuracy: number
  averagePrecision: number
  /** Present where scores are from 0 to 1. */
  logLoss?: number
  /** Present where scores are from 0 to 1: how far they are from the shares they stand for. */
  calibrationError?: number
  /** In which accuracy and AUC lie with a probability of 95% (bootstrap from a fixed seed). */
  intervals: { accuracy?: Interval; auc?: Interval }
  bestF1Score: ThresholdStatistics
  bestMcc: ThresholdStatistics
}

/** Area under the ROC curve and the best thresholds; of equally good ones the highest.
 *  @throws EngineError `invalid-argument` for no rows or a score that is NaN */
export function booleanStatistics(input: BooleanScores): BooleanResult {
  const table = thresholdTable(input)
  let bestF1Score: ThresholdStatistics | undefined
  let bestMcc: ThresholdStatistics | undefined
  for (let i = 0; i < table.index.length; i++) {
    if (i + 1 < table.index.length && table.score[i + 1] === table.score[i]) continue
    const statistics = statisticsAt(table, i)
    if (!bestF1Score || statistics.pr.f1Score > bestF1Score.pr.f1Score) bestF1Score = statistics
    if (!bestMcc || statistics.mcc > bestMcc.mcc) bestMcc = statistics
  }
  const { scores, actual, weights } = input
  const shares = areShares(scores)
  const { cut = shares ? 0.5 : 0 } = input
  const right = Uint8Array.from(scores, (score, r) => (score >= cut === Boolean(actual[r]) ? 1 : 0))
  const [accuracy, auc] = [shareInterval(right, weights), aucInterval(table.index, scores, actual, weights)]
  return {
    auc: areaUnderCurve(table),
    accuracy: weightedShare(right, weights),
    averagePrecision: precisionRecallCurve(table).averagePrecision,
    ...(shares && {
      logLoss: booleanLogLoss(scores, actual, weights),
      calibrationError: calibration(scores, actual, weights).expectedError,
    }),
    intervals: { ...(accuracy && { accuracy }), ...(auc && { auc }) },
    bestF1Score: bestF1Score!,
    bestMcc: bestMcc!,
  }
}

/** Counts at every threshold: the rows of classifier.test's output dataset, and the points of the curves. */
export function thresholdTable({ scores, actual, weights }: BooleanScores): ThresholdTable {
  const n = scores.length
  if (n === 0) {
    throw new EngineError('invalid-argument', 'Cannot run classifier.test procedure on empty test set')
  }
  const nan = scores.findIndex(Number.isNaN)
  if (nan >= 0) throw new EngineError('invalid-argument', `The score of test row ${nan + 1} is NaN`)
  const index = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b)
  const table: ThresholdTable = {
    index,
    score: Float64Array.from(index, (r) => scores[r]!),
    truePositives: new Float64Array(n),
    falsePositives: new Float64Array(n),
    trueNegatives: new Float64Array(n),
    falseNegatives: new Float64Array(n),
  }
  const [positives, negatives] = totals(actual, weights)
  let tp = 0
  let fp = 0
  for (let first = 0; first < n; ) {
    let last = first
    while (last < n && table.score[last] === table.score[first]) {
      const weight = weights?.[index[last]!] ?? 1
      if (actual[index[last]!]) tp += weight
      else fp += weight
      last++
    }
    table.truePositives.fill(tp, first, last)
    table.falsePositives.fill(fp, first, last)
    // Rounding must not leave a trace of negative weight.
    table.falseNegatives.fill(Math.max(0, positives - tp), first, last)
    table.trueNegatives.fill(Math.max(0, negatives - fp), first, last)
    first = last
  }
  return table
}

function totals(actual: ArrayLike<number>, weights: ArrayLike<number> | undefined): [number, number] {
  let positives = 0
  let negatives = 0
  for (let r = 0; r < actual.length; r++) {
    if (actual[r]) positives += weights?.[r] ?? 1
    else negatives += weights?.[r] ?? 1
  }
  return [positives, negatives]
}

function statisticsAt(table: ThresholdTable, i: number): ThresholdStatistics {
  const truePositives = table.truePositives[i]!
  const falsePositives = table.falsePositives[i]!
  const trueNegatives = table.trueNegatives[i]!
  const falseNegatives = table.falseNegatives[i]!
  const counts = { truePositives, falsePositives, trueNegatives, falseNegatives }
  const { precision, recall, accuracy, f1Score, support } = labelStatistics(counts)
  const margins = [
    truePositives + falsePositives,
    support,
    trueNegatives + falsePositives,
    trueNegatives + falseNegatives,
  ]
  // Square roots before the product: four sums of large weights would overflow.
  const norm = margins.reduce((product, margin) => product * Math.sqrt(margin), 1)
  const total = support + falsePositives + trueNegatives
  return {
    counts,
    pr: { precision, recall, accuracy, f1Score },
    mcc: ratio(truePositives * trueNegatives - falsePositives * falseNegatives, norm),
    gain: ratio(precision, ratio(support, total)),
    threshold: table.score[i]!,
    population: { included: i + 1, excluded: table.index.length - i - 1 },
  }
}
