import { describe, expect, it, test } from 'vitest'
import { pivotConfusion } from './confusion.ts'
import { cutAt, cutsOf } from './cut-statistics.ts'
import { describeColumns, uselessReason } from './describe-columns.ts'
import type { Curves, FoldEvaluation, Results } from './evaluation.ts'
import { histogram } from './histogram.ts'
import { joinRows } from './join-rows.ts'
import { averagesOf, statisticsOf } from './label-averages.ts'
import { meanImportances } from './mean-importances.ts'
import { metricsOf, outOfBagMetrics } from './metrics.ts'
import { listContributions } from './read-contributions.ts'

describe('label statistics', () => {
  // actual a: 5 as a, 1 as b; b: 2 as a, 3 as b; nothing is c, one b is called c.
  const table = pivotConfusion([
    { actual: 'a', predicted: 'a', count: 5 },
    { actual: 'a', predicted: 'b', count: 1 },
    { actual: 'b', predicted: 'a', count: 2 },
    { actual: 'b', predicted: 'b', count: 3 },
    { actual: 'b', predicted: 'c', count: 1 },
  ])
  const statistics = statisticsOf(table)

  it('counts by hand', () => {
    expect(statistics.a).toEqual({
      accuracy: 9 / 12,
      precision: 5 / 7,
      recall: 5 / 6,
      f1Score: expect.closeTo(10 / 13, 12),
      support: 6,
    })
    expect(statistics.b).toMatchObject({ accuracy: 8 / 12, precision: 3 / 4, recall: 3 / 6, support: 6 })
    // Never actual: in the matrix only.
    expect(statistics.c).toBeUndefined()
  })

  it('averages as scikit-learn does: macro over every label that is actual or predicted', () => {
    const averages = Object.fromEntries(averagesOf(table, statistics))
    // precision_recall_fscore_support(average=...) of scikit-learn, zero_division=0.
    expect(averages['macro mean']!.precision).toBeCloseTo((5 / 7 + 3 / 4 + 0) / 3, 12)
    expect(averages['macro mean']!.recall).toBeCloseTo((5 / 6 + 3 / 6 + 0) / 3, 12)
    expect(averages['macro mean']!.f1Score).toBeCloseTo((10 / 13 + 0.6 + 0) / 3, 12)
    expect(averages['micro mean']!.f1Score).toBeCloseTo(8 / 12, 12)
    expect(averages['weighted mean']!.precision).toBeCloseTo((6 * (5 / 7) + 6 * (3 / 4)) / 12, 12)
    expect(averages['weighted mean']!.support).toBe(12)
  })
})

describe('cuts', () => {
  const rows = [
    { score: 0.9, isTrue: true },
    { score: 0.8, isTrue: false },
    { score: 0.7, isTrue: true },
    { score: 0.7, isTrue: true },
    { score: 0.2, isTrue: false },
  ]
  const thresholds = [null, 0.9, 0.8, 0.7, 0.2]
  const called = (threshold: number | null, isTrue: boolean) =>
    rows.filter((row) => row.isTrue === isTrue && threshold !== null && row.score >= threshold).length
  const roc = {
    threshold: thresholds,
    truePositiveRate: thresholds.map((t) => called(t, true) / 3),
    falsePositiveRate: thresholds.map((t) => called(t, false) / 2),
  }
  const results = {
    bestF1Score: {
      counts: { truePositives: 3, falsePositives: 1, trueNegatives: 1, falseNegatives: 0 },
      pr: { precision: 0.75, recall: 1, accuracy: 0.8, f1Score: 6 / 7 },
      mcc: 0,
      threshold: 0.7,
    },
  } satisfies Results
  const cuts = cutsOf({ roc } as Curves, results)

  it('count what a threshold calls true, as the rows themselves do', () => {
    cuts.forEach((cut, i) => {
      const [tp, fp] = [called(thresholds[i]!, true), called(thresholds[i]!, false)]
      expect(cut.truePositives).toBeCloseTo(tp, 12)
      expect(cut.falsePositives).toBeCloseTo(fp, 12)
      expect(cut.falseNegatives).toBeCloseTo(3 - tp, 12)
      expect(cut.trueNegatives).toBeCloseTo(2 - fp, 12)
      expect(cut.precision).toBeCloseTo(tp + fp === 0 ? 0 : tp / (tp + fp), 12)
      expect(cut.accuracy).toBeCloseTo((tp + 2 - fp) / 5, 12)
    })
    expect(cuts[3]!.f1Score).toBeCloseTo(results.bestF1Score.pr.f1Score, 12)
  })

  it('are found by threshold: the lowest that is not below it', () => {
    expect(cutAt(cuts, 0.7)).toBe(3)
    expect(cutAt(cuts, 0.75)).toBe(2)
    expect(cutAt(cuts, 0)).toBe(4)
    expect(cutAt(cuts, 1)).toBe(0)
  })

  it('are none of what has no best threshold', () => {
    expect(cutsOf({ roc } as Curves, {})).toEqual([])
  })
})

describe('metrics', () => {
  const fold = (accuracy: number): FoldEvaluation => ({
    results: { accuracy, auc: null, intervals: { accuracy: { low: 0.5, high: 0.9 } } },
    curves: [],
  })

  it('of one fold come with their interval, of several with their deviation', () => {
    expect(metricsOf({ folds: [fold(0.75)] })).toMatchObject([
      { id: 'accuracy', value: 0.75, interval: { low: 0.5, high: 0.9 }, std: undefined },
    ])
    const [metric, ...others] = metricsOf({ folds: [fold(0.5), fold(0.7), fold(0.9)] })
    expect(others).toEqual([])
    expect(metric!.interval).toBeUndefined()
    expect(metric!.value).toBeCloseTo(0.7, 12)
    expect(metric!.std).toBeCloseTo(Math.sqrt(0.08 / 3), 12)
  })

  it('give the root of a mean squared error where a run has only that', () => {
    const folds = [{ results: { mse: 9, r2: 0.5 }, curves: [] }]
    expect(metricsOf({ folds }).map(({ id, value }) => [id, value])).toEqual([
      ['r2', 0.5],
      ['rmse', 3],
    ])
    expect(outOfBagMetrics({ outOfBag: { rows: 3, mse: 4, r2: 0.1 } }).map(({ value }) => value)).toEqual([
      0.1, 2,
    ])
  })
})

test('importances of several models are averaged, an unused feature counting as 0', () => {
  const merged = meanImportances([
    {
      importances: [
        { feature: 'a', gain: 0.8, permutation: 0.2 },
        { feature: 'b', gain: 0.2 },
      ],
    },
    { importances: [{ feature: 'b', gain: 1, permutation: 0.4 }] },
    {},
  ])
  expect(merged).toEqual([
    { feature: 'b', gain: 0.6, permutation: 0.2 },
    { feature: 'a', gain: 0.4, permutation: 0.1 },
  ])
})

test('contributions beyond those listed come together, and the sum stays', () => {
  const all = [0.1, -0.5, 0.3, 0.05].map((value, i) => ({ name: `f${i}`, value }))
  const { features, sum } = listContributions(0.2, all, 2)
  expect(features).toEqual([
    { name: 'f1', value: -0.5 },
    { name: 'f2', value: 0.3 },
    { name: '2 others together', value: expect.closeTo(0.15, 12) },
  ])
  expect(sum).toBeCloseTo(0.15, 12)
  expect(features.reduce((total, { value }) => total + value, 0.2)).toBeCloseTo(sum, 12)
})

test('a histogram counts every value once, the greatest in the last bin', () => {
  const values = [0, 0.1, 0.5, 0.99, 1, Number.NaN]
  const bins = histogram(values, 4)
  expect(bins.map(({ count }) => count)).toEqual([2, 0, 1, 2])
  expect([bins[0]!.from, bins.at(-1)!.to]).toEqual([0, 1])
  expect(histogram([3, 3], 4)).toEqual([{ from: 2.5, to: 3.5, count: 2 }])
  expect(histogram([], 4)).toEqual([])
})

test('rows are joined by name', () => {
  const result = (rowNames: string[], name: string, values: number[]) => ({
    rowNames,
    columns: [{ name, path: [name], values }],
    rowErrors: [],
    durationMs: 0,
  })
  const joined = joinRows(result(['b', 'a'], 'x', [1, 2]), result(['a', 'c'], 'y', [7, 8]))
  expect(joined.rowNames).toEqual(['b', 'a'])
  expect(joined.columns.map(({ values }) => values)).toEqual([
    [1, 2],
    [null, 7],
  ])
})

describe('columns', () => {
  const column = (name: string, values: (number | string | null)[]) => ({ name, path: [name], values })
  const twenty = Array.from({ length: 20 }, (_, i) => i)

  it('are told by their values', () => {
    const described = describeColumns([
      column('n', [1, 2, null]),
      column('t', ['a', 'b', 'a']),
      column('u', ['x/a.jpg', 'x/b.PNG', null]),
      column('m', [1, 'a', null]),
      column('e', [null, null, null]),
    ])
    expect(described.map(({ kind, distinct, missing }) => [kind, distinct, missing])).toEqual([
      ['number', 2, 1],
      ['text', 2, 0],
      ['picture', 2, 1],
      ['mixed', 2, 1],
      ['empty', 0, 3],
    ])
  })

  it('that say nothing of other rows are left out, with the reason', () => {
    const reasons = describeColumns([
      column(
        'id',
        twenty.map((i) => `row ${i}`),
      ),
      column(
        'same',
        twenty.map(() => 1),
      ),
      column('number', twenty),
      column(
        'few',
        twenty.map((i) => `k${i % 3}`),
      ),
    ]).map(uselessReason)
    expect(reasons).toEqual(['another text in every row', 'the same in every row', undefined, undefined])
  })
})
