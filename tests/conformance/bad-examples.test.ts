import { beforeEach, describe, expect, test } from 'vitest'
import type { EntityStatus, ErrorBody, RunStatus } from '../../src/contract/rest.ts'
import { LINK_FUNCTIONS } from '../../src/engine/models/learners/parts/part.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import type { Storage } from '../../src/engine/storage/storage.ts'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

// Each learner on examples that are hardly any: the right answer, or an error that says what is wrong.

let storage: Storage
let api: TestEngine
beforeEach(async () => {
  storage = createMemoryStorage()
  api = await openTestEngine({ storage })
})

const importAs = async (outputDataset: string, text: string) =>
  bodyOf(await api.post('/v1/procedures', { type: 'import.text', params: { text, outputDataset } }))

const TREE = { type: 'decision_tree', max_depth: 4 }
const glz = (link_function: string, regularization = 'l2') => ({ type: 'glz', link_function, regularization })
const BOOLEAN = ['boolean', 'categorical'] as const
const ALL = ['boolean', 'categorical', 'regression'] as const

/** Of each learner: its configuration, and modes that it has. */
const LEARNERS: [string, object, readonly string[]][] = [
  ['a tree', TREE, ALL],
  ['a gentle tree', { ...TREE, update_alg: 'gentle' }, BOOLEAN],
  ['a tree of log-odds', { ...TREE, update_alg: 'normal' }, BOOLEAN],
  ['a forest', { type: 'bagging', num_bags: 7, validation_split: 0, weak_learner: TREE }, ALL],
  ['bagging', { type: 'bagging', num_bags: 3, weak_learner: TREE }, ALL],
  ['boosting', { type: 'boosting', max_iter: 12, weak_learner: { ...TREE, max_depth: 2 } }, BOOLEAN],
  ['stumps', { type: 'boosted_stumps', max_iter: 12 }, BOOLEAN],
  ['gradient boosting', { type: 'gradient_boosting', max_iter: 12, min_child_weight: 0.1 }, ALL],
  ...LINK_FUNCTIONS.map((link): [string, object, readonly string[]] => [
    `glz ${link}`,
    glz(link),
    link === 'linear' ? ALL : BOOLEAN,
  ]),
  ['glz linear, l1', glz('linear', 'l1'), ALL],
  ['glz logit, l1', glz('logit', 'l1'), BOOLEAN],
  ['glz logit, no penalty', glz('logit', 'none'), BOOLEAN],
  ['bagged glz', { type: 'bagging', num_bags: 3, weak_learner: glz('logit') }, BOOLEAN],
  ['boosted glz', { type: 'boosting', max_iter: 4, weak_learner: glz('logit') }, BOOLEAN],
  ['naive Bayes', { type: 'naive_bayes' }, BOOLEAN],
  ['a network', { type: 'perceptron', arch: '4', max_iter: 20, batch_size: 4, learning_rate: 0.1 }, ALL],
]

const post = (configuration: object, mode: string, trainingData: string) =>
  api.post('/v1/procedures', {
    type: 'classifier.train',
    params: { trainingData, configuration, mode, modelFileUrl: 'file:///m.cls', functionName: 'f' },
  })

/** Scores of the rows of `given`, by row. */
async function scoresOf(features: string): Promise<number[][]> {
  const rows = (await api.query(`SELECT f({features: ${features}}) AS * FROM given ORDER BY id`)) as Record<
    string,
    number
  >[]
  return rows.map((row) => Object.keys(row).flatMap((key) => (key.startsWith('score') ? row[key]! : [])))
}

async function trained(configuration: object, mode: string, features: string, label: string, where = 'true') {
  bodyOf(
    await post(
      configuration,
      mode,
      `SELECT ${features} AS features, ${label} AS label FROM given WHERE ${where}`,
    ),
  )
  return scoresOf(features)
}

/** Every score is a number. */
function expectNumbers(scores: readonly number[][]): void {
  expect(scores.length).toBeGreaterThan(0)
  for (const row of scores) {
    expect(row.length).toBeGreaterThan(0)
    for (const score of row) expect(score).toSatisfy(Number.isFinite)
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe.each(LEARNERS)('%s', (_, configuration, modes) => {
  beforeEach(async () => {
    // Label y is true from x = 7 on.
    const lines = Array.from({ length: 12 }, (_, r) => `${r},${r + 1},,5,${Number(r >= 6)},only,c${r}`)
    await importAs('given', ['id,x,gone,same,y,one,own', ...lines].join('\n'))
  })

  test('one label, and one row', async () => {
    for (const mode of modes) {
      const label = mode === 'regression' ? '3' : mode === 'boolean' ? '1' : 'one'
      const scores = await trained(configuration, mode, '{x, same}', label)
      expectNumbers(scores)
      if (mode === 'regression') for (const [score] of scores) expect(score).toBeCloseTo(3, 0)
      else for (const [score] of scores) expect(score).toBeGreaterThan(0)
      expectNumbers(await trained(configuration, mode, '{x, same}', label, 'id = 3'))
    }
  })

  test('columns that are all NULL or all the same say nothing', async () => {
    for (const mode of modes) {
      const scores = (await trained(configuration, mode, '{x, gone, same}', 'y')).map((row) => row.at(-1)!)
      expectNumbers([scores])
      expect(mean(scores.slice(8))).toBeGreaterThan(mean(scores.slice(0, 4)))
    }
    const { status, body } = await post(
      configuration,
      modes[0]!,
      'SELECT {gone} AS features, y AS label FROM given',
    )
    expect([status, (body as ErrorBody).code]).toEqual([400, 'invalid-argument'])
    expect((body as ErrorBody).error).toContain('No feature vectors were produced')
  })

  test('NaN, infinities and numbers beyond those of single precision', async () => {
    const odd =
      'CASE id WHEN 1 THEN 0/0 WHEN 2 THEN -1/0 WHEN 3 THEN -1e300 WHEN 8 THEN 1e300 WHEN 9 THEN 1/0 ELSE x END'
    for (const mode of modes) {
      const scores = (await trained(configuration, mode, `{${odd} AS x, id AS k}`, 'y')).map(
        (row) => row.at(-1)!,
      )
      expectNumbers([scores])
      expect(mean(scores.slice(8))).toBeGreaterThan(mean(scores.slice(0, 4)))
    }
  })

  test('rows without a label are left out, and there must be others', async () => {
    const [mode] = modes
    const scores = await trained(configuration, mode!, '{x}', 'CASE WHEN id % 3 = 0 THEN NULL ELSE y END')
    expectNumbers(scores)
    for (const where of ['true', 'false']) {
      const { status, body } = await post(
        configuration,
        mode!,
        `SELECT {x} AS features, gone AS label FROM given WHERE ${where}`,
      )
      expect([status, (body as ErrorBody).code]).toEqual([400, 'invalid-argument'])
      expect((body as ErrorBody).error).toContain('No feature vectors were produced')
    }
  })

  test('as many labels as rows, and more folds than rows', async () => {
    if (modes.includes('categorical')) {
      const scores = await trained(configuration, 'categorical', '{x}', 'own')
      expectNumbers(scores)
      expect(scores.every((row) => row.length === 12)).toBe(true)
    }
    const before = await Promise.all((['files', 'functions'] as const).map((store) => storage.keys(store)))
    const { status, body } = await api.post('/v1/procedures', {
      type: 'classifier.experiment',
      params: {
        experimentName: 'k',
        inputData: 'SELECT {x} AS features, y AS label FROM given',
        configuration,
        mode: modes[0],
        kfold: 200,
        modelFileUrlPattern: 'file:///k-$runid.cls',
      },
    })
    expect([status, (body as ErrorBody).code]).toEqual([400, 'invalid-argument'])
    expect((body as ErrorBody).error).toMatch(
      /empty test set: fold \d+ has no row where rowHash\(\) % 200 = \d+/,
    )
    expect(await Promise.all((['files', 'functions'] as const).map((store) => storage.keys(store)))).toEqual(
      before,
    )
  })
})

describe.each(LINK_FUNCTIONS)('a probabilizer of link %s', (link) => {
  const probabilize = (query: string) =>
    api.post('/v1/procedures', {
      type: 'probabilizer.train',
      params: { trainingData: query, link, modelFileUrl: 'file:///p.json', functionName: 'p' },
    })
  beforeEach(() => importAs('given', 'id,s,y\n0,-2,0\n1,-1,0\n2,1,1\n3,2,1\n4,,1\n5,0,\n'))

  test('of one label, of scores that are all the same, and of labels told apart without error', async () => {
    for (const query of [
      'SELECT s AS score, 1 AS label FROM given',
      'SELECT s AS score, 0 AS label FROM given',
      'SELECT 4 AS score, y AS label FROM given',
      'SELECT s AS score, y AS label FROM given',
    ]) {
      const { status } = bodyOf<EntityStatus>(await probabilize(query))
      const { params } = (status as { firstRun: RunStatus }).firstRun.status as { params: number[] }
      expectNumbers([params])
      const [row] = (await api.query(
        'SELECT p({score: 1.5})[prob] AS high, p({score: -1.5})[prob] AS low',
      )) as {
        high: number
        low: number
      }[]
      expect(row!.high).toBeGreaterThanOrEqual(row!.low)
      for (const prob of [row!.high, row!.low]) {
        expect(prob).toBeGreaterThanOrEqual(0)
        expect(prob).toBeLessThanOrEqual(1)
      }
    }
  })

  test.each([
    ['SELECT NULL AS score, y AS label FROM given', 'no rows'],
    ['SELECT s AS score, NULL AS label FROM given', 'no rows'],
    ['SELECT s AS score, y AS label FROM given WHERE false', 'no rows'],
    ['SELECT 1/0 AS score, y AS label FROM given', 'finite numbers'],
    ['SELECT 0/0 AS score, y AS label FROM given', 'finite numbers'],
    ["SELECT 'a' AS score, y AS label FROM given", 'is no number'],
  ])('refuses %s', async (query, message) => {
    const { status, body } = await probabilize(query)
    expect(status).toBe(400)
    expect((body as ErrorBody).error).toContain(message)
  })
})

// By hand with a million: MLDB_STRINGS=1000000.
const STRINGS = Number(process.env.MLDB_STRINGS ?? 20_000)
test(`${STRINGS} distinct strings, one a row, are learnt from, and refused as labels`, async () => {
  const lines = Array.from({ length: STRINGS }, (_, r) => `id${r},${r % 2},${r % 3}`)
  await importAs('ids', ['id,y,x', ...lines].join('\n'))
  const labelled = 'SELECT {id, x} AS features, y AS label FROM ids'
  for (const configuration of [{ type: 'naive_bayes' }, glz('logit'), TREE, { type: 'gradient_boosting' }]) {
    bodyOf(await post(configuration, 'boolean', labelled))
    const [row] = (await api.query("SELECT f({features: {'id7' AS id}})[score] AS s")) as { s: number }[]
    expect(row!.s).toSatisfy(Number.isFinite)
  }
  for (const configuration of [TREE, glz('logit')]) {
    const { status, body } = await post(
      configuration,
      'categorical',
      'SELECT {x} AS features, id AS label FROM ids',
    )
    expect([status, (body as ErrorBody).error]).toEqual([400, expect.stringContaining('labels')])
  }
}, 600_000)
