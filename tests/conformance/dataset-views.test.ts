// The datasets that are computed from others: merged, union, joined, transposed, sampled.
import { beforeAll, expect, test } from 'vitest'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
  await fill(api)
})

async function record(to: TestEngine, id: string, rows: unknown): Promise<void> {
  bodyOf(await to.post(`/v1/datasets/${encodeURIComponent(id)}/multirows`, rows))
  bodyOf(await to.post(`/v1/datasets/${encodeURIComponent(id)}/commit`, {}))
}

async function fill(to: TestEngine): Promise<void> {
  bodyOf(await to.put('/v1/datasets/a', { type: 'tabular', params: { unknownColumns: 'add' } }))
  bodyOf(await to.put('/v1/datasets/b', { type: 'sparse.mutable' }))
  await record(to, 'a', [
    [
      'r1',
      [
        ['x', 1, 0],
        ['name', 'one', 0],
      ],
    ],
    [
      'r2',
      [
        ['x', 2, 60],
        ['name', 'two', 60],
      ],
    ],
  ])
  await record(to, 'b', [
    [
      'r2',
      [
        ['y', 20, 0],
        ['x', 22, 0],
      ],
    ],
    ['r3', [['y', 30, 0]]],
  ])
}

const view = (id: string, type: string, params: unknown) => api.put(`/v1/datasets/${id}`, { type, params })
const sorted = (rows: unknown) =>
  [...(rows as { _rowName: string }[])].sort((p, q) => (p._rowName < q._rowName ? -1 : 1))
const both = { datasets: [{ id: 'a' }, { id: 'b' }] }

test('merged: rows of one name become one, absent cells stay absent', async () => {
  bodyOf(await view('merged', 'merged', both))
  expect(sorted(await api.query('SELECT * FROM merged'))).toEqual([
    { _rowName: 'r1', x: 1, name: 'one' },
    { _rowName: 'r2', x: 22, name: 'two', y: 20 },
    { _rowName: 'r3', y: 30 },
  ])
  expect(await api.query('SELECT m.y FROM merged AS m WHERE x > 5')).toEqual([{ _rowName: 'r2', 'm.y': 20 }])
  expect(bodyOf(await api.get('/v1/datasets/merged'))).toMatchObject({
    type: 'merged',
    state: 'ok',
    status: { rowCount: 3, columnCount: 3 },
  })
  bodyOf(await view('alone', 'merged', { datasets: [{ id: 'b' }] }))
  expect(await api.query('SELECT count(*) AS n FROM alone', 'atom')).toBe(2)
})

test('union: rows below one another, named by the place of their dataset', async () => {
  bodyOf(await view('all', 'union', both))
  // Rows of a tabular dataset keep their order, those of a sparse one come by the hash of their names.
  expect(await api.query('SELECT * FROM "all"')).toEqual([
    { _rowName: '0.r1', x: 1, name: 'one' },
    { _rowName: '0.r2', x: 2, name: 'two' },
    { _rowName: '1.r3', y: 30 },
    { _rowName: '1.r2', x: 22, y: 20 },
  ])
  expect(await api.query(`SELECT count(*) AS n FROM "all" WHERE rowName() LIKE '1.%'`, 'atom')).toBe(2)
  expect(await api.query('SELECT x FROM "all" WHERE rowName() = \'1.r2\'')).toMatchObject([{ x: 22 }])
  const thrice = { datasets: [{ id: 'a' }, { id: 'b' }, { id: 'a' }] }
  bodyOf(await view('thrice', 'union', thrice))
  expect(bodyOf(await api.get('/v1/datasets/thrice/rows'))).toHaveLength(6)
  expect(bodyOf(await api.get('/v1/datasets/thrice/columns'))).toEqual(['name', 'x', 'y'])
  const many = { datasets: Array.from({ length: 101 }, () => ({ id: 'a' })) }
  expect((await view('many', 'union', many)).body).toMatchObject({
    error: expect.stringContaining('Too many datasets in the union'),
  })
  bodyOf(await view('many', 'union', { datasets: many.datasets.slice(1) }))
  expect(await api.query('SELECT count(*) AS n, sum(x) AS s FROM many')).toMatchObject([{ n: 200, s: 300 }])
})

test.each([
  ['inner', ['[r2]-[r2]']],
  ['left', ['[r1]-[]', '[r2]-[r2]']],
  ['right', ['[r2]-[r2]', '[]-[r3]']],
  ['full', ['[r1]-[]', '[r2]-[r2]', '[]-[r3]']],
])('joined, %s', async (qualification, names) => {
  const on = 'a.rowName() = b.rowName()'
  bodyOf(await view('joined', 'joined', { left: { id: 'a' }, right: { id: 'b' }, on, qualification }))
  const rows = (await api.query('SELECT * FROM joined')) as Record<string, unknown>[]
  expect(rows.map(({ _rowName }) => _rowName).sort()).toEqual([...names].sort())
  expect(rows.find(({ _rowName }) => _rowName === '[r2]-[r2]')).toMatchObject({
    'a.x': 2,
    'a.name': 'two',
    'b.x': 22,
    'b.y': 20,
  })
  expect(await api.query('SELECT j.a.x AS ax FROM joined AS j WHERE b.y = 20')).toMatchObject([{ ax: 2 }])
})

test('joined with aliases, and without a condition', async () => {
  bodyOf(
    await view('aliased', 'joined', { left: 'a AS l', right: '(SELECT x FROM a) AS r', on: 'l.x < r.x' }),
  )
  expect(await api.query('SELECT * FROM aliased')).toEqual([
    { _rowName: '[r1]-[r2]', 'l.x': 1, 'l.name': 'one', 'r.x': 2 },
  ])
  bodyOf(await view('product', 'joined', { left: { id: 'a' }, right: { id: 'b' } }))
  expect(await api.query('SELECT count(*) AS n FROM product', 'atom')).toBe(4)
})

test('transposed: rows become columns', async () => {
  bodyOf(await view('turned', 'transposed', { dataset: { id: 'b' } }))
  expect(sorted(await api.query('SELECT * FROM turned'))).toEqual([
    { _rowName: 'x', r2: 22 },
    { _rowName: 'y', r2: 20, r3: 30 },
  ])
  expect(bodyOf(await api.get('/v1/datasets/turned/columns'))).toEqual(['r2', 'r3'])
  expect(bodyOf(await api.get('/v1/datasets/turned/columns/r2/valuecounts'))).toEqual([
    [20, 1],
    [22, 1],
  ])
  bodyOf(await view('turned', 'transposed', { dataset: '(SELECT x FROM a)' }))
  expect(await api.query('SELECT * FROM turned')).toEqual([{ _rowName: 'x', r1: 1, r2: 2 }])
})

test('sampled: the same rows until its source changes', async () => {
  bodyOf(await view('some', 'sampled', { dataset: { id: 'all' }, rows: 2 }))
  const first = await api.query('SELECT * FROM some')
  expect(first).toHaveLength(2)
  expect(await api.query('SELECT * FROM some')).toEqual(first)
  const { config } = bodyOf<{ config: { params: { seed: number } } }>(await api.get('/v1/datasets/some'))
  expect(config.params.seed).toBeTypeOf('number')
  bodyOf(await view('some', 'sampled', { dataset: { id: 'a' }, rows: 9, withReplacement: true, seed: 1 }))
  expect(await api.query('SELECT count(*) AS n FROM some', 'atom')).toBe(9)
  bodyOf(await view('some', 'sampled', { dataset: { id: 'all' }, fraction: 0.5, seed: 1 }))
  expect(await api.query('SELECT count(*) AS n FROM some', 'atom')).toBe(2)
})

test('a view follows its source, through other views too', async () => {
  bodyOf(await api.put('/v1/datasets/grows', { type: 'sparse.mutable' }))
  bodyOf(await view('over', 'merged', { datasets: [{ id: 'grows' }] }))
  bodyOf(await view('over2', 'union', { datasets: [{ id: 'over' }, { id: 'over' }] }))
  expect(await api.query('SELECT * FROM over2')).toEqual([])
  await record(api, 'grows', [['n', [['z', 1, 0]]]])
  expect(await api.query('SELECT * FROM over2')).toEqual([
    { _rowName: '0.n', z: 1 },
    { _rowName: '1.n', z: 1 },
  ])
  bodyOf(await api.put('/v1/datasets/grows', { type: 'tabular' }))
  await record(api, 'grows', [['m', [['w', 'new', 0]]]])
  expect(await api.query('SELECT * FROM over2')).toEqual([
    { _rowName: '0.m', w: 'new' },
    { _rowName: '1.m', w: 'new' },
  ])
})

test('the counts of a view follow its source', async () => {
  const database = await openTestEngine({})
  bodyOf(await database.put('/v1/datasets/rows', { type: 'sparse.mutable' }))
  const record = async (rowName: string): Promise<void> => {
    bodyOf(await database.post('/v1/datasets/rows/rows', { rowName, columns: [['x', 1, 0]] }))
    bodyOf(await database.post('/v1/datasets/rows/commit', {}))
  }
  const params = { datasets: [{ id: 'rows' }, { id: 'rows' }] }
  bodyOf(await database.put('/v1/datasets/twice', { type: 'union', params }))
  const count = async () =>
    bodyOf<{ status: { rowCount: number } }>(await database.get('/v1/datasets/twice')).status.rowCount
  await record('a')
  expect(await count()).toBe(2)
  expect(await count()).toBe(2)
  await record('b')
  expect(await count()).toBe(4)
})

test('a source cannot be deleted while a view reads it, nor be a view of itself', async () => {
  const refused = await api.delete('/v1/datasets/grows')
  expect(refused).toMatchObject({ status: 409, body: { error: expect.stringContaining("'over'") } })
  expect((await view('over', 'merged', { datasets: [{ id: 'over2' }] })).body).toMatchObject({
    error: expect.stringContaining("'over' cannot be a view of itself"),
  })
  for (const id of ['over2', 'over', 'grows'])
    expect((await api.delete(`/v1/datasets/${id}`)).status).toBe(204)
})

test.each([
  ['merged', { datasets: [] }, 'at least one dataset'],
  ['merged', {}, 'datasets is a required property'],
  ['merged', { datasets: [{ id: 'nowhere' }] }, 'there is no dataset "nowhere"'],
  ['merged', { datasets: [7] }, 'datasets[0] must be {"id": "<dataset>"}'],
  ['union', { datasets: ['a; DROP'] }, 'syntax'],
  ['union', { dataset: [] }, "did you mean 'datasets'"],
  ['joined', { left: { id: 'a' } }, 'right is a required property'],
  ['joined', { left: { id: 'a' }, right: { id: 'b' }, on: 'a.x = ' }, ''],
  ['joined', { left: { id: 'a' }, right: { id: 'b' }, qualification: 'outer' }, 'inner, left, right, full'],
  ['sampled', {}, 'You need to define the dataset key'],
  ['sampled', { dataset: { id: 'a' }, fraction: 2 }, "The 'fraction' parameter needs to be between 0 and 1"],
  ['sampled', { dataset: { id: 'a' }, fraction: 0.5, rows: 1 }, "'rows' or 'fraction'"],
  ['sampled', { dataset: { id: 'a' }, rows: 9 }, 'Requested more rows without replacement'],
  ['transposed', { dataset: '(SELECT 1' }, ''],
])('%s %j is refused', async (type, params, message) => {
  const answer = await view('bad', type, params)
  expect(answer.status).toBe(400)
  if (message !== 'syntax') expect((answer.body as { error: string }).error).toContain(message)
  expect((await api.get('/v1/datasets/bad')).status).toBe(404)
})

test('nothing is recorded into a view, or written to one', async () => {
  expect(
    (await api.post('/v1/datasets/merged/rows', { rowName: 'q', columns: [['x', 1, 0]] })).body,
  ).toMatchObject({
    error: expect.stringContaining("doesn't allow recording"),
  })
  const transform = {
    type: 'transform',
    params: { inputData: 'SELECT 1 AS x', outputDataset: { id: 'v', type: 'merged' } },
  }
  expect((await api.post('/v1/procedures', transform)).status).toBe(400)
})

test('views are there after a restart', async () => {
  const storage = createMemoryStorage()
  const before = await openTestEngine({ storage })
  await fill(before)
  bodyOf(
    await before.put('/v1/datasets/kept', { type: 'sampled', params: { dataset: { id: 'a' }, rows: 1 } }),
  )
  bodyOf(
    await before.put('/v1/datasets/"q".x', {
      type: 'union',
      params: { datasets: [{ id: 'kept' }, { id: 'b' }] },
    }),
  )
  const rows = await before.query('SELECT * FROM """q"".x"')
  expect(rows).toHaveLength(3)
  const after = await openTestEngine({ storage })
  expect(await after.query('SELECT * FROM """q"".x"')).toEqual(rows)
  expect(bodyOf(await after.get('/v1/datasets'))).toEqual(['"q".x', 'a', 'b', 'kept'])
})

test('a view may call functions, and other things may be made from it', async () => {
  bodyOf(
    await api.put('/v1/functions/double', { type: 'sql.expression', params: { expression: 'x * 2 AS y' } }),
  )
  bodyOf(await view('computed', 'merged', { datasets: ['(SELECT double({x})[y] AS z FROM a)'] }))
  bodyOf(
    await api.post('/v1/procedures', {
      type: 'transform',
      params: { inputData: 'SELECT z FROM computed', outputDataset: 'written' },
    }),
  )
  expect(sorted(await api.query('SELECT * FROM written'))).toEqual([
    { _rowName: 'r1', z: 2 },
    { _rowName: 'r2', z: 4 },
  ])
  expect((await api.get('/v1/query', { q: 'SELECT * FROM computed', dialect: 'sqlite' })).body).toMatchObject(
    {
      error: expect.stringContaining('is a view'),
    },
  )
  expect(bodyOf(await api.get('/v1/types/datasets'))).toEqual(
    expect.arrayContaining(['joined', 'merged', 'sampled', 'transposed', 'union']),
  )
})
