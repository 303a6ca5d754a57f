// Large columns are kept apart from the chunks and read when they are first asked for: what a statement reads of
// storage, and that its answer is the same as ever.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeEach, expect, test } from 'vitest'
import { createDatasets } from '../../src/engine/datasets/create-datasets.ts'
import { openDatabase } from '../../src/engine/sqlite/open-database.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import type { Storage } from '../../src/engine/storage/storage.ts'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))
const ROWS = 320
const WIDTH = 128
const IMAGES = Array.from({ length: ROWS }, (_, i) => i).filter((i) => i % 3 !== 0).length

/** A storage that tells how many large columns were read from it. */
function counting(storage: Storage): Storage & { parts: number } {
  return {
    ...storage,
    parts: 0,
    get(store, key) {
      if (store === 'chunks' && key.includes('/c')) this.parts++
      return storage.get(store, key)
    },
  }
}

let storage: ReturnType<typeof counting>

beforeEach(async () => {
  storage = counting(createMemoryStorage())
  await write('sparse.mutable', 'log')
  await write('tabular', 'photos')
  storage.parts = 0
})

/** Pictures with a label, a vector, and bytes that every third lacks. */
async function write(type: string, id: string): Promise<void> {
  const datasets = await createDatasets({ storage, database: await openDatabase({ wasm }) })
  const writer = await datasets.write({ id, type, params: {} }, {}, { distinctRows: true })
  const rows = Array.from({ length: ROWS }, (_, i) => i)
  for (const half of [rows.slice(0, ROWS / 2), rows.slice(ROWS / 2)]) {
    await writer.append({
      rowNames: half.map((i) => `p${i}`),
      times: new Float64Array(half.length),
      columns: [
        { path: ['label'], values: half.map((i) => (i % 2 ? 'cat' : 'dog')) },
        {
          path: ['vector'],
          values: half.map((i) => ({
            kind: 'embedding' as const,
            shape: [WIDTH],
            data: new Float32Array(WIDTH).fill(i),
          })),
        },
        {
          path: ['image'],
          values: half.map((i) => (i % 3 ? new Uint8Array(1000).fill(i) : undefined)),
        },
      ],
    })
  }
  await writer.commit()
}

const open = (): Promise<TestEngine> => openTestEngine({ storage })

test('a statement reads the columns that it names', async () => {
  const api = await open()
  const counts = await api.query('SELECT label, count(*) AS n FROM photos GROUP BY label ORDER BY label')
  expect(counts).toMatchObject([{ label: 'cat', n: ROWS / 2 }, { n: ROWS / 2 }])
  expect(await api.query('SELECT count(*) AS n FROM photos', 'aos', { dialect: 'sqlite' })).toMatchObject([
    { n: ROWS },
  ])
  expect(storage.parts).toBe(0)
  const norm = await api.query(
    "SELECT n FROM (SELECT norm(vector, 1) AS n FROM photos WHERE label = 'cat') ORDER BY n DESC LIMIT 1",
  )
  expect(norm).toMatchObject([{ n: (ROWS - 1) * WIDTH }])
  expect(storage.parts).toBe(1)
  expect(await api.query("SELECT vector[5] AS v FROM photos WHERE rowName() = 'p7'")).toMatchObject([
    { v: 7 },
  ])
  expect(storage.parts).toBe(1)
  const sizes = await api.query('SELECT length(image) AS size, count(*) AS n FROM photos GROUP BY 1', 'aos', {
    dialect: 'sqlite',
  })
  expect(sizes).toMatchObject([{ n: ROWS - IMAGES }, { size: 1000, n: IMAGES }])
  expect(storage.parts).toBe(2)
})

test('a view reads what it needs of its sources', async () => {
  const api = await open()
  const datasets = [{ id: 'photos' }, { id: 'log' }]
  bodyOf(await api.put('/v1/datasets/both', { type: 'union', params: { datasets } }))
  expect(await api.query('SELECT max(norm(vector, 1)) AS n FROM both')).toMatchObject([
    { n: (ROWS - 1) * WIDTH },
  ])
  const turned =
    "SELECT p5 FROM transpose((SELECT label, vector[7] AS seventh FROM photos)) WHERE rowName() = 'seventh'"
  expect(await api.query(turned)).toMatchObject([{ p5: 5 }])
})

test('those who ask at once get all of what they asked for', async () => {
  const api = await open()
  const [labels, vectors, images, all] = await Promise.all([
    api.query('SELECT count(label) AS n FROM photos'),
    api.query('SELECT count(vector[5]) AS n FROM photos'),
    api.query('SELECT count(image) AS n FROM photos'),
    api.query('SELECT * FROM photos', 'aos', { dialect: 'sqlite' }),
  ])
  expect(labels).toMatchObject([{ n: ROWS }])
  expect(vectors).toMatchObject([{ n: ROWS }])
  expect(images).toMatchObject([{ n: IMAGES }])
  expect(all).toHaveLength(ROWS)
})

test('a cell recorded later stays, whenever the column is read', async () => {
  const api = await open()
  expect(await api.query('SELECT count(*) AS n FROM log')).toMatchObject([{ n: ROWS }])
  const cell = (value: string) => [
    ['image', value, 1],
    ['label', 'bird', 1],
  ]
  bodyOf(
    await api.post('/v1/datasets/log/multirows', [
      ['p1', cell('drawn')],
      ['new', cell('added')],
    ]),
  )
  bodyOf(await api.post('/v1/datasets/log/commit', {}))
  expect(storage.parts).toBe(0)
  const images = `SELECT image FROM log WHERE label = 'bird' ORDER BY rowName()`
  const expected = [{ image: 'added' }, { image: 'drawn' }]
  expect(await api.query(images)).toMatchObject(expected)
  const again = await open()
  expect(await again.query('SELECT count(*) AS n FROM log')).toMatchObject([{ n: ROWS + 1 }])
  expect(await again.query(images)).toMatchObject(expected)
  expect(await again.query('SELECT count(vector[5]) AS n FROM log')).toMatchObject([{ n: ROWS }])
})

test('so does one of a log that became a chunk with large columns of its own', async () => {
  const api = await open()
  const many = Array.from({ length: 300 }, (_, i) => [`p${i}`, [['image', 'x'.repeat(5_000), 2]]])
  bodyOf(await api.post('/v1/datasets/log/multirows', many))
  bodyOf(await api.post('/v1/datasets/log/commit', {}))
  bodyOf(await api.post('/v1/datasets/log/rows', { rowName: 'p2', columns: [['image', 'last', 3]] }))
  bodyOf(await api.post('/v1/datasets/log/commit', {}))
  expect(storage.parts).toBe(0)
  const keys = await storage.keys('chunks')
  expect(keys.filter((key) => key.includes('00000001/c'))).not.toEqual([])
  const sizes =
    'SELECT typeof(image) AS t, length(image) AS size, count(*) AS n FROM log GROUP BY 1, 2 ORDER BY 1, 2'
  for (const engine of [api, await open()]) {
    expect(await engine.query('SELECT count(*) AS n FROM log')).toMatchObject([{ n: ROWS }])
    expect(await engine.query(sizes, 'aos', { dialect: 'sqlite' })).toMatchObject([
      { t: 'blob', size: 1000, n: 13 },
      { t: 'null', n: 7 },
      { t: 'text', size: 4, n: 1 },
      { t: 'text', size: 5_000, n: 299 },
    ])
    expect(bodyOf(await engine.get('/v1/integrity'))).toEqual({ ok: true, problems: [] })
  }
})

test('a column that was altered is named; the others can be read', async () => {
  const key = (await storage.keys('chunks')).find((key) => key.endsWith('/c1'))!
  const bytes = (await storage.get('chunks', key))!
  bytes[bytes.length - 1]! ^= 1
  await storage.commit([{ store: 'chunks', key, put: bytes }])
  const api = await open()
  expect(await api.query('SELECT count(label) AS n FROM log')).toMatchObject([{ n: ROWS }])
  await expect(api.query('SELECT count(vector[5]) AS n FROM log')).rejects.toThrow(
    /damaged: column 1 of chunk 0/,
  )
  expect(JSON.stringify(bodyOf(await api.get('/v1/integrity')))).toMatch(/column 1 of chunk 0/)
  expect(await api.query('SELECT count(image) AS n FROM log')).toMatchObject([{ n: IMAGES }])
})

test('nothing is left of a dataset that was deleted', async () => {
  const api = await open()
  for (const id of ['photos', 'log']) bodyOf(await api.delete(`/v1/datasets/${id}`))
  expect(await storage.keys('chunks')).toEqual([])
})
