// The procedures that make datasets of datasets, and those about procedures, with the examples of the reference.
import { beforeAll, describe, expect, test } from 'vitest'
import type { Progress } from '../../src/contract/progress.ts'
import type { EntityStatus, ErrorBody, RunStatus } from '../../src/contract/rest.ts'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
})

const post = (type: string, params: object, call = {}) => api.post('/v1/procedures', { type, params }, call)
const run = async (type: string, params: object) =>
  (bodyOf<EntityStatus>(await post(type, params)).status as { firstRun: RunStatus }).firstRun.status
const errorOf = ({ status, body }: { status: number; body?: unknown }) => {
  expect(status).toBeGreaterThanOrEqual(400)
  return (body as ErrorBody).error
}
const byName = (rows: unknown) =>
  Object.fromEntries((rows as { _rowName: string }[]).map(({ _rowName, ...cells }) => [_rowName, cells]))
const read = async (id: string) => byName(await api.query(`SELECT * FROM "${id}"`))

/** A dataset of these rows. */
async function make(id: string, rows: Record<string, Record<string, unknown>>): Promise<void> {
  bodyOf(await api.put(`/v1/datasets/${id}`, { type: 'sparse.mutable' }))
  const cells = Object.entries(rows).map(([name, row]) => [
    name,
    Object.entries(row).map(([column, value]) => [column, value, 0]),
  ])
  bodyOf(await api.post(`/v1/datasets/${id}/multirows`, cells))
  bodyOf(await api.post(`/v1/datasets/${id}/commit`, {}))
}

describe('melt', () => {
  beforeAll(() =>
    make('people', {
      row1: { name: 'bill', age: 25, 'friends.0': 'mich', 'friends.1': 'jean' },
      row2: { name: 'ann', 'friends.0': 'zoe' },
      row3: { name: 'alone', age: 3 },
    }),
  )

  test('a row of each melted cell, named by row and column, with the fixed columns', async () => {
    const inputData = 'SELECT {name, age} AS to_fix, {friends*} AS to_melt FROM people'
    expect(await run('melt', { inputData, outputDataset: 'melted' })).toEqual({ rowCount: 3 })
    expect(await read('melted')).toEqual({
      'row1.friends.0': { name: 'bill', age: 25, key: 'friends.0', value: 'mich' },
      'row1.friends.1': { name: 'bill', age: 25, key: 'friends.1', value: 'jean' },
      'row2.friends.0': { name: 'ann', key: 'friends.0', value: 'zoe' },
    })
    expect(bodyOf(await api.get('/v1/datasets/melted'))).toMatchObject({ type: 'tabular' })
    const names = { keyColumnName: 'k', valueColumnName: 'v' }
    const all = 'SELECT {name} AS to_fix, {* EXCLUDING (name)} AS to_melt FROM people'
    await run('melt', { inputData: all, outputDataset: 'melted', ...names })
    expect(await api.query("SELECT k, v FROM melted WHERE name = 'alone'")).toEqual([
      { _rowName: 'row3.age', k: 'age', v: 3 },
    ])
  })

  test('numbers of vectors are cells too', async () => {
    await run('melt', {
      inputData: "SELECT {} AS to_fix, {[5, 6] AS v} AS to_melt NAMED 'r'",
      outputDataset: { id: 'melted', type: 'sparse.mutable' },
    })
    expect(await read('melted')).toEqual({
      'r.v.0': { key: 'v.0', value: 5 },
      'r.v.1': { key: 'v.1', value: 6 },
    })
  })

  test.each([
    [{ inputData: 'SELECT name FROM people', outputDataset: 'm' }, "'name' is neither"],
    [{ inputData: 'SELECT 1 AS to_fix FROM people', outputDataset: 'm' }, 'to_fix is no row'],
    [{ inputData: 'SELECT {} AS to_melt FROM nowhere', outputDataset: 'm' }, 'nowhere'],
    [{ inputData: 'SELECT {*} AS to_melt FROM people' }, 'outputDataset'],
    [{ inputData: 'SELECT 1', outputDataset: 'm', keyColumnName: 'value' }, 'must not be the same'],
  ])('%j is refused', async (params, message) => {
    expect(errorOf(await post('melt', params))).toContain(message)
    expect((await api.get('/v1/datasets/m')).status).toBe(404)
  })
})

describe('rows by their order', () => {
  beforeAll(() =>
    make('scores', Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`r${i}`, { score: i * i }]))),
  )
  const ranked = 'SELECT score FROM scores ORDER BY score'

  test('ranking numbers them from 0', async () => {
    expect(await run('ranking', { inputData: ranked, outputDataset: 'ranks' })).toEqual({ rowCount: 10 })
    expect(await read('ranks')).toEqual(
      Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`r${i}`, { rank: i }])),
    )
    await run('ranking', {
      inputData: `${ranked} DESC LIMIT 2`,
      outputDataset: { id: 'ranks', type: 'tabular' },
      rankingColumnName: 'place',
    })
    expect(await read('ranks')).toEqual({ r9: { place: 0 }, r8: { place: 1 } })
    expect(
      errorOf(await post('ranking', { inputData: ranked, outputDataset: 'x', rankingType: 'dense' })),
    ).toContain('rankingType must be one of index')
  })

  test('bucketize puts them into percentiles; low < rank/count ≤ high', async () => {
    const percentileBuckets = { low: [0, 50], high: [50, 100] }
    expect(await run('bucketize', { inputData: ranked, outputDataset: 'b', percentileBuckets })).toEqual({
      rowCount: 10,
    })
    expect(
      await api.query('SELECT bucket, count(*) AS n FROM b GROUP BY bucket ORDER BY bucket'),
    ).toMatchObject([
      { bucket: 'high', n: 5 },
      { bucket: 'low', n: 5 },
    ])
    expect(await api.query("SELECT bucket FROM b WHERE rowName() = 'r4'", 'atom')).toBe('low')
    await run('bucketize', { inputData: ranked, outputDataset: 'b', percentileBuckets: { top: [89.9, 100] } })
    expect(await read('b')).toEqual({ r8: { bucket: 'top' }, r9: { bucket: 'top' } })
  })

  test.each([
    [{ a: [0, 60], b: [50, 100] }, "Invalid percentileBucket 'b': it overlaps with 'a'"],
    [{ a: [50, 50] }, "Invalid percentileBucket 'a': its low bound 50 must be less"],
    [{ a: [-1, 50] }, "Invalid percentileBucket 'a': [-1, 50] must lie within 0 and 100"],
    [{ a: [0, 101] }, "Invalid percentileBucket 'a'"],
    [{ a: [5] }, "Invalid percentileBucket 'a': it must be [low, high]"],
    [{}, 'at least one bucket'],
  ])('buckets %j are refused', async (percentileBuckets, message) => {
    const params = { inputData: ranked, outputDataset: 'bad', percentileBuckets }
    expect(errorOf(await post('bucketize', params))).toContain(message)
  })
})

describe('split', () => {
  const rows = Object.fromEntries(
    Array.from({ length: 100 }, (_, i) => [
      `r${i}`,
      { kind: i < 10 ? 'rare' : i < 40 ? 'some' : 'many', ...(i % 2 ? { odd: 1 } : { odd: 0 }) },
    ]),
  )
  beforeAll(() => make('labelled', { ...rows }))
  const params = {
    labels: 'SELECT kind, odd FROM labelled',
    splits: [0.8, 0.2],
    outputDatasets: ['train', 'test'],
    reproducible: true,
  }

  test('each part has every label in the same proportion, each row is in one part', async () => {
    expect(await run('split', params)).toEqual({ incompleteLabels: [], rowCounts: [80, 20] })
    for (const [id, share] of [
      ['train', 0.8],
      ['test', 0.2],
    ] as const) {
      const counts = await api.query(`SELECT kind, count(*) AS n FROM ${id} GROUP BY kind ORDER BY kind`)
      expect(counts).toMatchObject([
        { kind: 'many', n: 60 * share },
        { kind: 'rare', n: 10 * share },
        { kind: 'some', n: 30 * share },
      ])
      expect(await api.query(`SELECT sum(odd) AS n FROM ${id}`, 'atom')).toBe(50 * share)
    }
    expect({ ...(await read('train')), ...(await read('test')) }).toEqual(rows)
    const first = await read('test')
    await run('split', params)
    expect(await read('test')).toEqual(first)
    await run('split', { ...params, randomSeed: 7 })
    expect(await read('test')).not.toEqual(first)
  })

  test('labels with too few rows are named', async () => {
    const labels = "SELECT CASE WHEN rowName() = 'r0' THEN 'once' ELSE kind END AS kind FROM labelled"
    expect(await run('split', { ...params, labels })).toMatchObject({ incompleteLabels: ['once'] })
  })

  test.each([
    [{ splits: [0.5, 0.6] }, 'the sum of splits must be 1'],
    [{ splits: [1] }, 'there must be as many'],
    [{ outputDatasets: ['same', 'same'] }, 'must all be different'],
    [{ labels: 'SELECT [1, 2] AS v FROM labelled' }, "column 'v' holds no labels"],
    [{ labels: 'SELECT nothing FROM' }, ''],
  ])('%j is refused', async (wrong, message) => {
    expect(errorOf(await post('split', { ...params, ...wrong }))).toContain(message)
  })
})

test('summary.statistics: a row per column', async () => {
  await make('mixed', {
    a: { n: 1, t: 'x', some: 5 },
    b: { n: 2, t: 'x', m: 1 },
    c: { n: 3, t: 'y', m: 'one' },
    d: { n: 10, t: null },
  })
  expect(
    await run('summary.statistics', { inputData: 'SELECT * FROM mixed', outputDataset: 'stats' }),
  ).toEqual({
    rowCount: 4,
  })
  const stats = await read('stats')
  expect(stats.n).toEqual({
    'value.data_type': 'number',
    'value.num_null': 0,
    'value.num_unique': 4,
    'value.min': 1,
    'value.max': 10,
    'value.avg': 4,
    'value.stddev': expect.closeTo(Math.sqrt(50 / 3), 12),
    'value.median': 2.5,
    'value.1st_quartile': 1.75,
    'value.3rd_quartile': 4.75,
    'value.most_frequent_items.1': 1,
    'value.most_frequent_items.2': 1,
    'value.most_frequent_items.3': 1,
    'value.most_frequent_items.10': 1,
  })
  expect(stats.t).toEqual({
    'value.data_type': 'categorical',
    'value.num_null': 1,
    'value.num_unique': 2,
    'value.most_frequent_items.x': 2,
    'value.most_frequent_items.y': 1,
  })
  expect(stats.m).toMatchObject({
    'value.data_type': 'categorical',
    'value.num_null': 2,
    'value.num_unique': 2,
  })
  expect(stats.some).toMatchObject({ 'value.data_type': 'number', 'value.num_null': 3, 'value.median': 5 })
  expect(await api.query('SELECT value.avg AS a FROM stats WHERE value.avg > 4.5')).toEqual([
    { _rowName: 'some', a: 5 },
  ])
})

describe('control', () => {
  const transform = (expression: string, outputDataset: string) => ({
    type: 'transform',
    params: { inputData: `SELECT ${expression}`, outputDataset },
  })

  test('serial runs its steps, also one that exists, and stops at the first that fails', async () => {
    bodyOf(
      await api.put('/v1/procedures/stored', {
        type: 'transform',
        params: { inputData: 'SELECT x + 1 AS x FROM one', outputDataset: 'two', runOnCreation: false },
      }),
    )
    const steps = [{ name: 'first', ...transform('1 AS x', 'one') }, { id: 'stored' }]
    expect(await run('serial', { steps })).toEqual({
      steps: [
        { name: 'first', type: 'transform' },
        { name: 'stored', type: 'transform' },
      ],
    })
    expect(await read('two')).toEqual({ result: { x: 2 } })
    const failing = [transform('5 AS x', 'one'), transform('nonsense(', 'two'), transform('7 AS x', 'one')]
    expect(errorOf(await post('serial', { steps: failing }))).toMatch(/step 2: .*line 1/)
    expect(await read('one')).toEqual({ result: { x: 5 } })
    expect(
      await run('serial', { steps: [{ type: 'serial', params: { steps: [{ type: 'null' }] } }] }),
    ).toEqual({
      steps: [
        { name: 'step 1', type: 'serial', status: { steps: [{ name: 'step 1', type: 'null', status: {} }] } },
      ],
    })
  })

  test.each([
    [[{ type: 'nothing' }], "step 1: unknown procedure type 'nothing'"],
    [[{ type: 'null' }, { type: 'mock', params: { durationMs: 'x' } }], 'step 2: durationMs must be'],
    [[{ type: 'null', parms: {} }], "no field 'parms'"],
    [[7], 'step 1 must be a configuration'],
    [[{}], 'step 1 must be one with a type'],
    [[{ id: 'absent' }], "procedure entry 'absent' does not exist"],
    [
      [{ type: 'serial', params: { steps: [{ type: 'no' }] } }],
      "step 1, step 1: unknown procedure type 'no'",
    ],
  ])('steps %j are refused before any runs', async (steps, message) => {
    const before = bodyOf(await api.get('/v1/datasets'))
    const all = [transform('1 AS x', 'never'), ...steps]
    const shifted = message.replace(/^step (\d)/, (_, n) => `step ${Number(n) + 1}`)
    expect(errorOf(await post('serial', { steps: all }))).toContain(shifted)
    expect(bodyOf(await api.get('/v1/datasets'))).toEqual(before)
  })

  test('a procedure that would run itself is refused', async () => {
    const loop = { type: 'serial', params: { steps: [{ id: 'loop' }], runOnCreation: false } }
    bodyOf(await api.put('/v1/procedures/loop', loop))
    expect(errorOf(await api.post('/v1/procedures/loop/runs', {}))).toContain("'loop' would run itself")
    expect(errorOf(await post('serial', { steps: [{ id: 'loop' }] }))).toContain("'loop' would run itself")
  })

  test('a serial run is cancelled in the middle of a step, with progress up to there', async () => {
    const controller = new AbortController()
    const seen: Progress[] = []
    const steps = [
      transform('1 AS x', 'done'),
      { type: 'mock', params: { durationMs: 60_000 } },
      transform('2 AS x', 'not'),
    ]
    const answer = await post(
      'serial',
      { steps },
      {
        signal: controller.signal,
        onProgress(progress: Progress) {
          seen.push(progress)
          if (progress.step !== 'steps' && progress.step !== 'write') controller.abort()
        },
      },
    )
    expect(answer).toMatchObject({ status: 400, body: { code: 'cancelled' } })
    expect(seen).toContainEqual({ phase: 'rows', step: 'steps', done: 1, total: 3 })
    expect(await read('done')).toEqual({ result: { x: 1 } })
    expect((await api.get('/v1/datasets/not')).status).toBe(404)
  })

  test('createEntity makes a dataset, a view, a function, a procedure', async () => {
    const made = [
      { kind: 'dataset', id: 'ce', type: 'sparse.mutable' },
      { kind: 'dataset', id: 'cev', type: 'merged', params: { datasets: [{ id: 'ce' }] } },
      { kind: 'function', id: 'cef', type: 'sql.expression', params: { expression: 'x + 1 AS y' } },
      { kind: 'procedure', id: 'cep', type: 'null' },
    ]
    for (const entity of made) {
      const { kind, id, type } = entity
      expect(await run('createEntity', entity)).toMatchObject({
        kind,
        config: { id, type },
        status: { id, type },
      })
      expect(bodyOf(await api.get(`/v1/${kind}s/${id}`))).toMatchObject({ id, type })
    }
    const { config } = (await run('createEntity', { kind: 'dataset', type: 'tabular' })) as {
      config: { id: string }
    }
    expect(bodyOf(await api.get('/v1/datasets'))).toContain(config.id)
    expect(errorOf(await post('createEntity', { kind: 'plugin', type: 'x' }))).toContain(
      'kind must be one of',
    )
    expect(errorOf(await post('createEntity', { kind: 'dataset', id: 'q', type: 'x' }))).toContain(
      'unknown dataset type',
    )
  })

  test('permuter.run: every combination, with its number in texts', async () => {
    const procedure = transform('0 AS x', 'out$permutation')
    const permutations = {
      params: { inputData: ['SELECT 1 AS x', 'SELECT 2 AS x'], skipEmptyRows: [true, false] },
    }
    const results = (await run('permuter.run', { procedure, permutations })) as { permutation: unknown }[]
    expect(results.map(({ permutation }) => permutation)).toEqual(
      ['SELECT 1 AS x', 'SELECT 2 AS x'].flatMap((inputData) =>
        [true, false].map((skipEmptyRows) => ({ params: { inputData, skipEmptyRows } })),
      ),
    )
    expect(await api.query('SELECT a.x AS a, b.x AS b FROM out0 AS a JOIN out3 AS b')).toMatchObject([
      { a: 1, b: 2 },
    ])
    const many = { params: Object.fromEntries('abcde'.split('').map((key) => [key, Array(10).fill(1)])) }
    expect(errorOf(await post('permuter.run', { procedure, permutations: many }))).toContain(
      'more than 10000',
    )
  })
})

describe('cancelled at the first sign of progress, it leaves what was there', () => {
  const inputData = 'SELECT * FROM large'
  const percentileBuckets = { low: [0, 50], high: [50, 100] }
  const rankedData = 'SELECT * FROM large ORDER BY x'
  const reshaped: Record<string, object> = {
    transform: { inputData },
    melt: { inputData: 'SELECT {x} AS to_fix, {y} AS to_melt FROM large' },
    bucketize: { inputData: rankedData, percentileBuckets },
    ranking: { inputData: rankedData },
    'summary.statistics': { inputData },
    split: { labels: 'SELECT y FROM large', splits: [0.5, 0.5] },
  }
  beforeAll(async () => {
    const text = ['x,y', ...Array.from({ length: 30_000 }, (_, i) => `${i},${i % 3}`)].join('\n')
    await run('import.text', { text, outputDataset: 'large' })
    await make('before', { r: { kept: 1 } })
  })

  test.each(Object.entries(reshaped))('%s', async (type, params) => {
    const controller = new AbortController()
    const seen: Progress[] = []
    const output = type === 'split' ? { outputDatasets: ['before', 'other'] } : { outputDataset: 'before' }
    const answer = await post(
      type,
      { ...params, ...output },
      {
        signal: controller.signal,
        onProgress(progress: Progress) {
          seen.push(progress)
          controller.abort()
        },
      },
    )
    expect(answer).toMatchObject({ status: 400, body: { code: 'cancelled' } })
    expect(seen.length).toBeGreaterThan(0)
    expect(await read('before')).toEqual({ r: { kept: 1 } })
    expect((await api.get('/v1/datasets/other')).status).toBe(404)
    expect(bodyOf(await api.get('/v1/integrity'))).toEqual({ ok: true, problems: [] })
  })
})
