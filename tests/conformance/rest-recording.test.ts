import { beforeAll, expect, test } from 'vitest'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
})

const row = (rowName: unknown, ...columns: unknown[]) => ({ rowName, columns })

test('rows, many rows, columns and commit, as in the reference', async () => {
  await api.put('/v1/datasets/log', { type: 'sparse.mutable' })
  const day = (n: number) => `2020-01-0${n}T00:00:00Z`
  bodyOf(
    await api.post('/v1/datasets/log/multirows', [
      [
        'u1',
        [
          ['click', 1, day(1)],
          ['click', 0, day(2)],
        ],
      ],
      [
        'u2',
        [
          ['view', 'home', day(1)],
          ['note', null, day(1)],
        ],
      ],
    ]),
  )
  expect(await api.query('SELECT * FROM log')).toEqual([])
  bodyOf(await api.post('/v1/datasets/log/commit', {}))
  expect(await api.query("SELECT click FROM log WHERE rowName() = 'u1'")).toEqual([
    { _rowName: 'u1', click: 0 },
  ])
  expect(await api.query('SELECT count(*) AS n FROM log')).toMatchObject([{ n: 2 }])
  expect(bodyOf(await api.get('/v1/datasets/log/timestampRange'))).toEqual([{ ts: day(1) }, { ts: day(2) }])
  bodyOf(
    await api.post('/v1/datasets/log/columns', {
      columnName: 'visits',
      rows: [
        ['u1', 7, 1577836800],
        ['u3', 8, 0],
      ],
    }),
  )
  bodyOf(
    await api.post(
      '/v1/datasets/log/rows',
      row(['a.b', 'c'], ['x', { ts: day(1) }, 0], ['y.z', { p: 1, q: [1, 2] }, 0]),
    ),
  )
  bodyOf(await api.post('/v1/datasets/log/commit', {}))
  expect(bodyOf(await api.get('/v1/datasets/log/columns'))).toEqual([
    'click',
    'note',
    'view',
    'visits',
    'x',
    'y.z.p',
    'y.z.q.0',
    'y.z.q.1',
  ])
  expect([...bodyOf<string[]>(await api.get('/v1/datasets/log/rows'))].sort()).toEqual([
    '"a.b".c',
    'u1',
    'u2',
    'u3',
  ])
  expect(await api.query('SELECT x FROM log WHERE x IS NOT NULL')).toEqual([
    { _rowName: '"a.b".c', x: { ts: day(1) } },
  ])
  expect(bodyOf(await api.get('/v1/datasets/log/columns/visits/values'))).toEqual([7, 8])
  expect(bodyOf(await api.get('/v1/datasets/log/columns/visits/valuecounts'))).toEqual([
    [7, 1],
    [8, 1],
  ])
  expect((await api.get('/v1/datasets/log/columns/none/values')).status).toBe(404)
})

test('tabular: committed once, rows once, columns once', async () => {
  const make = () => api.put('/v1/datasets/t', { type: 'tabular' })
  await make()
  bodyOf(await api.post('/v1/datasets/t/rows', row('a', ['x', 1, 0])))
  bodyOf(await api.post('/v1/datasets/t/commit', {}))
  expect(await api.query('SELECT * FROM t')).toEqual([{ _rowName: 'a', x: 1 }])
  const late = await api.post('/v1/datasets/t/rows', row('b', ['x', 1, 0]))
  expect(late).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining("doesn't allow recording") },
  })
  await make()
  expect((await api.post('/v1/datasets/t/rows', row('a', ['x', 1, 0], ['x', 2, 0]))).body).toMatchObject({
    error: expect.stringContaining('Duplicate column name in tabular dataset entry'),
  })
  await make()
  await api.post('/v1/datasets/t/rows', row('a', ['x', 1, 0]))
  await api.post('/v1/datasets/t/rows', row('a', ['x', 2, 0]))
  expect((await api.post('/v1/datasets/t/commit', {})).body).toMatchObject({
    error: expect.stringContaining('Duplicate row name(s) in tabular dataset'),
  })
})

test.each([
  [{ rowName: '', columns: [] }],
  [{ rowName: 'a' }],
  [{ rowName: 'a', columns: [['x']] }],
  [{ rowName: 'a', columns: [['x', 1, 'yesterday']] }],
  [{ rowName: 'a', columns: [[{}, 1, 0]] }],
  [[]],
])('recording %j is 400', async (body) => {
  await api.put('/v1/datasets/bad', { type: 'sparse.mutable' })
  expect((await api.post('/v1/datasets/bad/rows', body)).status).toBe(400)
})

test('statistics of a column', async () => {
  await api.put('/v1/datasets/stats', { type: 'sparse.mutable' })
  const values = [1, 2, 2, 5, 'text', null]
  bodyOf(
    await api.post(
      '/v1/datasets/stats/multirows',
      values.map((value, i) => [`r${i}`, [['x', value, 0]]]),
    ),
  )
  bodyOf(await api.post('/v1/datasets/stats/commit', {}))
  expect(bodyOf(await api.get('/v1/datasets/stats/columns/x/statistics'))).toEqual({
    count: 5,
    distinct: 4,
    numbers: { count: 4, min: 1, max: 5, mean: 2.5, stddev: expect.closeTo(Math.sqrt(3), 12) },
    mostFrequent: [
      [2, 2],
      [1, 1],
      [5, 1],
      ['text', 1],
    ],
  })
  expect((await api.get('/v1/datasets/stats/columns/y/statistics')).status).toBe(404)
})
