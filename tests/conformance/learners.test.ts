import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { EngineError } from '../../src/contract/errors.ts'
import type { EntityStatus, ErrorBody, RunStatus } from '../../src/contract/rest.ts'
import { NAMED_CONFIGS } from '../../src/engine/models/learners/named-configs.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import type { Storage } from '../../src/engine/storage/storage.ts'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

// Every learner, mode and function of classifiers through REST, on penguins and small tables.

const PENGUINS = readFileSync(new URL('../../public/samples/penguins.csv', import.meta.url), 'utf8')
const FEATURES = '{* EXCLUDING (species)}'

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

async function failure(type: string, params: object): Promise<ErrorBody> {
  const { status, body } = await api.post('/v1/procedures', { type, params })
  expect(status).toBe(400)
  return body as ErrorBody
}

const train = (params: object) =>
  run<{ examples: number }>('classifier.train', {
    modelFileUrl: 'file:///m/f.cls',
    functionName: 'f',
    ...params,
  })

const explainWith = async () =>
  bodyOf(
    await api.put('/v1/functions/why', {
      type: 'classifier.explain',
      params: { modelFileUrl: 'file:///m/f.cls' },
    }),
  )

/** Largest difference between a score and the sum of its explanation. */
async function worstSum(score: string, label: string, where = 'true'): Promise<number> {
  await explainWith()
  const [row] = (await api.query(
    `SELECT max(abs(s - e - b)) AS worst, count(*) AS n FROM (
       SELECT ${score} AS s, horizontal_sum(why({features: ${FEATURES}, label: ${label}})[explanation]) AS e,
         why({features: ${FEATURES}, label: ${label}})[bias] AS b FROM penguins WHERE ${where})`,
  )) as { worst: number; n: number }[]
  expect(row!.n).toBeGreaterThan(50)
  return row!.worst
}

describe('every built-in configuration', () => {
  const SLOW = ['bbdt2', 'rf', 'bbs2', 'bs2']
  test.each(Object.keys(NAMED_CONFIGS).filter((name) => !SLOW.includes(name)))(
    '%s tells penguins apart, and explains itself',
    async (algorithm) => {
      const { folds } = await run<{ folds: { resultsTest: { accuracy: number } }[] }>(
        'classifier.experiment',
        {
          experimentName: 'e',
          inputData: `SELECT ${FEATURES} AS features, species AS label FROM penguins`,
          mode: 'categorical',
          algorithm,
          modelFileUrlPattern: 'file:///m/f.cls',
        },
      )
      expect(folds[0]!.resultsTest.accuracy).toBeGreaterThan(0.9)
      const score = `e_scorer_0({features: ${FEATURES}})[scores]."""Adelie"""`
      expect(await worstSum(score, "'Adelie'")).toBeLessThan(1e-9)
    },
  )

  test('boosting and bagging of anything', async () => {
    const weak = [
      { type: 'glz', regularization_factor: 0.01 },
      { type: 'naive_bayes' },
      { type: 'bagging', num_bags: 3, weak_learner: { type: 'decision_tree', max_depth: 2 } },
    ]
    for (const weak_learner of weak) {
      for (const mode of ['categorical', 'boolean']) {
        const label = mode === 'boolean' ? "species = 'Adelie'" : 'species'
        const { folds } = await run<{ folds: { resultsTest: { accuracy: number } }[] }>(
          'classifier.experiment',
          {
            experimentName: 'e',
            inputData: `SELECT ${FEATURES} AS features, ${label} AS label FROM penguins`,
            mode,
            configuration: {
              type: 'bagging',
              num_bags: 3,
              weak_learner: { type: 'boosting', min_iter: 2, max_iter: 5, weak_learner },
            },
            modelFileUrlPattern: 'file:///m/f.cls',
          },
        )
        expect(folds[0]!.resultsTest.accuracy).toBeGreaterThan(0.9)
        const score =
          mode === 'boolean'
            ? `e_scorer_0({features: ${FEATURES}})[score]`
            : `e_scorer_0({features: ${FEATURES}})[scores]."""Adelie"""`
        expect(await worstSum(score, mode === 'boolean' ? '1' : "'Adelie'")).toBeLessThan(1e-9)
      }
    }
  })

  test('regressions by linear models, networks, boosting of them and of trees that ask what is missing', async () => {
    for (const configuration of [
      NAMED_CONFIGS.glz_linear,
      { ...(NAMED_CONFIGS.nn as object), max_iter: 60 },
      { type: 'boosting', max_iter: 20, weak_learner: { type: 'glz', link_function: 'linear' } },
      NAMED_CONFIGS.gbt,
    ]) {
      const { folds } = await run<{ folds: { resultsTest: { r2: number } }[] }>('classifier.experiment', {
        experimentName: 'r',
        inputData:
          'SELECT {* EXCLUDING (body_mass_g)} AS features, body_mass_g AS label FROM penguins WHERE body_mass_g IS NOT NULL',
        mode: 'regression',
        configuration,
      })
      expect(folds[0]!.resultsTest.r2).toBeGreaterThan(0.75)
    }
    const error = await failure('classifier.experiment', {
      experimentName: 'r',
      inputData: 'SELECT {* EXCLUDING (body_mass_g)} AS features, body_mass_g AS label FROM penguins',
      mode: 'regression',
      algorithm: 'glz',
    })
    expect(error).toMatchObject({ code: 'invalid-argument', error: expect.stringContaining('glz_linear') })
  })
})

describe('text', () => {
  const DOCS = [
    ...Array.from({ length: 30 }, (_, i) => `spam,buy cheap pills now offer${i % 7}`),
    ...Array.from({ length: 30 }, (_, i) => `ham,meeting with the team about plan${i % 7}`),
  ]
  test.each(['naive_bayes', 'glz', 'bdt'])('a bag of words by %s', async (algorithm) => {
    await importAs('docs', ['kind,words', ...DOCS].join('\n'))
    const { folds } = await run<{ folds: { resultsTest: { accuracy: number } }[] }>('classifier.experiment', {
      experimentName: 't',
      inputData: `SELECT {tokenize(words, {splitChars: ' '}) AS *} AS features, kind AS label FROM docs`,
      mode: 'categorical',
      algorithm,
    })
    expect(folds[0]!.resultsTest.accuracy).toBe(1)
  })

  test('30,000 distinct words in 3,000 rows are learned as sparse rows', async () => {
    const lines = Array.from({ length: 3000 }, (_, r) => {
      const own = Array.from({ length: 10 }, (_, i) => `w${r * 10 + i}`).join(' ')
      return `${r % 2},${own} ${r % 2 ? 'yes' : 'no'}`
    })
    await importAs('wide', ['label,words', ...lines].join('\n'))
    const { folds } = await run<{ folds: { resultsTest: { auc: number } }[] }>('classifier.experiment', {
      experimentName: 't',
      inputData: `SELECT {tokenize(words, {splitChars: ' '}) AS *} AS features, label FROM wide`,
      algorithm: 'naive_bayes',
    })
    expect(folds[0]!.resultsTest.auc).toBe(1)
  })
})

describe('mode multilabel', () => {
  const ROWS = Array.from({ length: 120 }, (_, r) => {
    const [a, b, c] = [r % 2, Math.floor(r / 2) % 2, Math.floor(r / 4) % 2]
    return `${a},${b},${c},${a || b || c ? '' : 1},${a * 2 + (r % 5) / 10},${b * 2 + (r % 7) / 10},${c * 2 + (r % 3) / 10}`
  })
  const QUERY = 'SELECT {x, y, z} AS features, {a, b, c, none} AS label FROM many'

  test.each([
    ['one-vs-all', 'dt'],
    ['one-vs-all', 'glz'],
    ['decompose', 'bdt'],
    ['random', 'glz'],
  ])('%s by %s finds the labels', async (multilabelStrategy, algorithm) => {
    await importAs('many', ['a,b,c,none,x,y,z', ...ROWS].join('\n'))
    const { folds } = await run<{
      folds: {
        resultsTest: {
          recallOverN: Record<string, number>
          weightedStatistics: { coverageError: number }
          labelStatistics: Record<string, { recallOverTopN: number[] }>
        }
      }[]
    }>('classifier.experiment', {
      experimentName: 'm',
      inputData: QUERY,
      mode: 'multilabel',
      multilabelStrategy,
      algorithm,
      recallOverN: [1, 3],
    })
    const { recallOverN, weightedStatistics, labelStatistics } = folds[0]!.resultsTest
    expect(recallOverN['3']).toBeGreaterThan(multilabelStrategy === 'one-vs-all' ? 0.97 : 0.85)
    expect(weightedStatistics.coverageError).toBeLessThan(2.6)
    expect(Object.keys(labelStatistics).sort()).toEqual(['a', 'b', 'c', 'none'])
    const row = (await api.query(
      'SELECT m_scorer_0({features: {2 AS x, 0 AS y, 2 AS z}})[scores] AS s',
      'table',
    )) as unknown[][]
    expect(row[0]).toEqual(expect.arrayContaining(['s."""a"""']))
    const tested = await run<{ recallOverN: Record<string, number> }>('classifier.test', {
      testingData:
        'SELECT m_scorer_0({features: {x, y, z}})[scores] AS score, {a, b, c, none} AS label FROM many',
      mode: 'multilabel',
      recallOverN: [3],
    })
    expect(tested.recallOverN['3']).toBeGreaterThan(0.85)
  })
})

describe('classifier.explain', () => {
  test('refuses rows without a known feature, and labels that were not trained', async () => {
    const inputData = `SELECT ${FEATURES} AS features, species AS label FROM penguins`
    await train({ trainingData: inputData, mode: 'categorical', algorithm: 'glz' })
    await explainWith()
    const error = async (q: string) => ((await api.get('/v1/query', { q })).body as ErrorBody).error
    expect(await error("SELECT why({features: {1 AS zebra}, label: 'Adelie'}) AS *")).toContain(
      "The specified features couldn't be found in the classifier",
    )
    expect(await error("SELECT why({features: {39 AS beak_length_mm}, label: 'Emu'}) AS *")).toContain(
      'label not in model',
    )
  })

  test('over REST, for the score of false too', async () => {
    await train({
      trainingData: `SELECT ${FEATURES} AS features, species = 'Gentoo' AS label FROM penguins`,
      algorithm: 'glz',
    })
    await explainWith()
    const features = { beak_length_mm: 47, flipper_length_mm: 216 }
    const input = (label: number) => ({ input: { features, label } })
    const sum = ({ output }: { output: { explanation: [string, [number, string]][]; bias: number } }) =>
      output.explanation.reduce((total, [, [c]]) => total + c, output.bias)
    const [yes, no] = await Promise.all(
      [1, 0].map(async (label) => sum(bodyOf(await api.get('/v1/functions/why/application', input(label))))),
    )
    const { output } = bodyOf<{ output: { score: number } }>(
      await api.get('/v1/functions/f/application', { input: { features } }),
    )
    expect(yes!).toBeCloseTo(output.score, 9)
    expect(no!).toBeCloseTo(1 - output.score, 9)
  })
})

describe('probabilizer', () => {
  test('turns scores into probabilities, in SQL and over REST', async () => {
    await train({
      trainingData: `SELECT ${FEATURES} AS features, sex = 'male' AS label FROM penguins`,
      algorithm: 'bs',
    })
    const { params } = await run<{ params: [number, number] }>('probabilizer.train', {
      trainingData: `SELECT f({features: ${FEATURES}})[score] AS score, sex = 'male' AS label FROM penguins`,
      modelFileUrl: 'file:///m/prob.json',
      functionName: 'prob',
    })
    expect(params[0]).toBeGreaterThan(0)
    const { output } = bodyOf<{ output: { prob: number } }>(
      await api.get('/v1/functions/prob/application', { input: { score: 0.7 } }),
    )
    expect(output.prob).toBeCloseTo(1 / (1 + Math.exp(-(0.7 * params[0] + params[1]))), 12)
    const [row] = (await api.query(
      `SELECT min(prob({score: f({features: ${FEATURES}})[score]})[prob]) AS low, max(prob({score: f({features: ${FEATURES}})[score]})[prob]) AS high FROM penguins`,
    )) as { low: number; high: number }[]
    expect(row!.low).toBeGreaterThan(0)
    expect(row!.low).toBeLessThan(0.5)
    expect(row!.high).toBeGreaterThan(0.5)
  })

  test.each([
    ['SELECT 1 AS score FROM penguins', "must return a 'score' and a 'label'"],
    ["SELECT 'a' AS score, 1 AS label FROM penguins", 'is no number'],
    ['SELECT 1 AS score, 1 AS label FROM penguins WHERE false', 'no rows'],
  ])('refuses %s', async (trainingData, message) => {
    expect((await failure('probabilizer.train', { trainingData })).error).toContain(message)
  })
})

describe('randomforest.binary.train', () => {
  const data = (columns: string, where = 'true') =>
    `SELECT {${columns}} AS features, species = 'Gentoo' AS label FROM penguins WHERE ${where}`

  test('trains trees of samples, and its model is a classifier', async () => {
    await run('randomforest.binary.train', {
      trainingData: data('beak_length_mm, flipper_length_mm, body_mass_g', 'body_mass_g IS NOT NULL'),
      modelFileUrl: 'file:///m/rf.cls',
      functionName: 'rf',
    })
    expect(bodyOf(await api.get('/v1/functions/rf'))).toMatchObject({
      status: { mode: 'boolean', summary: expect.stringContaining('100 trees') },
    })
    const rows = (await api.query(
      "SELECT avg(rf({features: {beak_length_mm, flipper_length_mm, body_mass_g}})[score]) AS s, species = 'Gentoo' AS g FROM penguins WHERE body_mass_g IS NOT NULL GROUP BY species = 'Gentoo' ORDER BY g",
    )) as { s: number }[]
    expect(rows[0]!.s).toBeLessThan(0.1)
    expect(rows[1]!.s).toBeGreaterThan(0.9)
  })

  test('refuses NULL among the features, naming the column', async () => {
    const error = await failure('randomforest.binary.train', { trainingData: data('body_mass_g, island') })
    expect(error.error).toContain("'body_mass_g' has one")
  })
})

describe('configurations and cancelling', () => {
  test('a wrong key deep in a configuration is named, with the right one', async () => {
    const error = await failure('classifier.train', {
      trainingData: `SELECT ${FEATURES} AS features, species AS label FROM penguins`,
      configuration: { type: 'bagging', weak_learner: { type: 'glz', regularisation: 'l1' } },
    })
    expect(error.error).toContain('weak_learner.regularisation (did you mean regularization?)')
  })

  test.each(['glz', 'nn', 'bglz'])('%s: a run that is cancelled leaves nothing behind', async (algorithm) => {
    const controller = new AbortController()
    const stores = () =>
      Promise.all(['datasets', 'files', 'functions'].map((s) => storage.keys(s as 'files')))
    const before = await stores()
    const answer = await api.post(
      '/v1/procedures',
      {
        type: 'classifier.experiment',
        params: {
          experimentName: 'e',
          inputData: `SELECT ${FEATURES} AS features, species AS label FROM penguins`,
          mode: 'categorical',
          algorithm,
          kfold: 20,
        },
      },
      {
        signal: controller.signal,
        onProgress({ phase }) {
          if (phase === 'percent') controller.abort()
        },
      },
    )
    expect(answer).toMatchObject({ status: 400, body: { code: 'cancelled' } })
    expect(await stores()).toEqual(before)
  })
})

test('a linear link is cut half-way between false and true, in an experiment and where a test says so', async () => {
  const inputData = `SELECT {* EXCLUDING (species)} AS features, species = 'Adelie' AS label FROM penguins`
  const experiment = await run<{ folds: { resultsTest: { accuracy: number } }[] }>('classifier.experiment', {
    experimentName: 'line',
    inputData,
    mode: 'boolean',
    algorithm: 'glz_linear',
    modelFileUrlPattern: 'file:///m/line.cls',
  })
  expect(experiment.folds[0]!.resultsTest.accuracy).toBeGreaterThan(0.95)
  const testingData = `SELECT line_scorer_0({features: ${FEATURES}})[score] AS score, species = 'Adelie' AS label FROM penguins`
  const test = (params: object) => run<{ accuracy: number }>('classifier.test', { testingData, ...params })
  expect((await test({ threshold: 0.5 })).accuracy).toBeGreaterThan(0.95)
  expect((await test({ threshold: -99 })).accuracy).toBeLessThan(0.5)
})

describe('configurationFile', () => {
  const trainingData = `SELECT ${FEATURES} AS features, species AS label FROM penguins`
  const write = (text: string) =>
    storage.commit([{ store: 'files', key: 'c.json', put: new TextEncoder().encode(text) }])
  const params = { trainingData, mode: 'categorical', configurationFile: 'file:///c.json' }

  test('holds what configuration would', async () => {
    const mine = { small: { type: 'decision_tree', max_depth: 1 } }
    await write(JSON.stringify({ mine }))
    const inFile = await train({ ...params, algorithm: 'mine.small' })
    const inline = await train({
      ...params,
      configurationFile: undefined,
      configuration: mine,
      algorithm: 'small',
    })
    expect(inFile).toEqual(inline)
  })

  test.each([
    [
      '{"type": "glz", "regularisation": "l1"}',
      'c.json: Unknown key(s) encountered in config: regularisation',
    ],
    ['{"type": ', 'configurationFile file:///c.json is no JSON'],
  ])('tells what is wrong with %s', async (text, message) => {
    await write(text)
    expect((await failure('classifier.train', params)).error).toContain(message)
  })

  test('does not go with configuration', async () => {
    const both = { ...params, configuration: { type: 'glz' } }
    expect((await failure('classifier.train', both)).error).toContain(
      'either configuration or configurationFile',
    )
  })
})

describe('what a training leaves behind', () => {
  /** An engine whose storage tells each commit's keys, and refuses those that `isRefused` says. */
  async function openWatched(isRefused: (keys: string[]) => boolean = () => false) {
    const commits: string[][] = []
    const watched: Storage = {
      ...storage,
      async commit(changes) {
        const keys = changes.map(({ store, key }) => `${store}/${key}`)
        if (isRefused(keys)) throw new EngineError('storage-full', 'The disk is full.')
        commits.push(keys)
        await storage.commit(changes)
      },
    }
    api = await openTestEngine({ storage: watched })
    return commits
  }
  const training = {
    type: 'classifier.train',
    params: {
      mode: 'categorical',
      algorithm: 'dt',
      trainingData: `SELECT ${FEATURES} AS features, species AS label FROM penguins`,
      modelFileUrl: 'file:///m/f.cls',
      functionName: 'f',
    },
  }
  const experiment = {
    type: 'classifier.experiment',
    params: {
      experimentName: 'e',
      mode: 'categorical',
      algorithm: 'dt',
      kfold: 2,
      inputData: `SELECT ${FEATURES} AS features, species AS label FROM penguins`,
      modelFileUrlPattern: 'file:///m/$runid.cls',
    },
  }

  test('model files and their functions appear in one commit: killed at any time, it is all or nothing', async () => {
    const commits = await openWatched()
    for (const procedure of [training, experiment]) bodyOf(await api.post('/v1/procedures', procedure))
    expect(commits).toContainEqual(['files/m/f.cls', 'functions/f'])
    expect(commits).toContainEqual([
      'files/m/e-0.cls',
      'files/m/e-1.cls',
      'functions/e_scorer_0',
      'functions/e_scorer_1',
    ])
  })

  test('where they cannot be kept there is neither, and what was there before stays', async () => {
    bodyOf(await api.post('/v1/procedures', training))
    const before = await storage.get('files', 'm/f.cls')
    await openWatched((keys) => keys.includes('functions/f'))
    const other = { ...training, params: { ...training.params, algorithm: 'bs' } }
    const { status, body } = await api.post('/v1/procedures', other)
    expect([status, JSON.stringify(body)]).toEqual([507, expect.stringContaining('The disk is full')])
    expect(await storage.get('files', 'm/f.cls')).toEqual(before)
    expect(
      await api.query(`SELECT f({features: ${FEATURES}})[scores] AS * FROM penguins LIMIT 1`),
    ).toHaveLength(1)
  })

  test('trained again under the same name and cancelled or failed, the first training stays with its run and model', async () => {
    const body = (algorithm: string) => ({ ...training, params: { ...training.params, algorithm } })
    bodyOf(await api.put('/v1/procedures/again', body('dt')))
    const kept = async () => [
      bodyOf(await api.get('/v1/procedures/again')),
      await storage.get('files', 'm/f.cls'),
      await storage.get('functions', 'f'),
    ]
    const before = await kept()
    const controller = new AbortController()
    const answer = await api.put('/v1/procedures/again', body('nn'), {
      signal: controller.signal,
      onProgress: ({ phase }) => phase === 'percent' && controller.abort(),
    })
    expect(answer).toMatchObject({ status: 400, body: { code: 'cancelled' } })
    expect(await kept()).toEqual(before)
    const failing = { ...training, params: { ...training.params, trainingData: 'SELECT 1 AS features' } }
    expect((await api.put('/v1/procedures/again', failing)).status).toBe(400)
    expect(await kept()).toEqual(before)

    // Asked for without waiting, too; and the run that was cancelled can be looked at.
    bodyOf(await api.put('/v1/procedures/again', body('nn'), { headers: { async: 'true' } }))
    const runs = () => api.get('/v1/procedures/again/runs').then((all) => bodyOf<string[]>(all))
    const path = `/v1/procedures/again/runs/${encodeURIComponent((await runs()).at(-1)!)}`
    bodyOf(await api.put(`${path}/state`, { state: 'cancelled' }))
    const state = async () => bodyOf<{ state: string }>(await api.get(`${path}/state`)).state
    await expect.poll(state).toBe('cancelled')
    await expect.poll(kept).toEqual(before)

    // What a session left in the middle is what stood before it.
    bodyOf(await api.put('/v1/procedures/again', body('nn'), { headers: { async: 'true' } }))
    const next = await openTestEngine({ storage })
    expect(bodyOf(await next.get('/v1/procedures/again'))).toEqual(before[0])

    bodyOf(
      await api.put(`/v1/procedures/again/runs/${encodeURIComponent((await runs()).at(-1)!)}/state`, {
        state: 'cancelled',
      }),
    )
    await expect.poll(kept).toEqual(before)
    bodyOf(await api.put('/v1/procedures/again', body('bs')))
    expect(await runs()).toHaveLength(1)
    expect(await storage.get('files', 'm/f.cls')).not.toEqual(before[1])
  })
})
