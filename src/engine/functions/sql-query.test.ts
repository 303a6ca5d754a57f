import { beforeAll, expect, test } from 'vitest'
import { bodyOf, openTestEngine, type TestEngine } from '../../../tests/conformance/open-test-engine.ts'

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
  bodyOf(await api.put('/v1/datasets/shop', { type: 'sparse.mutable' }))
  bodyOf(
    await api.post('/v1/datasets/shop/multirows', [
      [
        'a',
        [
          ['item', 'tea', 0],
          ['price', 3, 0],
        ],
      ],
      [
        'b',
        [
          ['item', 'milk', 0],
          ['price', 2, 0],
        ],
      ],
      [
        'c',
        [
          ['item', 'tea', 0],
          ['price', 5, 0],
        ],
      ],
    ]),
  )
  bodyOf(await api.post('/v1/datasets/shop/commit'))
})

const put = (id: string, query: unknown, output?: string) =>
  api.put(`/v1/functions/${encodeURIComponent(id)}`, {
    type: 'sql.query',
    params: { query, ...(output && { output }) },
  })

/** The rows of a statement, each with its columns. */
const rows = (q: string) => api.query(q, 'aos', { rowNames: false })

test('the first row of a query over its parameters', async () => {
  bodyOf(await put('cheapest', 'SELECT price, rowName() AS at FROM shop WHERE item = $item ORDER BY price'))
  expect(await rows("SELECT cheapest({item: 'tea'})[output] AS *")).toEqual([{ price: 3, at: 'a' }])
  expect(
    await rows('SELECT item, cheapest({item})[output].price AS least FROM shop ORDER BY rowName()'),
  ).toEqual([
    { item: 'tea', least: 3 },
    { item: 'milk', least: 2 },
    { item: 'tea', least: 3 },
  ])
})

test('no row gives an empty output', async () => {
  expect(await rows("SELECT cheapest({item: 'gold'})[output] AS *")).toEqual([{}])
  expect(await rows('SELECT cheapest()[output] AS *')).toEqual([{}])
})

test('parameters with odd names, of rows, in FROM', async () => {
  bodyOf(
    await put(
      'longest',
      'SELECT max(length(stringify_path(column))) + $"odd name" AS n FROM row_dataset($bag)',
    ),
  )
  expect(await rows('SELECT longest({bag: tokenize(\'a,bcd,ef\'), "odd name": 10})[output] AS *')).toEqual([
    { n: 13 },
  ])
})

test('NAMED_COLUMNS makes a row of a name and a value', async () => {
  bodyOf(
    await put(
      'prices',
      'SELECT rowName() AS column, price AS value FROM shop WHERE item = $item',
      'NAMED_COLUMNS',
    ),
  )
  expect(await rows("SELECT prices({item: 'tea'})[output] AS *")).toEqual([{ a: 3, c: 5 }])
})

test.each([
  ['SELECT 1 AS column, 2 AS other', "can only contain 'column' and 'value' columns"],
  ['SELECT 1 AS column', "exactly one 'column' and one 'value' column"],
  ['SELECT 1 AS column, 2 AS column', "exactly one 'column' and one 'value' column"],
  ['SELECT null AS column, 2 AS value', 'Cannot have a NULL column name'],
  ["SELECT '' AS column, 2 AS value", 'Cannot have an empty column name'],
])('NAMED_COLUMNS refuses %s', async (query, message) => {
  bodyOf(await put('wrong', query, 'NAMED_COLUMNS'))
  const answer = await api.get('/v1/functions/wrong/application', { input: {} })
  expect(answer.status).toBe(400)
  expect(JSON.stringify(answer.body)).toContain(message)
})

test('over REST', async () => {
  const { body } = await api.get('/v1/functions/cheapest/application', {
    input: { item: 'milk' },
    outputFormat: 'json',
  })
  expect(body).toEqual({ output: { price: 2, at: 'b' } })
  expect(bodyOf(await api.get('/v1/functions/cheapest/info'))).toMatchObject({
    input: [{ columns: [{ name: 'item' }] }],
  })
})

test('a statement that cannot be parsed is refused when the function is made, one that fails when it is called', async () => {
  expect((await put('broken', 'SELECT FROM')).status).toBe(400)
  bodyOf(await put('fails', 'SELECT x FROM nowhere WHERE y = $y'))
  const answer = await api.get('/v1/functions/fails/application', { input: { y: 1 } })
  expect(JSON.stringify(answer.body)).toContain('there is no dataset')
})

test('one that fails for some rows leaves the others alone', async () => {
  bodyOf(await put('root', 'SELECT sqrt(CAST ($x AS number)) + try(exp($x), 0) * 0 AS r, exp($x) AS e'))
  expect(await rows("SELECT root({x: column1})[output].r AS r FROM (VALUES (4), ('a'))")).toEqual([
    { r: 2 },
    { r: null },
  ])
})

test('one query calls another; one that calls itself ends', async () => {
  bodyOf(await put('twice', 'SELECT cheapest({item: $item})[output].price * 2 AS p'))
  expect(await rows("SELECT twice({item: 'tea'})[output] AS *")).toEqual([{ p: 6 }])
  bodyOf(await put('loops', 'SELECT loops({x: $x + 1})[output] AS *'))
  const answer = await api.get('/v1/functions/loops/application', { input: { x: 1 } })
  expect(JSON.stringify(answer.body)).toContain('calls itself')
})
