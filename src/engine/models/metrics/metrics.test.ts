import { describe, expect, it } from 'vitest'
import golden from '../../../../tests/golden/learners/metrics.json' with { type: 'json' }
import { aggregate } from './aggregate.ts'
import { booleanStatistics, thresholdTable } from './boolean-statistics.ts'
import { categoricalStatistics } from './categorical-statistics.ts'
import { rankAuc } from './rank-auc.ts'
import { regressionStatistics } from './regression-statistics.ts'

const near = (actual: number, expected: number) => expect(Math.abs(actual - expected)).toBeLessThan(1e-9)

describe('rankAuc', () => {
  it('is the area under the curve that scikit-learn finds, ties and all', () => {
    const { score, label, unweighted } = golden.boolean
    const of = (own: number) => Float64Array.from(score.filter((_, r) => label[r] === own))
    near(rankAuc(of(1), of(0)), unweighted.auc)
    expect(rankAuc(Float64Array.of(1), new Float64Array())).toBeNaN()
  })
})

describe('categoricalStatistics', () => {
  it.each(['unweighted', 'weighted'] as const)('agrees with scikit-learn, %s', (kind) => {
    const { labels, actual, scores, weights } = golden.categorical
    const expected = golden.categorical[kind]
    const result = categoricalStatistics({
      labels,
      actual,
      scores: Float64Array.from(scores.flat()),
      ...(kind === 'weighted' && { weights }),
      recallOverN: [1, 2, 3],
    })
    labels.forEach((label, k) => {
      const statistics = result.labelStatistics[label]!
      near(statistics.precision, expected.precision[k]!)
      near(statistics.recall, expected.recall[k]!)
      near(statistics.f1Score, expected.f1[k]!)
      near(statistics.accuracy, expected.accuracy[k]!)
      near(statistics.support, expected.support[k]!)
      labels.forEach((predicted, p) => {
        const cell = result.confusionMatrix.find((c) => c.actual === label && c.predicted === predicted)
        near(cell?.count ?? 0, expected.matrix[k]![p]!)
      })
    })
    near(result.weightedStatistics.precision, expected.weighted.precision)
    near(result.weightedStatistics.recall, expected.weighted.recall)
    near(result.weightedStatistics.f1Score, expected.weighted.f1)
    for (const n of ['1', '2', '3'] as const) near(result.recallOverN![n]!, expected.recallOver[n])
  })

  it('reproduces the statistics of the walk-through from its confusion matrix', () => {
    const matrix = [
      [19, 13, 4],
      [3, 24, 9],
      [3, 4, 33],
    ]
    const actual: number[] = []
    const scores: number[] = []
    matrix.forEach((row, a) => {
      row.forEach((count, p) => {
        for (let i = 0; i < count; i++) {
          actual.push(a)
          scores.push(...[0, 1, 2].map((k) => (k === p ? 1 : 0)))
        }
      })
    })
    const result = categoricalStatistics({
      labels: ['audi', 'bmw', 'tesla'],
      actual,
      scores: Float64Array.from(scores),
    })
    expect(result.confusionMatrix).toHaveLength(9)
    expect(result.confusionMatrix).toContainEqual({ predicted: 'tesla', actual: 'bmw', count: 9 })
    const { audi, bmw, tesla } = result.labelStatistics
    expect(audi!.accuracy).toBeCloseTo(0.794643, 6)
    expect(audi!.f1Score).toBeCloseTo(0.622951, 6)
    expect(bmw!.precision).toBeCloseTo(0.585366, 6)
    expect(tesla!.recall).toBeCloseTo(0.825, 6)
    expect(result.weightedStatistics.support).toBe(112)
  })

  it('shows a label that is only predicted in the matrix alone, and keeps numbers numbers', () => {
    const result = categoricalStatistics({
      labels: [1, 2],
      actual: [0, 0],
      scores: Float64Array.from([0.9, 0.1, 0.2, 0.8]),
    })
    expect(result.confusionMatrix).toEqual([
      { predicted: 1, actual: 1, count: 1 },
      { predicted: 2, actual: 1, count: 1 },
    ])
    expect(Object.keys(result.labelStatistics)).toEqual(['1'])
  })

  it('rejects an empty set and NaN', () => {
    const empty = { labels: ['a'], actual: [], scores: new Float64Array(0) }
    expect(() => categoricalStatistics(empty)).toThrow('empty test set')
    const nan = { labels: ['a', 'b'], actual: [0], scores: Float64Array.of(0, Number.NaN) }
    expect(() => categoricalStatistics(nan)).toThrow('test row 1 is NaN')
  })
})

describe('booleanStatistics', () => {
  it.each(['unweighted', 'weighted'] as const)('agrees with scikit-learn, %s, with ties', (kind) => {
    const { label, score, weights } = golden.boolean
    const expected = golden.boolean[kind]
    const input = { scores: Float64Array.from(score), actual: label, ...(kind === 'weighted' && { weights }) }
    const result = booleanStatistics(input)
    near(result.auc, expected.auc)
    near(result.bestF1Score.pr.f1Score, expected.bestF1)
    near(result.bestMcc.mcc, expected.bestMcc)
    near(result.bestMcc.threshold, expected.bestMccThreshold)
    const { truePositives, falsePositives, trueNegatives, falseNegatives } = result.bestMcc.counts
    const counts = [truePositives, falsePositives, trueNegatives, falseNegatives]
    counts.forEach((count, i) => {
      near(count, expected.bestMccCounts[i]!)
    })
    const { included, excluded } = result.bestMcc.population
    expect(included + excluded).toBe(150)
  })

  it('counts by hand: scores 3, 2, 2, 1 of true, false, true, false', () => {
    const input = { scores: Float64Array.of(1, 2, 3, 2), actual: [0, 0, 1, 1] }
    const table = thresholdTable(input)
    expect(Array.from(table.index)).toEqual([2, 1, 3, 0])
    expect(Array.from(table.truePositives)).toEqual([1, 2, 2, 2])
    expect(Array.from(table.falsePositives)).toEqual([0, 1, 1, 2])
    const result = booleanStatistics(input)
    expect(result.auc).toBe(0.875)
    expect(result.bestF1Score).toMatchObject({
      threshold: 2,
      gain: 4 / 3,
      population: { included: 3, excluded: 1 },
    })
  })

  it('has no area where all labels are equal', () => {
    expect(booleanStatistics({ scores: Float64Array.of(1, 2), actual: [1, 1] }).auc).toBeNaN()
  })
})

describe('regressionStatistics', () => {
  it.each(['unweighted', 'weighted'] as const)('agrees with scikit-learn, %s', (kind) => {
    const { label, score, weights } = golden.regression
    const result = regressionStatistics({
      scores: Float64Array.from(score),
      actual: Float64Array.from(label),
      ...(kind === 'weighted' && { weights }),
    })
    near(result.mse, golden.regression[kind].mse)
    near(result.r2, golden.regression[kind].r2)
  })

  it('gives quantiles of relative errors', () => {
    const result = regressionStatistics({
      scores: Float64Array.of(1.1, 2, 5, 4),
      actual: Float64Array.of(1, 2, 4, 8),
    })
    // Errors 0.1, 0, 0.25, 0.5.
    near(result.quantileErrors['0.5'], 0.175)
    near(result.quantileErrors['0.25'], 0.075)
    near(result.quantileErrors['0.9'], 0.425)
  })
})

describe('aggregate', () => {
  it('replaces numbers inside objects and leaves out arrays and texts', () => {
    const folds = [
      { auc: 0.8, deep: { x: 1 }, list: [1], name: 'a' },
      { auc: 0.6, deep: { x: 3 }, list: [2], name: 'b' },
    ]
    const result = aggregate(folds)
    expect(Object.keys(result)).toEqual(['auc', 'deep'])
    expect(result.deep).toEqual({ x: { min: 1, max: 3, mean: 2, std: 1 } })
    expect(result.auc).toMatchObject({ min: 0.6, max: 0.8 })
    expect(aggregate([{ auc: 0.8 }])).toEqual({ auc: { min: 0.8, max: 0.8, mean: 0.8, std: 0 } })
  })
})
