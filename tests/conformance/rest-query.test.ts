import { beforeAll, expect, test } from 'vitest'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
})

beforeAll(async () => {
  await api.put('/v1/datasets/two', { type: 'sparse.mutable' })
  const time = '2020-01-01T00:00:00Z'
  await api.post('/v1/datasets/two/multirows', [
    ['a', [['x', 1, time]]],
    [
      'b',
      [
        ['x', 2, time],
        ['y', 'u', time],
      ],
    ],
  ])
  await api.post('/v1/datasets/two/commit', {})
})
const SQL = 'SELECT * FROM two ORDER BY rowName()'

test('full, sparse, soa, aos, table and atom are as the reference shows', async () => {
  const time = '2020-01-01T00:00:00Z'
  expect(await api.query(SQL, 'full')).toEqual([
    { rowName: 'a', rowHash: expect.stringMatching(/^[0-9a-f]{16}$/), columns: [['x', 1, time]] },
    {
      rowName: 'b',
      rowHash: expect.any(String),
      columns: [
        ['x', 2, time],
        ['y', 'u', time],
      ],
    },
  ])
  expect(await api.query(SQL, 'sparse')).toEqual([
    [
      ['_rowName', 'a'],
      ['x', 1],
    ],
    [
      ['_rowName', 'b'],
      ['x', 2],
      ['y', 'u'],
    ],
  ])
  expect(await api.query(SQL, 'soa')).toEqual({ _rowName: ['a', 'b'], x: [1, 2], y: [null, 'u'] })
  expect(await api.query(SQL, 'aos')).toEqual([
    { _rowName: 'a', x: 1 },
    { _rowName: 'b', x: 2, y: 'u' },
  ])
  expect(await api.query(SQL, 'table')).toEqual([
    ['_rowName', 'x', 'y'],
    ['a', 1, null],
    ['b', 2, 'u'],
  ])
  expect(await api.query('SELECT 1 AS a', 'atom')).toBe(1)
})

test('options and defaults', async () => {
  expect(bodyOf(await api.get(`/v1/query?q=${encodeURIComponent(SQL)}`))).toMatchObject([
    { rowName: 'a' },
    {},
  ])
  expect(await api.query('SELECT 1 AS b, 2 AS a', 'table', { headers: false, rowNames: false })).toEqual([
    [1, 2],
  ])
  expect(await api.query('SELECT 1 AS b, 2 AS a', 'table', { sortColumns: true, rowNames: false })).toEqual([
    ['a', 'b'],
    [2, 1],
  ])
  expect(await api.query('SELECT 1 AS x', 'aos', { rowHashes: true })).toEqual([
    { _rowName: 'result', _rowHash: 'd54892b736cac3ab', x: 1 },
  ])
  expect(await api.query('SELECT * FROM two WHERE false', 'table')).toEqual([['_rowName']])
  expect(await api.query('SELECT * FROM two WHERE false', 'aos')).toEqual([])
})

test.each([
  ['SELECT * FROM two WHERE false', 'Query with atom format returned no rows.'],
  ['SELECT x FROM two', 'Query with atom format returning multiple rows'],
  ['SELECT {} AS *', 'Query with atom format returned no column'],
  ['SELECT 1 AS a, 2 AS b', 'Query with atom format returned multiple columns'],
])('atom of %s: %s', async (q, error) => {
  expect(await api.get('/v1/query', { q, format: 'atom' })).toMatchObject({ status: 400, body: { error } })
})

test('values in JSON, and in a table', async () => {
  const sql = `SELECT TIMESTAMP '1969-07-20T01:02:03Z' AS t, INTERVAL '3 month 14d 1s' AS i, 0/0 AS nan, 1/0 AS inf, -1/0 AS minf, NULL AS n, true AS yes`
  expect(await api.query(sql)).toEqual([
    {
      _rowName: 'result',
      t: { ts: '1969-07-20T01:02:03Z' },
      i: { interval: '3 MONTH 14D 1S' },
      nan: { num: 'NaN' },
      inf: { num: 'Inf' },
      minf: { num: '-Inf' },
      n: null,
      yes: 1,
    },
  ])
  const [, cells] = (await api.query(sql, 'table')) as unknown[][]
  expect(cells).toEqual(['result', '1969-07-20T01:02:03Z', '3 MONTH 14D 1S', 'NaN', 'Inf', '-Inf', null, 1])
  expect(await api.query('SELECT NULL AS z', 'full')).toMatchObject([{ columns: [['z', null, '-Inf']] }])
})

test('a query string and a body exclude each other; structured values are JSON text', async () => {
  const mixed = await api.get('/v1/query?q=SELECT%201', { format: 'aos' })
  expect(mixed).toMatchObject({
    status: 400,
    body: { error: 'You cannot mix query string and body parameters' },
  })
  await api.put('/v1/functions/add', {
    type: 'sql.expression',
    params: { expression: 'x + 1 AS sum, y AS parts' },
  })
  const input = encodeURIComponent('{"x":2,"y":{"a":3}}')
  expect(bodyOf(await api.get(`/v1/functions/add/application?input=${input}`))).toEqual({
    output: { sum: 3, parts: [['a', [3, '-Inf']]] },
  })
  expect(await api.get('/v1/functions/add/application?input={oops')).toMatchObject({
    status: 400,
    body: { code: 'syntax' },
  })
})

test('errors name the place', async () => {
  expect(await api.get('/v1/query', { q: 'SELECT FROM WHERE' })).toMatchObject({
    status: 400,
    body: { code: 'syntax', details: { span: { line: 1 } } },
  })
  expect(await api.get('/v1/query', { q: 'SELECT * FROM nowhere' })).toMatchObject({
    status: 400,
    body: { code: 'unknown-dataset', error: expect.stringContaining('nowhere') },
  })
  expect(await api.get('/v1/query', {})).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('q is') },
  })
  expect((await api.get('/v1/query', { q: 'SELECT 1', formt: 'aos' })).body).toMatchObject({
    error: expect.stringContaining("did you mean 'format'"),
  })
})

test('redirect: as the GET, with the target’s status when it fails', async () => {
  const redirect = (body: unknown) => api.post('/v1/redirect/get', body)
  expect(await redirect({ target: '/v1/query', body: { q: 'SELECT 1 AS a', format: 'aos' } })).toMatchObject({
    status: 200,
    body: [{ _rowName: 'result', a: 1 }],
  })
  expect(await redirect({ target: '/v1/functions/ghost/application' })).toMatchObject({
    status: 404,
    body: { error: expect.stringContaining('failed to redirect call') },
  })
  expect((await redirect({ body: {} })).status).toBe(400)
})

test('a dataset’s own query, by clauses', async () => {
  expect(
    bodyOf(await api.get('/v1/datasets/two/query', { select: 'x * 2 AS d', where: 'x > 1', format: 'aos' })),
  ).toEqual([{ _rowName: 'b', d: 4 }])
  expect(bodyOf(await api.get('/v1/datasets/two/rows?start=1&limit=1'))).toHaveLength(1)
})

test('format=full has the time of each cell', async () => {
  const at = '2021-05-06T00:00:00Z'
  const cells = async (sql: string) => (await api.query(sql, 'full')) as { columns: unknown[] }[]
  expect(await cells(`SELECT x, x @ '${at}' AS y, 5 AS z FROM two WHERE x = 1`)).toMatchObject([
    {
      columns: [
        ['x', 1, '2020-01-01T00:00:00Z'],
        ['y', 1, at],
        ['z', 5, '-Inf'],
      ],
    },
  ])
  expect(await cells('SELECT max(x) AS m, 1 AS one FROM two')).toMatchObject([
    {
      columns: [
        ['m', 2, '2020-01-01T00:00:00Z'],
        ['one', 1, '-Inf'],
      ],
    },
  ])
  const both = await cells('SELECT x FROM two WHERE x = 1 UNION ALL SELECT 7')
  expect(both.map(({ columns }) => columns)).toEqual([[['x', 1, '2020-01-01T00:00:00Z']], [['x', 7, '-Inf']]])
  expect(await cells('SELECT {x AS a, 1 AS b} AS r FROM two WHERE x = 1')).toMatchObject([
    {
      columns: [
        ['r.a', 1, '2020-01-01T00:00:00Z'],
        ['r.b', 1, '-Inf'],
      ],
    },
  ])
})

test('names that no column has are told in a header, in ASCII', async () => {
  for (const sql of ['SELECT DISTINCT "xé" FROM two', 'SELECT "xé" FROM two']) {
    const answer = await api.get('/v1/query', { q: sql })
    expect(JSON.parse(answer.headers.Warnings!)).toEqual([expect.stringContaining('no column "xé"')])
    expect(answer.headers.Warnings).toMatch(/^[\x20-\x7e]+$/)
  }
  expect((await api.get('/v1/query', { q: 'SELECT x FROM two' })).headers.Warnings).toBeUndefined()
})
