import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Learners } from '../../src/contract/learning.ts'
import type { EntityStatus, RunStatus } from '../../src/contract/rest.ts'
import { cutsOf } from '../../src/ui/lib/cut-statistics.ts'
import { type Evaluation, readEvaluation } from '../../src/ui/lib/evaluation.ts'
import { metricsOf } from '../../src/ui/lib/metrics.ts'
import { evaluationCsv } from '../../src/ui/panels/models/evaluation/evaluation-csv.ts'
import { type TrainingPlan, trainingCall } from '../../src/ui/panels/models/train/training-plan.ts'
import { scoringSql } from '../../src/ui/panels/models/use/scoring-sql.ts'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

// The calls that the page of models makes, by a real engine; every number that it shows is compared with what the rows of
// the results say, counted the plain way.

const PENGUINS = readFileSync(new URL('../../public/samples/penguins.csv', import.meta.url), 'utf8')
const COLUMNS = [
  'species',
  'island',
  'beak_length_mm',
  'beak_depth_mm',
  'flipper_length_mm',
  'body_mass_g',
  'sex',
]
const PLAN: TrainingPlan = {
  name: 'p',
  source: { kind: 'dataset', id: 'penguins' },
  labels: [['species']],
  columns: COLUMNS.map((name) => [name]),
  excluded: [],
  mode: 'categorical',
  algorithm: 'dt',
  equalizationFactor: 0.5,
  seed: 1,
  split: { kind: 'share', percent: 40 },
}

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
  const params = { text: PENGUINS, outputDataset: 'penguins' }
  bodyOf(await api.post('/v1/procedures', { type: 'import.text', params }))
})

/** Trains, and reads what the page would. */
async function evaluate(plan: TrainingPlan): Promise<Evaluation> {
  const { id, config } = trainingCall(plan)
  const { status } = bodyOf<EntityStatus>(await api.put(`/v1/procedures/${id}`, config))
  const run = (status as { firstRun: RunStatus }).firstRun
  const details = bodyOf(await api.get(`/v1/procedures/${id}/runs/${encodeURIComponent(run.id)}/details`))
  return readEvaluation(run.status, details, config.params)!
}

const results = async <Row = Record<string, number>>(sql: string) => (await api.query(sql)) as Row[]
const metric = (evaluation: Evaluation, id: string) =>
  metricsOf(evaluation).find((each) => each.id === id)?.value

/** Share of pairs of a true and a false row of which the true one scores higher; ties count half. */
function areaByPairs(rows: readonly { score: number; isTrue: boolean }[]): number {
  const [yes, no] = [rows.filter(({ isTrue }) => isTrue), rows.filter(({ isTrue }) => !isTrue)]
  let wins = 0
  for (const a of yes) for (const b of no) wins += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0
  return wins / (yes.length * no.length)
}

test('one of several: accuracy, areas and ranks are those of the rows', async () => {
  const evaluation = await evaluate(PLAN)
  const rows = await results<{ label: string; maxLabel: string; [score: string]: string | number }>(
    'SELECT * FROM p_results_0',
  )
  const scoreOf = (row: (typeof rows)[number], label: string) => row[`score."""${label}"""`] as number
  expect(rows.length).toBeGreaterThan(100)
  expect(evaluation.mode).toBe('categorical')
  const right = rows.filter(({ label, maxLabel }) => label === maxLabel)
  expect(metric(evaluation, 'accuracy')).toBeCloseTo(right.length / rows.length, 9)
  const labels = ['Adelie', 'Chinstrap', 'Gentoo']
  const areas = labels.map((own) =>
    areaByPairs(rows.map((row) => ({ score: scoreOf(row, own), isTrue: row.label === own }))),
  )
  expect(evaluation.folds[0]!.curves.map(({ label }) => label)).toEqual(labels)
  evaluation.folds[0]!.curves.forEach(({ roc }, i) => {
    expect(roc.auc).toBeCloseTo(areas[i]!, 9)
  })
  expect(metric(evaluation, 'macroAuc')).toBeCloseTo(areas.reduce((sum, area) => sum + area) / 3, 9)
  const found = (n: number) =>
    rows.filter((row) => {
      const own = scoreOf(row, row.label)
      const before = labels.filter(
        (label, i) =>
          scoreOf(row, label) > own || (scoreOf(row, label) === own && i < labels.indexOf(row.label)),
      )
      return before.length < n
    }).length / rows.length
  expect(evaluation.folds[0]!.recallOverTopN).toEqual([1, 2, 3].map((n) => expect.closeTo(found(n), 9)))
  expect(evaluationCsv(evaluation)).toContain(`0,metric,,,accuracy,${right.length / rows.length}`)
})

test('yes or no: every cut that is offered counts what the rows say', async () => {
  const evaluation = await evaluate({
    ...PLAN,
    name: 'b',
    labels: [['sex']],
    mode: 'boolean',
    trueValue: 'female',
    algorithm: 'gbt',
  })
  const rows = (await results('SELECT label, score FROM b_results_0')).map(({ label, score }) => ({
    score: score!,
    isTrue: label === 1,
  }))
  expect(metric(evaluation, 'auc')).toBeCloseTo(areaByPairs(rows), 9)
  const [fold] = evaluation.folds
  const cuts = cutsOf(fold!.curves[0]!, fold!.results)
  expect(cuts).toHaveLength(new Set(rows.map(({ score }) => score)).size + 1)
  for (const cut of cuts) {
    const called = rows.filter(({ score }) => cut.threshold !== null && score >= cut.threshold)
    expect(cut.truePositives).toBeCloseTo(called.filter(({ isTrue }) => isTrue).length, 9)
    expect(cut.falsePositives).toBeCloseTo(called.filter(({ isTrue }) => !isTrue).length, 9)
  }
  expect(Math.max(...cuts.map(({ f1Score }) => f1Score))).toBeCloseTo(metric(evaluation, 'bestF1')!, 9)
})

test('a number, in folds: errors of the rows, their mean over the folds', async () => {
  const evaluation = await evaluate({
    ...PLAN,
    name: 'r',
    labels: [['body_mass_g']],
    mode: 'regression',
    split: { kind: 'folds', k: 2 },
  })
  const folds = await Promise.all(
    [0, 1].map(async (i) => {
      const rows = (await results(`SELECT label, score FROM r_results_${i}`)) as {
        label: number
        score: number
      }[]
      const mean = rows.reduce((sum, { label }) => sum + label, 0) / rows.length
      const squares = rows.reduce((sum, { label, score }) => sum + (label - score) ** 2, 0)
      return {
        rmse: Math.sqrt(squares / rows.length),
        mae: rows.reduce((sum, { label, score }) => sum + Math.abs(label - score), 0) / rows.length,
        r2: 1 - squares / rows.reduce((sum, { label }) => sum + (label - mean) ** 2, 0),
      }
    }),
  )
  for (const id of ['rmse', 'mae', 'r2'] as const) {
    const [a, b] = folds.map((fold) => fold[id])
    const shown = metricsOf(evaluation).find((each) => each.id === id)!
    expect(shown.value).toBeCloseTo((a! + b!) / 2, 6)
    expect(shown.std).toBeCloseTo(Math.abs(a! - b!) / 2, 6)
    const { low, high } = evaluation.folds[0]!.results.intervals![id]!
    expect(low).toBeLessThan(a!)
    expect(high).toBeGreaterThan(a!)
  }
})

test('without a test: out of bag and importances, by gain and by permutation', async () => {
  const learners = bodyOf<Learners>(await api.get('/v1/learners'))
  const { configuration } = learners.algorithms.find(({ name }) => name === 'rf')!
  const evaluation = await evaluate({
    ...PLAN,
    name: 'o',
    configuration: { ...configuration, num_bags: 20, permutation_importance: true },
    split: { kind: 'none' },
  })
  expect(evaluation.folds).toEqual([])
  expect(evaluation.training.outOfBag?.accuracy).toBeGreaterThan(0.9)
  expect(evaluation.training.importances?.[0]?.permutation).toBeGreaterThan(0)
})

describe('a whole dataset', () => {
  test.each([
    ['categorical', 'p_scorer_0', undefined, "predicted = 'Gentoo'", 'species'],
    ['boolean', 'b_scorer_0', 0.5, 'predicted = 1', 'sex'],
    ['regression', 'r_scorer_0', undefined, 'predicted > 5000', 'body_mass_g'],
  ] as const)('is scored, %s', async (mode, id, threshold, where, column) => {
    const inputData = scoringSql({ id, mode }, 'penguins', threshold)
    const params = { inputData, outputDataset: 'scored' }
    bodyOf(await api.put('/v1/procedures/score', { type: 'transform', params }))
    const [row] = await results(
      `SELECT count(*) AS n, count(predicted) AS scored, count(${column}) AS kept FROM scored`,
    )
    expect(row!.n).toBe(344)
    expect(row!.scored).toBe(344)
    expect(row!.kept).toBeGreaterThan(300)
    const [some] = await results(`SELECT count(*) AS n FROM scored WHERE ${where}`)
    expect(some!.n).toBeGreaterThan(30)
  })
})

test('a configuration is checked as a run would check it, and completed', async () => {
  const check = (configuration: object) => api.get('/v1/learners/configuration', { configuration })
  expect((await check({ type: 'decision_tree', max_dept: 3 })).body).toMatchObject({
    code: 'invalid-argument',
    error: expect.stringContaining('max_dept (did you mean max_depth?)'),
  })
  expect(bodyOf(await check({ type: 'decision_tree', max_depth: 3 }))).toMatchObject({
    max_depth: 3,
    update_alg: 'prob',
  })
})
