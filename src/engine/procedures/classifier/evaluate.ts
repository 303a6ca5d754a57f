import type { ClassifierMode } from '../../../contract/learning.ts'
import type { Value } from '../../../contract/values.ts'
import type { WriteBatch } from '../../context.ts'
import { booleanStatistics, thresholdTable } from '../../models/metrics/boolean-statistics.ts'
import {
  categoricalStatistics,
  type Label,
  predictedLabels,
  recallOverTopN,
} from '../../models/metrics/categorical-statistics.ts'
import { ratio } from '../../models/metrics/label-statistics.ts'
import { multilabelStatistics } from '../../models/metrics/multilabel-statistics.ts'
import { regressionStatistics } from '../../models/metrics/regression-statistics.ts'
import { labelElement } from '../../sql/values/label-element.ts'
import { labelsOf, toBooleans, toLabel } from './code-labels.ts'
import { type Curves, curvesOf, labelCurves } from './curves-of.ts'

/** Rows with their true label and what was predicted for them. */
export interface ScoredRows {
  rowNames: readonly string[]
  /** True labels. */
  labels: readonly Value[]
  /** Categorical: the labels that have a score, in the order of `scores`. */
  scoredLabels: readonly Label[]
  /** Shape (rows, categorical ? scoredLabels.length : 1), row-major. */
  scores: Float64Array
  weights?: readonly number[]
  /** Mode boolean: scores from it on mean true, where that is known. */
  cut?: number | undefined
}

export interface Evaluation {
  /** `status` of classifier.test (procedures.md section 4). */
  statistics: object
  /** Curves for `/details` of a run: in mode boolean of the score, in mode categorical of each label against the rest. */
  curves(): Curves[]
  /** Mode categorical, also for `/details`: the share of rows whose label is among the N of highest score, for N = 1, 2, … */
  ranks(): { recallOverTopN?: number[] }
  /** Rows of its output dataset. */
  toBatch(options: { uniqueScoresOnly: boolean }): WriteBatch
}

/** Compares predictions with the truth.
 *  @throws EngineError `invalid-argument` for no rows, or a score that is NaN */
export function evaluate(rows: ScoredRows, mode: ClassifierMode, recallOverN: readonly number[]): Evaluation {
  if (mode === 'boolean') return evaluateBoolean(rows)
  if (mode === 'multilabel') return evaluateMultilabel(rows, recallOverN)
  return mode === 'regression' ? evaluateRegression(rows) : evaluateCategorical(rows, recallOverN)
}

/** Ranks of a label that are reported. */
const MAX_RANK = 20

const column = (name: string | string[], values: readonly Value[]) => ({ path: [name].flat(), values })
const weightsOf = ({ weights, labels }: ScoredRows): readonly number[] => weights ?? labels.map(() => 1)
const optional = ({ weights }: ScoredRows) => (weights ? { weights } : {})

function evaluateCategorical(rows: ScoredRows, recallOverN: readonly number[]): Evaluation {
  const truth = rows.labels.map(toLabel)
  // A label that was never trained has no score, and is still a label that rows truly have.
  const labels = [...new Set<Label>([...rows.scoredLabels, ...truth])]
  const places = new Map(labels.map((label, i) => [label, i]))
  const scores = widen(rows.scores, rows.scoredLabels.length, labels.length)
  const actual = Int32Array.from(truth, (label) => places.get(label)!)
  const statistics = categoricalStatistics({ labels, scores, actual, recallOverN, ...optional(rows) })
  const predicted = predictedLabels(scores, labels.length)
  return {
    statistics,
    curves: () => labelCurves({ scores, labels, actual, ...optional(rows) }),
    ranks: () => ({
      recallOverTopN: recallOverTopN({ scores, labels, actual, ...optional(rows) }, MAX_RANK),
    }),
    toBatch: () => ({
      rowNames: rows.rowNames,
      columns: [
        column('label', truth),
        column('weight', weightsOf(rows)),
        ...rows.scoredLabels.map((label, k) =>
          column(
            ['score', labelElement(label)],
            truth.map((_, r) => scores[r * labels.length + k]!),
          ),
        ),
        column(
          'maxLabel',
          Array.from(predicted, (k) => labels[k]!),
        ),
      ],
    }),
  }
}

function evaluateMultilabel(rows: ScoredRows, recallOverN: readonly number[]): Evaluation {
  const truth = rows.labels.map(labelsOf)
  const labels = [...new Set<Label>([...rows.scoredLabels, ...truth.flat()])]
  const places = new Map(labels.map((label, i) => [label, i]))
  const scores = widen(rows.scores, rows.scoredLabels.length, labels.length)
  const actual = new Uint8Array(truth.length * labels.length)
  truth.forEach((own, r) => {
    for (const label of own) actual[r * labels.length + places.get(label)!] = 1
  })
  const predicted = predictedLabels(scores, labels.length)
  return {
    statistics: multilabelStatistics({ labels, scores, actual, recallOverN, ...optional(rows) }),
    curves: () => [],
    ranks: () => ({}),
    toBatch: () => ({
      rowNames: rows.rowNames,
      columns: [
        ...labels.map((label, k) =>
          column(
            ['label', labelElement(label)],
            truth.map((_, r) => actual[r * labels.length + k]!),
          ),
        ),
        column('weight', weightsOf(rows)),
        ...rows.scoredLabels.map((label, k) =>
          column(
            ['score', labelElement(label)],
            truth.map((_, r) => scores[r * labels.length + k]!),
          ),
        ),
        column(
          'maxLabel',
          Array.from(predicted, (k) => labels[k]!),
        ),
      ],
    }),
  }
}

/** The same rows with more columns, -Infinity in the new ones. */
function widen(scores: Float64Array, from: number, to: number): Float64Array {
  if (from === to) return scores
  const rows = from === 0 ? 0 : scores.length / from
  const wide = new Float64Array(rows * to).fill(Number.NEGATIVE_INFINITY)
  for (let r = 0; r < rows; r++) wide.set(scores.subarray(r * from, (r + 1) * from), r * to)
  return wide
}

function evaluateRegression(rows: ScoredRows): Evaluation {
  const actual = Float64Array.from(rows.labels, Number)
  return {
    statistics: regressionStatistics({ scores: rows.scores, actual, ...optional(rows) }),
    curves: () => [],
    ranks: () => ({}),
    toBatch: () => ({
      rowNames: rows.rowNames,
      columns: [
        column('label', rows.labels),
        column('score', Array.from(rows.scores)),
        column('weight', weightsOf(rows)),
      ],
    }),
  }
}

function evaluateBoolean(rows: ScoredRows): Evaluation {
  const actual = Array.from(toBooleans(rows.labels))
  const input = { scores: rows.scores, actual, ...optional(rows) }
  return {
    statistics: booleanStatistics({ ...input, ...(rows.cut !== undefined && { cut: rows.cut }) }),
    curves: () => [curvesOf(input)],
    ranks: () => ({}),
    toBatch: ({ uniqueScoresOnly }) => toThresholdRows(rows, actual, thresholdTable(input), uniqueScoresOnly),
  }
}

/** One row per example, or per distinct score, from the highest score down. */
function toThresholdRows(
  rows: ScoredRows,
  actual: readonly number[],
  table: ReturnType<typeof thresholdTable>,
  uniqueScoresOnly: boolean,
): WriteBatch {
  const { score, index } = table
  const all = Array.from(index, (_, i) => i)
  const kept = uniqueScoresOnly ? all.filter((i) => i + 1 === all.length || score[i] !== score[i + 1]) : all
  const weights = weightsOf(rows)
  const of = (values: ArrayLike<number>): number[] => kept.map((i) => values[i]!)
  const [tp, fp, tn, fn] = [
    table.truePositives,
    table.falsePositives,
    table.trueNegatives,
    table.falseNegatives,
  ]
  const share = (part: (i: number) => number, whole: (i: number) => number): number[] =>
    kept.map((i) => ratio(part(i), whole(i)))
  return {
    rowNames: kept.map((i) => rows.rowNames[index[i]!]!),
    columns: [
      column(
        'index',
        kept.map((i) => i + 1),
      ),
      column(
        'label',
        kept.map((i) => actual[index[i]!]!),
      ),
      column('score', of(score)),
      column(
        'weight',
        kept.map((i) => weights[index[i]!]!),
      ),
      column('truePositives', of(tp)),
      column('falsePositives', of(fp)),
      column('trueNegatives', of(tn)),
      column('falseNegatives', of(fn)),
      column(
        'accuracy',
        share(
          (i) => tp[i]! + tn[i]!,
          (i) => tp[i]! + tn[i]! + fp[i]! + fn[i]!,
        ),
      ),
      column(
        'precision',
        share(
          (i) => tp[i]!,
          (i) => tp[i]! + fp[i]!,
        ),
      ),
      column(
        'recall',
        share(
          (i) => tp[i]!,
          (i) => tp[i]! + fn[i]!,
        ),
      ),
      column(
        'truePositiveRate',
        share(
          (i) => tp[i]!,
          (i) => tp[i]! + fn[i]!,
        ),
      ),
      column(
        'falsePositiveRate',
        share(
          (i) => fp[i]!,
          (i) => fp[i]! + tn[i]!,
        ),
      ),
    ],
  }
}
