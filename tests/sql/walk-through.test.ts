import { beforeEach, expect, test } from 'vitest'
import type { Embedding, Value } from '../../src/contract/values.ts'
import { RowFailure } from '../../src/engine/sql/catalog.ts'
import { countingFunction, createWorld, type Rows, rowsOf, type World } from './world.ts'

let world: World
let inception: ReturnType<typeof countingFunction>

const pool = (seed: number): Embedding => ({
  kind: 'embedding',
  shape: [1, 1, 1, 2048],
  data: Float32Array.from({ length: 2048 }, (_, i) => seed + i / 2048),
})

const rows = async (sql: string) => rowsOf(await world.sql.query(sql))

beforeEach(async () => {
  world = await createWorld()
  inception = countingFunction(
    'inception',
    ['url'],
    { pool_3: { kind: 'embedding', shape: [1, 1, 1, 2048] } },
    (url) =>
      String(url).includes('bad')
        ? new RowFailure('fetch-failed', `cannot read ${url}`, String(url))
        : { pool_3: pool(String(url).length) },
  )
  world.define(inception)
  const images: Rows = {}
  const brands = [...Array(69).fill('audi'), ...Array(72).fill('bmw'), ...Array(72).fill('tesla')]
  for (const [i, brand] of brands.entries()) {
    images[i + 2] = { brand, label: brand, url: `https://x/${i}.jpg` }
  }
  world.add('images', images)
})

test('step 2: one image, one row named result, one embedding', async () => {
  const result = await world.sql.query("SELECT inception({url: 'https://x/logo.jpg'}) AS *")
  expect(result.columns).toEqual([
    { path: ['pool_3'], values: { kind: 'embedding', shape: [1, 1, 1, 2048] } },
  ])
  const [row] = await rowsOf(result)
  expect(row!.name).toBe('result')
  expect((row!.pool_3 as Embedding).data).toEqual(pool(18).data)
})

test('without AS * the text of the call is the prefix', async () => {
  const result = await world.sql.query("SELECT inception({url: 'a'})")
  expect(result.columns[0]!.path).toEqual(["inception({url: 'a'})", 'pool_3'])
})

test('step 3: the first rows in the order of the file', async () => {
  expect(await rows('SELECT * FROM images LIMIT 3')).toEqual([
    { name: '2', brand: 'audi', label: 'audi', url: 'https://x/0.jpg' },
    { name: '3', brand: 'audi', label: 'audi', url: 'https://x/1.jpg' },
    { name: '4', brand: 'audi', label: 'audi', url: 'https://x/2.jpg' },
  ])
})

test('step 4: groups are named by the JSON of their key and come in key order', async () => {
  expect(await rows('SELECT count(*) FROM images GROUP BY brand')).toEqual([
    { name: '"[""audi""]"', 'count(*)': 69 },
    { name: '"[""bmw""]"', 'count(*)': 72 },
    { name: '"[""tesla""]"', 'count(*)': 72 },
  ])
})

test('step 5: LIMIT is applied before the network', async () => {
  const result = await rows('SELECT inception({url: url}) AS * FROM images LIMIT 3')
  expect(result.map(({ name }) => name)).toEqual(['2', '3', '4'])
  expect(inception.batches).toEqual([[['https://x/0.jpg'], ['https://x/1.jpg'], ['https://x/2.jpg']]])
})

test('a LIMIT around a sub-select is applied before the network too', async () => {
  await rows('SELECT * FROM (SELECT inception({url}) AS * FROM images) LIMIT 3')
  expect(inception.batches.flat()).toHaveLength(3)
})

test('step 6: the shorthand {url}, in batches with progress', async () => {
  const progress: number[] = []
  const result = await world.sql.query('SELECT brand, inception({url}) AS * FROM images', {
    onProgress: ({ step, done, total }) => {
      expect([step, total]).toEqual(['inception', 213])
      progress.push(done)
    },
  })
  const all = await rowsOf(result)
  expect(all).toHaveLength(213)
  expect(inception.batches).toHaveLength(14)
  expect(progress.at(-1)).toBe(213)
})

async function train() {
  const training: Rows = {}
  for (let name = 2; name <= 214; name++) training[name] = { label: name % 2 ? 'a' : 'b', pool_3: pool(name) }
  world.add('training_dataset', training, { order: 'hash' })
}

test('step 7: features as a row that keeps its embedding, and the fold by hash', async () => {
  await train()
  const select = 'SELECT {* EXCLUDING(label)} AS features, label AS label FROM training_dataset'
  const fold = await world.sql.query(
    select,
    {},
    { refine: { where: 'rowHash() % 2 != 1', orderBy: 'rowHash()' } },
  )
  expect(fold.columns.map(({ path }) => path)).toEqual([['features', 'pool_3'], ['label']])
  const train1 = await rowsOf(fold)
  const test1 = await rowsOf(await world.sql.query(select, {}, { refine: { where: 'rowHash() % 2 = 1' } }))
  expect([train1.length, test1.length]).toEqual([110, 103])
  expect((train1[0]!['features.pool_3'] as Embedding).data.length).toBe(2048)
})

test('step 6: rows of a dataset in hash order', async () => {
  await train()
  const names = (await rows('SELECT label FROM training_dataset LIMIT 3')).map(({ name }) => name)
  const hashes = await rows('SELECT rowHash() AS h FROM training_dataset')
  const sorted = hashes.map(({ h }) => BigInt(h as number))
  expect(sorted).toEqual([...sorted].sort((a, b) => (a < b ? -1 : 1)))
  expect(names).toEqual(hashes.slice(0, 3).map(({ name }) => name))
})

test('step 8 and 9: a function of expressions is bound in place', async () => {
  const scorer = countingFunction(
    'car_brand_cls_scorer_0',
    ['features'],
    { scores: { kind: 'any' } },
    (features) => ({
      scores: {
        kind: 'row',
        columns: [
          [
            ['"audi"'],
            ((features as never as { columns: [[string, Embedding]] }).columns[0][1] as Embedding).data[0]!,
          ],
        ],
      },
    }),
    { mode: 'sync' },
  )
  const sync = {
    ...scorer,
    input: [{ name: 'features', type: { kind: 'row' as const } }],
    applySync: (row: Value[]) => {
      const features = row[0] as unknown as { columns: [[string[], Embedding]] }
      return {
        kind: 'row',
        columns: [[['scores'], { kind: 'row', columns: [[['"audi"'], features.columns[0][1].data[0]!]] }]],
      } as Value
    },
  }
  world.define(sync)
  world.define({
    kind: 'expression',
    id: 'brand_predictor',
    expression: 'car_brand_cls_scorer_0({features: inception({url})}) AS *',
    raw: false,
    autoInput: false,
  })
  const [one] = await rows("SELECT brand_predictor({url: 'https://x/c.jpg'}) AS *")
  expect(one!.scores).toEqual({ kind: 'row', columns: [[['"audi"'], 15]] })
  expect(await rows('SELECT brand_predictor({url: url}) AS * FROM images LIMIT 3')).toHaveLength(3)
  expect(inception.batches.flat()).toHaveLength(4)
  expect(world.sql.describe('brand_predictor({url}) AS *')).toEqual({
    input: [{ name: 'url', type: { kind: 'any' } }],
    output: { columns: [{ path: ['scores'], values: { kind: 'any' } }], open: false },
  })
})

test('step 9: columns by prefix', async () => {
  world.add('r', {
    7: { label: 'audi', maxLabel: 'bmw', 'score."""audi"""': 0.25, 'score."""bmw"""': 0.75, score2: 1 },
  })
  expect(await rows('SELECT label, maxLabel, score.* FROM r LIMIT 5')).toEqual([
    { name: '7', label: 'audi', maxLabel: 'bmw', 'score."""audi"""': 0.25, 'score."""bmw"""': 0.75 },
  ])
})

test('a picture that cannot be read is a null with a reason, and the rest goes on', async () => {
  world.add('some', { a: { url: 'https://x/1.jpg' }, b: { url: 'https://x/bad.jpg' } })
  const result = await world.sql.query('SELECT inception({url}) AS * FROM some')
  const all = await rowsOf(result)
  expect(all.map(({ pool_3 }) => pool_3 === null)).toEqual([false, true])
  expect(result.rowErrors).toEqual([
    {
      rowName: 'b',
      function: 'inception',
      input: 'https://x/bad.jpg',
      code: 'fetch-failed',
      message: 'cannot read https://x/bad.jpg',
    },
  ])
})

test('try catches it, without a row error', async () => {
  world.add('some', { a: { url: 'https://x/1.jpg' }, b: { url: 'https://x/bad.jpg' } })
  const result = await world.sql.query(
    'SELECT try(inception({url}), {}) AS *, try(inception({url})[pool_3]) AS m FROM some',
  )
  const all = await rowsOf(result)
  expect(all.map(({ pool_3 }) => pool_3 === null)).toEqual([false, true])
  expect(all[1]!.m).toBe('cannot read https://x/bad.jpg')
  expect(result.rowErrors).toEqual([])
})

test('evaluate: fetched bytes as inputs of a graph, no SQLite between', async () => {
  world.define(
    countingFunction(
      'fetcher',
      ['url'],
      { content: { kind: 'any' }, error: { kind: 'any' } },
      (url) => ({ content: new TextEncoder().encode(String(url)), error: null }),
      { positional: true },
    ),
  )
  const expression = 'fetcher(url)[content] AS "DecodeJpeg/contents"'
  expect(world.sql.describe(expression).input.map(({ name }) => name)).toEqual(['url'])
  const result = await world.sql.evaluate(expression, [{ kind: 'row', columns: [[['url'], 'abc']] }])
  expect(result).toEqual([
    { kind: 'row', columns: [[['DecodeJpeg/contents'], new TextEncoder().encode('abc')]] },
  ])
})

test('evaluate: one entry per row, failures in their place', async () => {
  const input = ['https://x/1.jpg', 'https://x/bad.jpg'].map((url) => ({
    kind: 'row' as const,
    columns: [[['url'], url]] as never,
  }))
  const result = await world.sql.evaluate('inception({url}) AS *', input)
  expect(result[0]).toMatchObject({ kind: 'row' })
  expect(result[1]).toMatchObject({ function: 'inception', code: 'fetch-failed', input: 'https://x/bad.jpg' })
})

test('embedding elements by path', async () => {
  await train()
  const [row] = await rows(
    "SELECT pool_3.0.0.0.5 AS a, pool_3[0] AS b FROM training_dataset WHERE rowName() = '7'",
  )
  expect(row!.a).toBe(Math.fround(7 + 5 / 2048))
  expect((row!.b as Embedding).shape).toEqual([1, 1, 2048])
})
