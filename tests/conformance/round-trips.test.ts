// What goes out comes back as it was: every type of value through every format that can hold it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import type { CompactResult, EntityStatus, RunStatus } from '../../src/contract/rest.ts'
import type { Value } from '../../src/contract/values.ts'
import { createDatasets } from '../../src/engine/datasets/create-datasets.ts'
import { openDatabase } from '../../src/engine/sqlite/open-database.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import { parsePath } from '../../src/lib/parse-path.ts'
import { quoteIdentifier } from '../../src/lib/quote-identifier.ts'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

let api: TestEngine
const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))

const run = async (type: string, params: object) => bodyOf(await api.post('/v1/procedures', { type, params }))

/** Cells of a dataset, by row and column, with what tells types apart kept. */
async function cellsOf(id: string, engine = api) {
  const sql = `SELECT * FROM "${id}" ORDER BY rowName()`
  const result = bodyOf<CompactResult>(await engine.get('/v1/query', { q: sql, format: 'compact' }))
  const columns = [...result.columns].sort((a, b) => (a.name < b.name ? -1 : 1))
  return result.rowNames.map((name, r) => [name, columns.map((column) => [column.name, column.values[r]])])
}

const embedding = (data: Float32Array | Float64Array | Int32Array | Uint8Array, shape = [data.length]) =>
  ({ kind: 'embedding', shape, data }) as const
const time = (ms: number) => ({ kind: 'timestamp', ms }) as const

const COLUMNS: Record<string, Value[]> = {
  integer: [1, -5, 0, null],
  safe: [2 ** 53 - 1, -(2 ** 53 - 1), 42, null],
  large: [2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n, 7],
  unsigned: [2n ** 64n - 1n, 2n ** 63n, null, 1],
  double: [0.1, 1e300, 5e-324, -2.5],
  whole: [1e17, 1e21, 2 ** 60, 1.5],
  special: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1],
  zeros: [-0, 0, 1, null],
  'negative zero': [-0, 0.5, 'zero', -0],
  text: ['', 'é\u{1f41f}\ufeff', '\ufeffstart', '"quoted",\r\nlines\rand\ttabs'],
  codes: ['007', '12', 'NaN', '1e5'],
  nul: ['\0', 'a\0b', ' ', null],
  blob: [new Uint8Array(), new Uint8Array([0, 255, 128, 10]), null, new Uint8Array([104, 105])],
  time: [time(0), time(1_600_000_000_123.456), time(-1), null],
  ends: [time(Number.NEGATIVE_INFINITY), time(Number.POSITIVE_INFINITY), time(Number.NaN), time(5)],
  interval: [{ kind: 'interval', months: 14, days: -3, seconds: 0.25 }, null, null, null],
  path: [{ kind: 'path', path: ['a', 'b.c', ''] }, null, null, null],
  vector: [1, 2, 3, 4].map((n) => embedding(Float32Array.from([n / 3, Number.NaN, -0, n]), [2, 2])),
  doubles: [embedding(Float64Array.from([0.1, 1e300])), null, embedding(Float64Array.from([1, 2])), null],
  shapes: [
    embedding(Int32Array.from([1])),
    embedding(Uint8Array.from([1, 2])),
    embedding(new Float32Array(), [0, 3]),
    embedding(Float64Array.from([Number.POSITIVE_INFINITY])),
  ],
  mixed: [1, 'one', 2n ** 60n, new Uint8Array([1])],
  nothing: [null, null, null, null],
  'odd "name", with.dots': ['x', null, 'y', null],
}
const ROWS = ['r1', 'a.b', '"q.1".x', '4']

/** A storage that holds a dataset of these cells, written as imports write them. */
async function storageWith(id: string, columns: Record<string, (Value | undefined)[]>, type = 'tabular') {
  const storage = createMemoryStorage()
  const database = await openDatabase({ wasm })
  const datasets = await createDatasets({ storage, database })
  const writer = await datasets.write({ id, type, params: {} }, {})
  await writer.append({
    rowNames: ROWS,
    times: Float64Array.from(ROWS, (_, r) => 1_500_000_000_000.25 + r),
    columns: Object.entries(columns).map(([name, values]) => ({ path: [name], values })),
  })
  await writer.commit()
  database.close()
  return storage
}

test.each([
  ['JSON lines', 'json', { values: 'exact' }, { values: 'exact' }],
  ['Parquet', 'parquet', {}, {}],
  ['Parquet with embeddings as bytes', 'parquet', { embeddings: 'binary' }, {}],
])('%s: every type of value', async (_, format, exportParams, importParams) => {
  api = await openTestEngine({ storage: await storageWith('data', COLUMNS) })
  const before = await cellsOf('data')
  expect(before).toHaveLength(4)
  const dataFileUrl = `file:///out.${format}`
  await run(`export.${format}`, {
    exportData: 'SELECT * FROM data',
    dataFileUrl,
    rowTimes: true,
    ...exportParams,
  })
  await run(`import.${format}`, { dataFileUrl, outputDataset: 'back', ...importParams })
  expect(await cellsOf('back')).toEqual(before)
  const range = async (id: string) => bodyOf(await api.get(`/v1/datasets/${id}/timestampRange`))
  expect(await range('back')).toEqual(await range('data'))
  const order = async (id: string) => bodyOf(await api.get(`/v1/datasets/${id}/columns`))
  expect(await order('back')).toEqual(await order('data'))
})

test('.sqlite: every dataset, every type of value; and SQLite itself reads it', async () => {
  api = await openTestEngine({
    storage: await storageWith('data', { ...COLUMNS, A: [1, 2, 3, 4], a: ['x', 'y', 'z', '0'] }),
  })
  bodyOf(await api.put('/v1/datasets/Data', { type: 'sparse.mutable' }))
  const wide = Array.from({ length: 3_000 }, (_, i) => [`c${i}`, i, 0])
  bodyOf(
    await api.post('/v1/datasets/Data/multirows', [
      ['wide', wide],
      ['narrow', [['c1', null, 0]]],
    ]),
  )
  bodyOf(await api.post('/v1/datasets/Data/commit', {}))
  const before = await Promise.all(['data', 'Data'].map((id) => cellsOf(id)))
  await run('export.sqlite', { dataFileUrl: 'file:///all.sqlite' })
  const bytes = bodyOf<Uint8Array>(await api.get('/v1/files/all.sqlite'))
  const plain = await openDatabase({ wasm }, bytes)
  expect(plain.all('PRAGMA integrity_check')).toEqual([['ok']])
  expect(
    plain.all('SELECT "double", "text", CAST("large" AS TEXT), "time", "a_2" FROM data_2 WHERE rowid = 2'),
  ).toEqual([[1e300, 'é\u{1f41f}\ufeff', '-9223372036854775808', '2020-09-13T12:26:40.123456Z', 'y']])
  plain.close()
  const other = await openTestEngine({ storage: createMemoryStorage() })
  bodyOf(await other.put('/v1/files/all.sqlite', bytes))
  const status = bodyOf(
    await other.post('/v1/procedures', {
      type: 'import.sqlite',
      params: { dataFileUrl: 'file:///all.sqlite' },
    }),
  )
  expect(status).toMatchObject({ status: { firstRun: { status: { rowCount: 6 } } } })
  expect(await Promise.all(['data', 'Data'].map((id) => cellsOf(id, other)))).toEqual(before)
  expect(bodyOf(await other.get('/v1/datasets/Data'))).toMatchObject({ type: 'sparse.mutable' })
  const again = await other.post('/v1/procedures', {
    type: 'import.sqlite',
    params: { dataFileUrl: 'file:///all.sqlite' },
  })
  expect(again).toMatchObject({ status: 409, body: { error: expect.stringContaining('Data, data') } })
})

test('CSV keeps texts and numbers, and says what else there was', async () => {
  api = await openTestEngine({ storage: await storageWith('data', COLUMNS) })
  const dataFileUrl = 'file:///out.csv'
  const plain = ['integer', 'safe', 'large', 'unsigned', 'double', 'special', 'zeros', 'negative zero']
  const texts = ['text', 'codes', 'nul', 'whole', 'nothing', 'odd "name", with.dots']
  const select = (columns: readonly string[]) =>
    `SELECT ${['rowName() AS row', ...columns.map(quoteIdentifier)].join(', ')} FROM data`
  const roundTrip = async (columns: readonly string[], quoteTexts: boolean) => {
    const exportData = select(columns)
    const status = await run('export.csv', { exportData, dataFileUrl, quoteTexts })
    await run('import.text', {
      dataFileUrl,
      outputDataset: 'back',
      select: '* EXCLUDING ("row")',
      named: 'parse_path("row")',
      structuredColumnNames: true,
      allowMultiLines: true,
      quotedText: quoteTexts,
    })
    return (status as EntityStatus & { status: { firstRun: RunStatus } }).status.firstRun.status
  }
  const before = await cellsOf('data')
  const only = (columns: readonly string[]) =>
    before.map(([name, cells]) => [
      name,
      (cells as [string, Value][]).filter(([column]) => columns.includes(parsePath(column)[0]!)),
    ])
  const digits = { column: 'row', cells: 1, reason: expect.stringContaining('look like numbers') }
  expect(await roundTrip(plain, false)).toEqual({ rowCount: 4, notKept: [digits] })
  expect(await cellsOf('back')).toEqual(only(plain))
  expect(await roundTrip([...plain, ...texts], true)).toEqual({ rowCount: 4 })
  expect(await cellsOf('back')).toEqual(only([...plain, ...texts]))
  const { notKept } = (await roundTrip(Object.keys(COLUMNS), false)) as {
    notKept: { column: string; cells: number; reason: string }[]
  }
  const byColumn = new Map(notKept.map(({ column, cells, reason }) => [column, [cells, reason]]))
  expect([...byColumn].map(([column, loss]) => [column, ...loss]).sort()).toEqual(
    [
      ['row', 1, expect.anything()],
      ['whole', 2, expect.stringContaining('beyond 2^53')],
      ['text', 1, expect.stringContaining('empty texts read as NULL')],
      ['codes', 3, expect.stringContaining('look like numbers')],
      ['blob', 3, expect.stringContaining('base64')],
      ['time', 3, 'timestamps become text'],
      ['ends', 4, 'timestamps become text'],
      ['interval', 1, 'intervals become text'],
      ['path', 1, 'paths become text'],
      ['vector', 4, expect.stringContaining('vectors')],
      ['doubles', 2, expect.stringContaining('vectors')],
      ['shapes', 4, expect.stringContaining('vectors')],
      ['mixed', 1, expect.stringContaining('base64')],
    ].sort(),
  )
})

const VECTORS = {
  pool: ROWS.map((_, r) => embedding(Float32Array.from([r, -0, 1 / 3, 1e-40]), [1, 2, 2])),
  bias: [1, -0, 0.1, 2 ** 53],
}

test.each(['json', 'parquet', 'sqlite'])('a dataset of type embedding through %s', async (format) => {
  api = await openTestEngine({ storage: await storageWith('data', VECTORS, 'embedding') })
  const before = await cellsOf('data')
  const dataFileUrl = `file:///out.${format}`
  const exact = format === 'json' ? { values: 'exact' } : {}
  const source = format === 'sqlite' ? {} : { exportData: 'SELECT * FROM data', rowTimes: true, ...exact }
  await run(`export.${format}`, { dataFileUrl, ...source })
  await run(`import.${format}`, {
    dataFileUrl,
    ...exact,
    ...(format === 'sqlite' ? { replace: true } : { outputDataset: { id: 'data', type: 'embedding' } }),
  })
  expect(await cellsOf('data')).toEqual(before)
  expect(bodyOf(await api.get('/v1/datasets/data'))).toMatchObject({
    type: 'embedding',
    status: { rowCount: 4, columnCount: 5, valueCount: 8 },
  })
})

test.each(['json', 'parquet', 'sqlite'])('cells that rows lack are lacking after %s', async (format) => {
  const sparse = {
    a: [1, undefined, 2, undefined],
    b: [undefined, 'x', undefined, undefined],
    c: [1, 2, 3, 4],
  }
  api = await openTestEngine({ storage: await storageWith('data', sparse, 'sparse.mutable') })
  const full = async (id: string) => {
    const options = { format: 'full', sortColumns: true }
    return bodyOf(await api.get('/v1/query', { q: `SELECT * FROM ${id} ORDER BY rowName()`, ...options }))
  }
  const before = await full('data')
  const dataFileUrl = `file:///out.${format}`
  const exact = format === 'json' ? { values: 'exact' } : {}
  const source = format === 'sqlite' ? {} : { exportData: 'SELECT * FROM data', rowTimes: true, ...exact }
  await run(`export.${format}`, { dataFileUrl, ...source })
  await run(`import.${format}`, {
    dataFileUrl,
    ...exact,
    ...(format === 'sqlite' ? { replace: true } : { outputDataset: { id: 'back', type: 'sparse.mutable' } }),
  })
  expect(await full(format === 'sqlite' ? 'data' : 'back')).toEqual(before)
})
