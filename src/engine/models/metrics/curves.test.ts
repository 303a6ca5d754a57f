import { describe, expect, it } from 'vitest'
import golden from '../../../../tests/golden/learners/curves.json' with { type: 'json' }
import { booleanStatistics, thresholdTable } from './boolean-statistics.ts'
import { calibration } from './calibration.ts'
import { categoricalStatistics } from './categorical-statistics.ts'
import { precisionRecallCurve, rocCurve, thinCurve } from './curves.ts'
import { multilabelStatistics } from './multilabel-statistics.ts'

// scikit-learn's results: tests/golden/learners/make-metrics.py.

const near = (actual: number, expected: number) => expect(Math.abs(actual - expected)).toBeLessThan(1e-9)
const allNear = (actual: readonly number[], expected: readonly number[]) => {
  expect(actual).toHaveLength(expected.length)
  actual.forEach((value, i) => {
    near(value, expected[i]!)
  })
}

describe.each(['unweighted', 'weighted'] as const)('%s, as scikit-learn', (kind) => {
  const { label, score, weights } = golden.boolean
  const input = {
    scores: Float64Array.from(score),
    actual: label,
    ...(kind === 'weighted' && { weights }),
  }
  const expected = golden.boolean[kind]

  it('has every point of the curves', () => {
    const table = thresholdTable(input)
    const roc = rocCurve(table)
    allNear(roc.falsePositiveRate, expected.falsePositiveRate)
    allNear(roc.truePositiveRate, expected.truePositiveRate)
    allNear(roc.threshold.slice(1) as number[], expected.threshold)
    expect(roc.threshold[0]).toBeNull()
    const curve = precisionRecallCurve(table)
    allNear(curve.precision, expected.precision)
    allNear(curve.recall, expected.recall)
    near(curve.averagePrecision, expected.averagePrecision)
  })

  it('has log loss and accuracy of boolean scores', () => {
    const result = booleanStatistics(input)
    near(result.logLoss!, expected.logLoss)
    near(result.accuracy, expected.accuracy)
    near(result.averagePrecision, expected.averagePrecision)
  })

  it('has averages and log loss of several labels', () => {
    const { actual, scores, weights: w, ...kinds } = golden.categorical
    const result = categoricalStatistics({
      labels: ['a', 'b', 'c', 'd'],
      actual,
      scores: Float64Array.from(scores.flat()),
      ...(kind === 'weighted' && { weights: w }),
    })
    const means = ({ precision, recall, f1Score }: typeof result.macroStatistics) => [
      precision,
      recall,
      f1Score,
    ]
    allNear(means(result.macroStatistics), kinds[kind].macro)
    allNear(means(result.microStatistics), kinds[kind].micro)
    near(result.accuracy, kinds[kind].accuracy)
    near(result.logLoss!, kinds[kind].logLoss)
  })
})

it('calibrates in tenths, as scikit-learn', () => {
  const { bins } = calibration(Float64Array.from(golden.boolean.calibration.scores), golden.boolean.label)
  allNear(
    bins.map(({ shareTrue }) => shareTrue),
    golden.boolean.calibration.shareTrue,
  )
  allNear(
    bins.map(({ meanScore }) => meanScore),
    golden.boolean.calibration.meanScore,
  )
})

it('ranks several labels a row, as scikit-learn', () => {
  const { actual, scores, weights, ...expected } = golden.multilabel
  const result = multilabelStatistics({
    labels: [0, 1, 2, 3, 4],
    actual: Uint8Array.from(actual.flat()),
    scores: Float64Array.from(scores.flat()),
    weights,
    recallOverN: [1, 2, 3],
  })
  near(result.weightedStatistics.coverageError, expected.coverageError)
  allNear(Object.values(result.recallOverN), expected.recallOverN)
  for (const [i, recalls] of expected.recallOverTopN.entries()) {
    allNear(
      Object.values(result.labelStatistics).map(({ recallOverTopN }) => recallOverTopN[i]!),
      recalls,
    )
  }
})

describe('intervals', () => {
  it('hold the statistic, are the same each time, and narrow with the square root of the rows', () => {
    const of = (copies: number) => {
      const scores = Float64Array.from(Array.from({ length: copies }, () => golden.boolean.score).flat())
      const actual = Array.from({ length: copies }, () => golden.boolean.label).flat()
      return booleanStatistics({ scores, actual })
    }
    const { auc, accuracy, intervals } = of(1)
    expect(intervals.auc!.low < auc && auc < intervals.auc!.high).toBe(true)
    expect(intervals.accuracy!.low < accuracy && accuracy < intervals.accuracy!.high).toBe(true)
    expect(of(1).intervals).toEqual(intervals)
    const width = ({ low, high }: { low: number; high: number }) => high - low
    // The normal approximation: 1.96 standard errors to each side.
    const normal = 2 * 1.96 * Math.sqrt((accuracy * (1 - accuracy)) / golden.boolean.label.length)
    expect(width(intervals.accuracy!) / normal).toBeGreaterThan(0.85)
    expect(width(intervals.accuracy!) / normal).toBeLessThan(1.15)
    const ratio = width(of(16).intervals.auc!) / width(intervals.auc!)
    expect(ratio).toBeGreaterThan(0.2)
    expect(ratio).toBeLessThan(0.3)
  })

  it('has none for an area that does not exist', () => {
    const result = booleanStatistics({ scores: Float64Array.of(0.1, 0.7), actual: [1, 1] })
    expect(result.intervals.auc).toBeUndefined()
    expect(result.auc).toBeNaN()
  })
})

it('thins a curve along its way and says how many points it has', () => {
  const n = 5000
  const scores = Float64Array.from({ length: n }, (_, i) => i / n)
  const roc = rocCurve(thresholdTable({ scores, actual: Array.from(scores, (s) => (s > 0.3 ? 1 : 0)) }))
  const thin = thinCurve(roc, 400)
  expect(thin.points).toBe(n + 1)
  expect(thin.threshold.length).toBeLessThanOrEqual(400)
  expect([thin.falsePositiveRate[0], thin.truePositiveRate[0]]).toEqual([0, 0])
  expect([thin.falsePositiveRate.at(-1), thin.truePositiveRate.at(-1)]).toEqual([1, 1])
  // Its way is 2 long: no gap is longer than two steps of 2 / 399, however few the rows of one label.
  for (let i = 1; i < thin.threshold.length; i++) {
    const gap =
      thin.falsePositiveRate[i]! -
      thin.falsePositiveRate[i - 1]! +
      (thin.truePositiveRate[i]! - thin.truePositiveRate[i - 1]!)
    expect(gap).toBeLessThan(4 / 399)
  }
  expect(thin.auc).toBe(1)
  expect(thinCurve(roc, n + 1)).toBe(roc)
})
