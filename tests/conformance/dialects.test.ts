// The two dialects and kept results, over /v1.
import { expect, test } from 'vitest'
import type {
  BuiltinInfo,
  CompactResult,
  CursorInfo,
  ErrorBody,
  RestResponse,
} from '../../src/contract/rest.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

async function withShop(engine?: TestEngine): Promise<TestEngine> {
  const made = engine ?? (await openTestEngine())
  await made.put('/v1/datasets/shop', { type: 'sparse.mutable' })
  const rows = [
    [
      'tea',
      [
        ['price', 4.5, 0],
        ['size.cup', 'small', 0],
      ],
    ],
    [
      'milk',
      [
        ['price', 1, 0],
        ['since', { ts: '2020-01-02T03:04:05Z' }, 0],
      ],
    ],
  ]
  bodyOf(await made.post('/v1/datasets/shop/multirows', rows))
  bodyOf(await made.post('/v1/datasets/shop/commit', {}))
  return made
}

const errorOf = ({ status, body }: RestResponse) => ({ status, ...(body as ErrorBody) })

test('dialect=sqlite answers in every format', async () => {
  const shop = await withShop()
  const q = 'SELECT rowName, price / 2.0 AS half, "size.cup" AS cup FROM shop ORDER BY price'
  const ask = async (format: string) => bodyOf(await shop.get('/v1/query', { q, dialect: 'sqlite', format }))
  expect(await ask('table')).toEqual([
    ['_rowName', 'rowName', 'half', 'cup'],
    ['1', 'milk', 0.5, null],
    ['2', 'tea', 2.25, 'small'],
  ])
  expect(await ask('aos')).toEqual([
    { _rowName: '1', rowName: 'milk', half: 0.5, cup: null },
    { _rowName: '2', rowName: 'tea', half: 2.25, cup: 'small' },
  ])
  expect(await ask('soa')).toMatchObject({ half: [0.5, 2.25] })
  expect(await ask('sparse')).toHaveLength(2)
  expect(await ask('full')).toMatchObject([
    {
      rowName: '1',
      columns: [
        ['rowName', 'milk', '-Inf'],
        ['half', 0.5, '-Inf'],
        ['cup', null, '-Inf'],
      ],
    },
    {},
  ])
  expect(((await ask('compact')) as CompactResult).columns.map(({ values }) => values)).toEqual([
    ['milk', 'tea'],
    [0.5, 2.25],
    [null, 'small'],
  ])
  const one = await shop.get('/v1/query', {
    q: "SELECT strftime('%Y', since) FROM shop WHERE since IS NOT NULL",
    dialect: 'sqlite',
    format: 'atom',
  })
  expect(bodyOf(one)).toBe('2020')
})

test('a GET never writes; a POST does where it is told to', async () => {
  const { get, post } = await withShop()
  const make = {
    q: 'CREATE TABLE cheap AS SELECT rowName, price FROM shop WHERE price < 2',
    dialect: 'sqlite',
  }
  expect(errorOf(await get('/v1/query', make))).toMatchObject({ status: 400, code: 'not-supported' })
  expect(errorOf(await get('/v1/query', { ...make, write: true }))).toMatchObject({
    status: 400,
    error: expect.stringContaining('POST /v1/query'),
  })
  expect(errorOf(await post('/v1/query', make))).toMatchObject({ status: 400, code: 'not-supported' })
  expect(errorOf(await post('/v1/query', { q: 'SELECT 1', write: true }))).toMatchObject({
    status: 400,
    code: 'invalid-argument',
  })
  expect(bodyOf(await get('/v1/datasets'))).toEqual(['shop'])
  expect(bodyOf(await post('/v1/query', { ...make, write: true, format: 'aos' }))).toEqual([
    { _rowName: '1', dataset: 'cheap', rowCount: 1 },
  ])
  expect(bodyOf(await get('/v1/query', { q: 'SELECT * FROM cheap', format: 'aos' }))).toEqual([
    { _rowName: 'milk', price: 1 },
  ])
  expect(errorOf(await post('/v1/query', { ...make, write: true }))).toMatchObject({
    status: 409,
    code: 'conflict',
  })
})

test('a dataset made by CREATE TABLE … AS is kept; a scratch table is not', async () => {
  const storage = createMemoryStorage()
  const first = await withShop(await openTestEngine({ storage }))
  const write = async (q: string) =>
    bodyOf(await first.post('/v1/query', { q, dialect: 'sqlite', write: true }))
  await write('CREATE TABLE doubled AS SELECT price * 2 AS p FROM shop')
  await write('CREATE TEMP TABLE scratch AS SELECT 1 AS a')
  expect(
    await first.get('/v1/query', { q: 'SELECT * FROM scratch, doubled', dialect: 'sqlite', format: 'table' }),
  ).toMatchObject({ status: 200 })
  const second = await openTestEngine({ storage })
  expect(bodyOf(await second.get('/v1/query', { q: 'SELECT sum(p) FROM doubled', format: 'atom' }))).toBe(11)
  expect(
    errorOf(await second.get('/v1/query', { q: 'SELECT * FROM scratch', dialect: 'sqlite' })),
  ).toMatchObject({ code: 'unknown-dataset' })
})

test('a dataset that fails halfway leaves nothing', async () => {
  const { get, post } = await withShop()
  const q = "CREATE TABLE twice AS SELECT 'same' AS rowName, price FROM shop"
  expect(errorOf(await post('/v1/query', { q, dialect: 'sqlite', write: true }))).toMatchObject({
    status: 400,
    error: expect.stringContaining('same'),
  })
  expect(bodyOf(await get('/v1/datasets'))).toEqual(['shop'])
})

test.each(['mldb', 'sqlite'])('a result of %s is kept as it was, and read page by page', async (dialect) => {
  const { get, post, delete: remove } = await withShop()
  const opened = await post('/v1/cursors', { q: 'SELECT price FROM shop ORDER BY price', dialect })
  expect(opened.status).toBe(201)
  const { id, rowCount, columns } = bodyOf<CursorInfo>(opened)
  expect({ rowCount, columns }).toEqual({ rowCount: 2, columns: [{ name: 'price', path: ['price'] }] })
  bodyOf(await post('/v1/datasets/shop/rows', { rowName: 'salt', columns: [['price', 0, 0]] }))
  bodyOf(await post('/v1/datasets/shop/commit', {}))
  await remove('/v1/datasets/shop')
  const page = async (offset: number, limit: number) =>
    bodyOf(
      await get(`/v1/cursors/${id}/rows`, {
        offset,
        limit,
        format: 'table',
        rowNames: false,
        headers: false,
      }),
    )
  expect(await page(1, 1)).toEqual([[4.5]])
  expect(await page(0, 10)).toEqual([[1], [4.5]])
  expect(await page(2, 10)).toEqual([])
  expect(bodyOf(await get('/v1/cursors'))).toEqual([id])
  expect((await remove(`/v1/cursors/${id}`)).status).toBe(204)
  expect(errorOf(await get(`/v1/cursors/${id}/rows`))).toMatchObject({
    status: 404,
    error: expect.stringContaining('run the statement again'),
  })
})

test('a cursor writes nothing, and EXPLAIN is a result like any other', async () => {
  const { get, post } = await withShop()
  expect(
    errorOf(await post('/v1/cursors', { q: 'CREATE TEMP TABLE x(a)', dialect: 'sqlite' })),
  ).toMatchObject({ code: 'not-supported' })
  expect(errorOf(await post('/v1/cursors', { q: 'SELECT nothing( FROM' }))).toMatchObject({ code: 'syntax' })
  const plan = await get('/v1/query', { q: 'EXPLAIN SELECT price FROM shop', format: 'aos' })
  expect(bodyOf(plan)).toEqual([{ _rowName: '1', plan: expect.stringMatching(/^1 sqlite {2}SELECT/) }])
  const { rowCount } = bodyOf<CursorInfo>(await post('/v1/cursors', { q: 'EXPLAIN SELECT price FROM shop' }))
  expect(rowCount).toBe(1)
  const steps = await get('/v1/query', {
    q: 'EXPLAIN QUERY PLAN SELECT price FROM shop',
    format: 'aos',
    dialect: 'sqlite',
  })
  expect(bodyOf(steps)).toMatchObject([{ detail: expect.stringMatching(/SCAN/) }])
})

test('columns that a page alone knows are on that page', async () => {
  const { get, post } = await openTestEngine()
  const { id, open } = bodyOf<CursorInfo>(await post('/v1/cursors', { q: "SELECT tokenize('a,b,a') AS *" }))
  expect(open).toBe(true)
  expect(bodyOf(await get(`/v1/cursors/${id}/rows`, { format: 'aos' }))).toMatchObject([{ a: 2, b: 1 }])
})

test('builtins are listed with their signatures', async () => {
  const { get } = await openTestEngine()
  const list = bodyOf<BuiltinInfo[]>(await get('/v1/builtins'))
  expect(list.find(({ name }) => name === 'tokenize')).toMatchObject({
    kind: 'scalar',
    signature: expect.stringMatching(/^tokenize\(/),
  })
  expect(list.some(({ kind }) => kind === 'aggregate')).toBe(true)
})

test('SQLite’s functions that the dialect takes are among them, each name once', async () => {
  const { get, query } = await openTestEngine()
  const list = bodyOf<BuiltinInfo[]>(await get('/v1/builtins'))
  expect(list.filter(({ group }) => group === 'sqlite').map(({ name }) => name)).toEqual(
    expect.arrayContaining(['json_extract', 'strftime', 'group_concat', 'row_number']),
  )
  const names = list.filter(({ group }) => group !== 'from').map(({ name }) => name.toLowerCase())
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  expect(await query("SELECT json_extract('[1]', '$[0]') AS x")).toMatchObject([{ x: 1 }])
})

test('columns are listed with embeddings as one, where that is asked for', async () => {
  const { get, post } = await openTestEngine()
  const transform = {
    type: 'transform',
    params: { inputData: 'SELECT [1, 2, 3] AS v, 1 AS a', outputDataset: 'vectors' },
  }
  bodyOf(await post('/v1/procedures', transform))
  expect(bodyOf(await get('/v1/datasets/vectors/columns', { flatten: false }))).toEqual(['a', 'v'])
  expect(bodyOf(await get('/v1/datasets/vectors/columns'))).toEqual(['a', 'v.0', 'v.1', 'v.2'])
})
