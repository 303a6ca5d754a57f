import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import type { EntityStatus, ErrorBody, RunStatus } from '../../src/contract/rest.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import type { Storage } from '../../src/engine/storage/storage.ts'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

const PENGUINS = readFileSync(new URL('../../public/samples/penguins.csv', import.meta.url), 'utf8')
const FEATURES = '{* EXCLUDING (species)} AS features, species AS label'
const TREE = { type: 'decision_tree', max_depth: 6 }

let storage: Storage
let api: TestEngine
beforeEach(async () => {
  storage = createMemoryStorage()
  api = await openTestEngine({ storage })
  await importAs('penguins', PENGUINS)
})

const importAs = async (outputDataset: string, text: string) =>
  bodyOf(await api.post('/v1/procedures', { type: 'import.text', params: { text, outputDataset } }))

/** The status of a procedure's first run. */
async function run<T = Record<string, never>>(type: string, params: object): Promise<T> {
  const { status } = bodyOf<EntityStatus>(await api.post('/v1/procedures', { type, params }))
  return (status as { firstRun: RunStatus }).firstRun.status as T
}

async function failure(type: string, params: object): Promise<string> {
  const { status, body } = await api.post('/v1/procedures', { type, params })
  expect(status).toBe(400)
  return (body as ErrorBody).error
}

interface Categorical {
  confusionMatrix: { predicted: string | number; actual: string | number; count: number }[]
  weightedStatistics: { recall: number; support: number }
}

interface Experiment {
  folds: {
    resultsTest: Categorical
    resultsTrain?: Categorical
    fold: object
    functionName: string
    modelFileUrl: string
  }[]
  aggregatedTest: { weightedStatistics: { recall: Record<string, number> } }
  aggregatedTrain?: object
}

const experiment = (params: object) =>
  run<Experiment>('classifier.experiment', {
    experimentName: 'e',
    inputData: `SELECT ${FEATURES} FROM penguins`,
    mode: 'categorical',
    configuration: TREE,
    ...params,
  })

describe('classifier.experiment', () => {
  test('penguins: numbers and texts as features, missing values, a scorer that agrees with the results', async () => {
    const { folds } = await experiment({})
    const { confusionMatrix, weightedStatistics } = folds[0]!.resultsTest
    expect(weightedStatistics.recall).toBeGreaterThan(0.9)
    const right = confusionMatrix.filter(({ predicted, actual }) => predicted === actual)
    const sum = (cells: typeof confusionMatrix) => cells.reduce((total, { count }) => total + count, 0)
    expect(sum(right) / sum(confusionMatrix)).toBeCloseTo(weightedStatistics.recall, 12)
    expect(bodyOf(await api.get('/v1/functions/e_scorer_0'))).toMatchObject({
      type: 'classifier',
      status: { mode: 'categorical', summary: expect.stringContaining('decision_tree') },
    })
    expect(bodyOf(await api.get('/v1/functions/e_scorer_0/details'))).toMatchObject({
      model: { trees: [{}] },
    })
    const same = await api.query(
      `SELECT count(*) AS n FROM e_results_0 AS r JOIN penguins AS p ON r.rowName() = p.rowName()
       WHERE r.score."""Adelie""" = e_scorer_0({features: {p.island AS island, p.beak_length_mm AS beak_length_mm,
         p.beak_depth_mm AS beak_depth_mm, p.flipper_length_mm AS flipper_length_mm, p.body_mass_g AS body_mass_g, p.sex AS sex}})[scores]."""Adelie"""`,
    )
    expect(same).toMatchObject([{ n: sum(confusionMatrix) }])
  })

  test('k folds: every row is tested once, models get their own files, results are aggregated', async () => {
    const { folds, aggregatedTest, aggregatedTrain } = await experiment({
      kfold: 3,
      evalTrain: true,
      modelFileUrlPattern: 'file:///m/all.cls',
    })
    const rows = await api.query('SELECT count(*) AS n FROM penguins', 'atom')
    expect(folds.reduce((sum, { resultsTest }) => sum + resultsTest.weightedStatistics.support, 0)).toBe(rows)
    expect(folds.map(({ modelFileUrl }) => modelFileUrl)).toEqual(
      [0, 1, 2].map((i) => `file:///m/all-${i}.cls`),
    )
    expect(folds.map(({ functionName }) => functionName)).toEqual(['e_scorer_0', 'e_scorer_1', 'e_scorer_2'])
    expect(folds[1]!.fold).toMatchObject({
      trainingWhere: 'rowHash() % 3 != 1',
      testingWhere: 'rowHash() % 3 = 1',
    })
    const { min, max, mean } = aggregatedTest.weightedStatistics.recall
    expect(min! <= mean! && mean! <= max!).toBe(true)
    expect(aggregatedTrain).toBeDefined()
  })

  test('given folds, other test data, no result datasets', async () => {
    const { folds } = await experiment({
      datasetFolds: [
        { trainingLimit: 100, testingWhere: "island = 'Biscoe'", testingOffset: 10, testingLimit: 20 },
      ],
      outputAccuracyDataset: false,
    })
    expect(folds[0]!.resultsTest.weightedStatistics.support).toBe(20)
    expect(folds[0]!.fold).toEqual({
      trainingWhere: 'true',
      testingWhere: "island = 'Biscoe'",
      testingOffset: 10,
      trainingLimit: 100,
      testingLimit: 20,
      trainingOrderBy: 'rowHash()',
      testingOrderBy: 'rowHash()',
    })
    expect(bodyOf(await api.get('/v1/datasets'))).toEqual(['penguins'])
    const other = await experiment({ testingDataOverride: `SELECT ${FEATURES} FROM penguins LIMIT 7` })
    expect(other.folds[0]!.resultsTest.weightedStatistics.support).toBe(7)
  })

  test('one seed gives one result, another seed another', async () => {
    const configuration = {
      type: 'bagging',
      num_bags: 3,
      weak_learner: { ...TREE, random_feature_propn: 0.4 },
    }
    const scores = async (seed: number) => {
      await experiment({ configuration, seed })
      return api.query('SELECT score.* FROM e_results_0', 'table')
    }
    const first = await scores(7)
    expect(await scores(7)).toEqual(first)
    expect(await scores(8)).not.toEqual(first)
  })

  test('cancelled while it trains, it leaves nothing', async () => {
    const controller = new AbortController()
    const before = await Promise.all([
      storage.keys('datasets'),
      storage.keys('files'),
      storage.keys('functions'),
    ])
    const answer = await api.post(
      '/v1/procedures',
      {
        type: 'classifier.experiment',
        params: {
          experimentName: 'e',
          inputData: `SELECT ${FEATURES} FROM penguins`,
          mode: 'categorical',
          configuration: { type: 'bagging', num_bags: 200, weak_learner: TREE },
          kfold: 2,
        },
      },
      {
        signal: controller.signal,
        onProgress({ phase, done }) {
          if (phase === 'trees' && done > 5) controller.abort()
        },
      },
    )
    expect(answer).toMatchObject({ status: 400, body: { code: 'cancelled' } })
    expect(
      await Promise.all([storage.keys('datasets'), storage.keys('files'), storage.keys('functions')]),
    ).toEqual(before)
  })

  test('regression and boolean modes', async () => {
    const regression = await run<{ folds: { resultsTest: Record<string, unknown> }[] }>(
      'classifier.experiment',
      {
        experimentName: 'r',
        inputData:
          'SELECT {* EXCLUDING (body_mass_g)} AS features, body_mass_g AS label FROM penguins WHERE body_mass_g IS NOT NULL',
        mode: 'regression',
        configuration: {
          type: 'bagging',
          num_bags: 20,
          weak_learner: { ...TREE, random_feature_propn: 0.7 },
        },
      },
    )
    expect(regression.folds[0]!.resultsTest).toMatchObject({
      mse: expect.any(Number),
      r2: expect.any(Number),
    })
    expect(regression.folds[0]!.resultsTest.r2).toBeGreaterThan(0.7)
    const boolean = await run<{ folds: { resultsTest: { auc: number } }[] }>('classifier.experiment', {
      experimentName: 'b',
      inputData: "SELECT {* EXCLUDING (species)} AS features, species = 'Gentoo' AS label FROM penguins",
      configuration: { type: 'bagging', num_bags: 10, weak_learner: TREE },
      uniqueScoresOnly: true,
    })
    expect(boolean.folds[0]!.resultsTest.auc).toBeGreaterThan(0.95)
    const [best] = (await api.query('SELECT * FROM b_results_0 LIMIT 1')) as Record<string, number>[]
    expect(Object.keys(best!)).toEqual(
      expect.arrayContaining(['index', 'score', 'truePositiveRate', 'falsePositiveRate']),
    )
    expect(
      await api.query(
        "SELECT b_scorer_0({features: {'Biscoe' AS island, 220 AS flipper_length_mm}})[score] AS s",
      ),
    ).toMatchObject([{ s: expect.any(Number) }])
  })

  test.each([
    [{ experimentName: '' }, 'experimentName is a required property'],
    [{ inputData: undefined }, 'Training data must be specified.'],
    [
      { inputData: 'SELECT 1 AS x FROM penguins' },
      "training data must return a 'features' row and a 'label'",
    ],
    [{ inputData: `SELECT ${FEATURES} FROM nowhere` }, 'nowhere'],
    [
      { inputData: `SELECT ${FEATURES} FROM penguins WHERE false` },
      'No feature vectors were produced as dataset was empty',
    ],
    [{ inputData: 'SELECT {island} AS features, nothing AS label FROM penguins' }, 'all labels were NULL'],
    [
      { inputData: 'SELECT {*} AS features, species AS label FROM penguins' },
      "Dataset column 'species' cannot be used in both label and feature",
    ],
    [
      { inputData: `SELECT ${FEATURES}, -1 AS weight FROM penguins` },
      'classifier example weight cannot be negative',
    ],
    [{ kfold: 1 }, 'When using the kfold parameter, it must be >= 2.'],
    [
      { kfold: 2, datasetFolds: [{}] },
      'The datasetFolds and kfold parameters cannot be specified at the same time.',
    ],
    [
      { kfold: 2, testingDataOverride: 'SELECT 1' },
      'Should not use a k-fold cross-validation if testing dataset is specified.',
    ],
    [{ configuration: { type: 'decision_tree', max_dept: 3 } }, 'Unknown key(s) encountered in config'],
    [{ configuration: undefined }, 'say what to train'],
    [{ configuration: undefined, algorithm: 'rff' }, "no algorithm 'rff'"],
    [{ modelFileUrlPattern: 'http://x/y.cls' }, 'modelFileUrlPattern must be a file:/// URL'],
    [{ mode: 'many' }, 'mode must be one of'],
    [{ mode: 'boolean' }, 'in mode boolean every text that is not empty is true, '],
  ])('%j is refused: %s', async (params, message) => {
    const all = {
      experimentName: 'e',
      inputData: `SELECT ${FEATURES} FROM penguins`,
      mode: 'categorical',
      configuration: TREE,
      ...params,
    }
    expect(await failure('classifier.experiment', all)).toContain(message)
    expect(bodyOf(await api.get('/v1/functions'))).toEqual([])
  })
})

describe('classifier.train and .test', () => {
  const train = (params: object = {}) =>
    run<{ examples: number }>('classifier.train', {
      trainingData: `SELECT ${FEATURES} FROM penguins WHERE rowHash() % 2 != 1`,
      mode: 'categorical',
      algorithm: 'dt',
      modelFileUrl: 'file:///m/dt.cls',
      functionName: 'dt',
      ...params,
    })
  const TESTING = `SELECT dt({features: {* EXCLUDING (species)}})[scores] AS score, species AS label FROM penguins WHERE rowHash() % 2 = 1`

  test('through SQL they give what the experiment gives', async () => {
    const { examples } = await train()
    expect(examples).toBeGreaterThan(100)
    const tested = await run<Categorical>('classifier.test', {
      testingData: TESTING,
      mode: 'categorical',
      outputDataset: 'tested',
    })
    const { folds } = await experiment({ configuration: undefined, algorithm: 'dt' })
    expect(tested.confusionMatrix).toEqual(folds[0]!.resultsTest.confusionMatrix)
    expect(tested.weightedStatistics).toEqual(folds[0]!.resultsTest.weightedStatistics)
    const sql = (dataset: string) =>
      api.query(`SELECT label, maxLabel, score.* FROM ${dataset} ORDER BY rowName()`)
    expect(await sql('tested')).toEqual(await sql('e_results_0'))
  })

  test('a function outlives the session, and says when its file is gone', async () => {
    await train()
    const sql =
      "SELECT dt({features: {'Torgersen' AS island, 39 AS beak_length_mm, 18 AS beak_depth_mm}})[scores] AS *"
    const before = await api.query(sql)
    api = await openTestEngine({ storage })
    expect(bodyOf(await api.get('/v1/functions/dt'))).toMatchObject({
      state: 'ok',
      status: { mode: 'categorical' },
    })
    expect(await api.query(sql)).toEqual(before)
    const file = (await storage.get('files', 'm/dt.cls'))!
    await storage.commit([{ store: 'files', key: 'm/dt.cls', delete: true }])
    api = await openTestEngine({ storage })
    expect(await api.get('/v1/query', { q: sql })).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/function 'dt' cannot be used: .*file:\/\/\/m\/dt\.cls/) },
    })
    expect(bodyOf(await api.get('/v1/functions/dt'))).toMatchObject({ state: 'error' })
    await storage.commit([{ store: 'files', key: 'm/dt.cls', put: file }])
    expect(await api.query(sql)).toEqual(before)
    await storage.commit([{ store: 'files', key: 'm/dt.cls', put: new Uint8Array([1, 2, 3]) }])
    api = await openTestEngine({ storage })
    expect((await api.get('/v1/functions/dt/details')).status).toBe(400)
  })

  test('rows without any known feature have no score', async () => {
    await train()
    expect(
      await api.query(
        'SELECT dt({features: {1 AS zebra}})[scores] AS s, dt({features: {}})[scores] AS t',
        'aos',
      ),
    ).toEqual([{ _rowName: 'result' }])
  })

  test.each([
    [{ modelFileUrl: '' }, "functionName 'dt' needs a modelFileUrl"],
    [{ modelFileUrl: 'dt.cls' }, 'modelFileUrl must be a file:/// URL'],
    [{ trainingData: undefined }, 'trainingData is a required property'],
    [{ mode: 'regression' }, 'a label of regression must be a finite number'],
  ])('train with %j is refused: %s', async (params, message) => {
    const all = {
      trainingData: `SELECT ${FEATURES} FROM penguins`,
      mode: 'categorical',
      algorithm: 'dt',
      modelFileUrl: 'file:///m',
      functionName: 'dt',
    }
    expect(await failure('classifier.train', { ...all, ...params })).toContain(message)
  })

  test.each([
    ['SELECT 1 AS score FROM penguins', "must return a 'score' and a 'label'"],
    [
      'SELECT 1 AS score, 1 AS label FROM penguins WHERE false',
      'Cannot run classifier.test procedure on empty test set',
    ],
    ["SELECT 'high' AS score, 1 AS label FROM penguins", 'is no number'],
    ['SELECT 0/0 AS score, 1 AS label FROM penguins', 'NaN'],
  ])('test of %s is refused: %s', async (testingData, message) => {
    expect(await failure('classifier.test', { testingData, mode: 'boolean' })).toContain(message)
  })
})
