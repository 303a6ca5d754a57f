import { beforeEach, describe, expect, test } from 'vitest'
import type { Progress } from '../../src/contract/progress.ts'
import type { EntityStatus, ErrorBody, RunStatus } from '../../src/contract/rest.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import type { Change, Storage } from '../../src/engine/storage/storage.ts'
import {
  bodyOf,
  fakeInception,
  fakeWeb,
  openTestEngine,
  type TestEngine,
  TINY_MODEL,
} from './open-test-engine.ts'

let storage: Storage
let api: TestEngine
const inception = fakeInception()

const open = (fetch = fakeWeb({})) => openTestEngine({ storage, inception, fetch })
beforeEach(async () => {
  storage = createMemoryStorage()
  inception.embedded = 0
  inception.pauseMs = 0
  api = await open()
})

const firstRun = (status: EntityStatus): RunStatus => (status.status as { firstRun: RunStatus }).firstRun
const importText = (params: object) =>
  api.post('/v1/procedures', { type: 'import.text', params: { outputDataset: 't', ...params } })

/** Keys of everything that is stored. */
async function stored(): Promise<string[]> {
  const names = ['datasets', 'chunks', 'log', 'functions', 'procedures', 'runs', 'files'] as const
  return (
    await Promise.all(names.map(async (name) => (await storage.keys(name)).map((key) => `${name}/${key}`)))
  ).flat()
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 500; i++) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('waited in vain')
}

describe('import.text', () => {
  test.each([
    [
      'a line with a missing column',
      'a,b\n1,2\n3\n',
      'Error parsing CSV row: not enough columns in row (line 3, 1 of 2)',
    ],
    ['a broken quote', 'a,b\n"1,2\n', 'Error parsing CSV row: Unclosed quoted CSV value (line 2, column 1)'],
    ['an empty file', '', 'file:///f.csv is empty: it has no header line'],
    [
      'bytes that are no text',
      new Uint8Array([97, 10, 255, 254]),
      'the file has bytes that are no utf-8 text',
    ],
  ])('%s: the run says why and nothing is left', async (_what, content, message) => {
    bodyOf(await api.put('/v1/files/f.csv', content))
    const before = await stored()
    const answer = await importText({ dataFileUrl: 'file:///f.csv' })
    expect(answer.status).toBe(400)
    const { error, details } = answer.body as ErrorBody & { details: { runError: ErrorBody } }
    expect(error).toContain('failed to create the initial run')
    expect(error).toContain(message)
    expect(details.runError.error).toContain(message)
    expect(await stored()).toEqual(before)
  })

  test('a header and no rows is an empty dataset', async () => {
    bodyOf(await importText({ text: 'a,b\n' }))
    expect(await api.query('SELECT * FROM t')).toEqual([])
  })

  test.each([
    [{}, 'dataFileUrl is a required property and must not be empty'],
    [{ dataFileUrl: 'file:///none.csv' }, 'file:///none.csv'],
    [{ dataFileUrl: 'https://no.test/x.csv' }, 'https://no.test/x.csv answered with status 404'],
    [{ dataFileUrl: 'data.csv' }, 'has no scheme'],
    [
      { text: 'a\n1', dataFileURL: 'x' },
      "Unknown field 'dataFileURL' parsing import.text configuration; did you mean",
    ],
    [{ text: 'a\n1', encoding: 'ebcdic' }, "Unknown encoding 'ebcdic'for import.text parser"],
    [{ text: 'a\n1', rowNameColumn: 'a' }, 'rowNameColumn was removed: use named'],
    [{ text: 'a\n1', delimiter: 'ab' }, 'Separator string must have one character'],
    [{ text: 'a\n1', select: 'a, a' }, 'Duplicate column name in select expression'],
    [{ text: 'a\n1\n2', named: "'same'" }, 'Duplicate row name(s) in tabular dataset'],
    [{ text: 'a\n1', outputDataset: null }, 'outputDataset'],
    [{ text: 'a\n1', outputDataset: '' }, 'outputDataset'],
  ])('%j is refused: %s', async (params, message) => {
    const answer = await importText(params)
    expect(answer.status).toBe(400)
    expect((answer.body as ErrorBody).error).toContain(message)
    expect(bodyOf(await api.get('/v1/datasets'))).toEqual([])
    expect(bodyOf(await api.get('/v1/procedures'))).toEqual([])
  })

  test('select, where, named and timestamp', async () => {
    const params = {
      text: 'sku,price,note,day\nx1,2,a,2020-01-01\nx2,30,b,2020-01-02\nx3,40,c,2020-01-03\n',
      select: '* EXCLUDING (note), price * 2 AS twice',
      where: 'price > 10',
      named: 'sku',
      timestamp: 'to_timestamp(day)',
    }
    expect(firstRun(bodyOf(await importText(params))).status).toEqual({ rowCount: 2, numLineErrors: 0 })
    expect(await api.query('SELECT * FROM t ORDER BY rowName()')).toEqual([
      { _rowName: 'x2', sku: 'x2', price: 30, day: '2020-01-02', twice: 60 },
      { _rowName: 'x3', sku: 'x3', price: 40, day: '2020-01-03', twice: 80 },
    ])
    expect(bodyOf(await api.get('/v1/datasets/t/timestampRange'))).toEqual([
      { ts: '2020-01-02T00:00:00Z' },
      { ts: '2020-01-03T00:00:00Z' },
    ])
    expect(bodyOf(await api.get('/v1/datasets'))).toEqual(['t'])
  })

  test('values keep their types, also in the next session', async () => {
    const text = 'a,b,c,d\n9007199254740993,007,NaN,\n-1.5,x y,"q ""r""",2\n'
    bodyOf(await importText({ text }))
    const expected = [
      { _rowName: '2', a: 9007199254740993n, b: '007', c: { num: 'NaN' }, d: null },
      { _rowName: '3', a: -1.5, b: 'x y', c: 'q "r"', d: 2 },
    ]
    expect(await api.query('SELECT * FROM t')).toEqual(expected)
    api = await open()
    expect(await api.query('SELECT * FROM t')).toEqual(expected)
  })

  test('progress in bytes and rows; cancelled, it leaves the old dataset as it was', async () => {
    bodyOf(await importText({ text: 'a\n1\n' }))
    const before = (await stored()).filter((key) => /^(datasets|chunks)/.test(key))
    const long = `a,b\n${Array.from({ length: 200_000 }, (_, i) => `${i},some text`).join('\n')}\n`
    bodyOf(await api.put('/v1/files/long.csv', long))
    const controller = new AbortController()
    const seen: Progress[] = []
    const answer = await api.post(
      '/v1/procedures',
      { type: 'import.text', params: { dataFileUrl: 'file:///long.csv', outputDataset: 't' } },
      {
        signal: controller.signal,
        onProgress(progress) {
          seen.push(progress)
          if (progress.phase === 'rows' && progress.done > 20_000) controller.abort()
        },
      },
    )
    expect(answer).toMatchObject({ status: 400, body: { code: 'cancelled' } })
    expect(seen.find(({ phase }) => phase === 'bytes')).toMatchObject({ step: 'read', total: long.length })
    expect((await stored()).filter((key) => /^(datasets|chunks)/.test(key))).toEqual(before)
    expect(await api.query('SELECT * FROM t')).toEqual([{ _rowName: '2', a: 1 }])
  })

  test('gzip, data: and http addresses', async () => {
    const packed = new Response('a\n7\n').body!.pipeThrough(new CompressionStream('gzip'))
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer())
    api = await open(fakeWeb({ 'https://x.test/t.csv.gz?v=1': bytes }))
    bodyOf(await importText({ dataFileUrl: 'https://x.test/t.csv.gz?v=1' }))
    expect(await api.query('SELECT a FROM t', 'atom')).toBe(7)
    bodyOf(await importText({ dataFileUrl: 'data:text/csv,a%0A8%0A' }))
    expect(await api.query('SELECT a FROM t', 'atom')).toBe(8)
  })
})

describe('transform', () => {
  const images = {
    'https://i.test/a.jpg': new Uint8Array([1, 2]),
    'https://i.test/b.jpg': new Uint8Array([3, 4]),
  }
  const page = { 'https://i.test/page.jpg': '<html>', 'https://i.test/empty.jpg': new Uint8Array() }

  async function prepare(urls: string[]): Promise<void> {
    api = await open(fakeWeb({ ...images, ...page }))
    bodyOf(await api.put(`/v1/files/${TINY_MODEL.path}`, TINY_MODEL.json))
    bodyOf(
      await api.put('/v1/functions/inception', {
        type: 'tensorflow.graph',
        params: { modelFileUrl: TINY_MODEL.url, outputs: 'pool_3' },
      }),
    )
    bodyOf(await importText({ text: `url\n${urls.join('\n')}\n` }))
  }
  const run = (id = 'tr', headers = {}, call = {}) =>
    api.put(
      `/v1/procedures/${id}`,
      {
        type: 'transform',
        params: { inputData: 'SELECT url, inception({url}) AS * FROM t', outputDataset: 'out' },
      },
      { headers, ...call },
    )

  test('images that fail become NULL features with a reason, and the run counts them', async () => {
    const bad = ['https://i.test/gone.jpg', 'https://i.test/page.jpg', 'https://i.test/empty.jpg']
    await prepare(['https://i.test/a.jpg', ...bad, 'https://i.test/b.jpg'])
    const { state, status } = firstRun(bodyOf(await run()))
    expect(state).toBe('finished')
    const { rowErrorCount, rowErrors } = status as {
      rowErrorCount: number
      rowErrors: Record<string, string>[]
    }
    expect(rowErrorCount).toBe(3)
    expect(rowErrors.map(({ rowName }) => rowName).sort()).toEqual(['3', '4', '5'])
    expect(rowErrors.map(({ input }) => input).sort()).toEqual([...bad].sort())
    expect(rowErrors.every(({ message, code }) => message && code)).toBe(true)
    const rows = (await api.query('SELECT * FROM out ORDER BY rowName()')) as object[]
    expect(rows.map((row) => Object.keys(row).length)).toEqual([2050, 2, 2, 2, 2050])
  })

  test('cancelled: the old dataset stays, and running again computes only what is missing', async () => {
    await prepare(['https://i.test/a.jpg'])
    bodyOf(await run())
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`https://i.test/${i}.jpg`, new Uint8Array([i, 99])]),
    )
    api = await open(fakeWeb(many))
    bodyOf(await importText({ text: `url\n${Object.keys(many).join('\n')}\n` }))
    inception.embedded = 0
    inception.pauseMs = 5
    expect((await run('tr', { async: 'true' })).status).toBe(202)
    const runId = bodyOf<string[]>(await api.get('/v1/procedures/tr/runs')).at(-1)
    const path = `/v1/procedures/tr/runs/${encodeURIComponent(runId!)}`
    await until(async () => inception.embedded >= 12)
    expect(bodyOf(await api.get('/v1/procedures/tr'))).toMatchObject({
      state: 'initializing',
      progress: { steps: expect.any(Array) },
    })
    expect(bodyOf(await api.get(`${path}/state`))).toEqual({ state: 'executing' })
    expect((await run()).status).toBe(409)
    bodyOf(await api.put(`${path}/state`, { state: 'cancelled' }))
    await until(async () => bodyOf<{ state: string }>(await api.get(`${path}/state`)).state !== 'executing')
    expect(bodyOf(await api.get(path))).toMatchObject({ state: 'cancelled', status: { code: 'cancelled' } })
    // The procedure is what it was before.
    await until(async () => bodyOf<EntityStatus>(await api.get('/v1/procedures/tr')).state === 'ok')
    expect(await api.query('SELECT count(*) AS n FROM out', 'aos')).toMatchObject([{ n: 1 }])
    const done = inception.embedded
    expect(done).toBeLessThan(40)
    inception.pauseMs = 0
    expect(firstRun(bodyOf(await run())).state).toBe('finished')
    expect(await api.query('SELECT count(*) AS n FROM out', 'aos')).toMatchObject([{ n: 40 }])
    // What was in flight when the run was cancelled may be computed twice; nothing that was reported is.
    expect(inception.embedded - done).toBeLessThanOrEqual(40 - 12 + 4)
  })

  test('a session that ends in the middle: the run is reported interrupted, the data are as before', async () => {
    await prepare(Array.from({ length: 30 }, (_, i) => `https://i.test/${i % 2 ? 'a' : 'b'}.jpg?${i}`))
    api = await open(
      fakeWeb(
        Object.fromEntries(
          Array.from({ length: 30 }, (_, i) => [
            `https://i.test/${i % 2 ? 'a' : 'b'}.jpg?${i}`,
            new Uint8Array([i, 5]),
          ]),
        ),
      ),
    )
    inception.pauseMs = 20
    await run('tr', { async: 'true' })
    await until(async () => inception.embedded >= 5)
    // The next session finds what storage holds at this instant.
    const snapshot = createMemoryStorage()
    for (const store of [
      'datasets',
      'chunks',
      'log',
      'functions',
      'procedures',
      'runs',
      'files',
      'features',
      'models',
    ] as const) {
      for (const key of await storage.keys(store))
        await snapshot.commit([{ store, key, put: await storage.get(store, key) } as Change])
    }
    storage = snapshot
    const next = await open()
    const { state, status } = bodyOf<EntityStatus>(await next.get('/v1/procedures/tr'))
    expect(state).toBe('error')
    expect(status).toMatchObject({
      firstRun: { state: 'error', status: { error: expect.stringMatching(/^interrupted: .*run it again/) } },
    })
    expect(bodyOf(await next.get('/v1/datasets'))).toEqual(['t'])
    expect(bodyOf(await next.get('/v1/functions'))).toEqual(['inception'])
  })

  test('without FROM, with empty rows skipped, and without inputData', async () => {
    const transform = (params: object) =>
      api.post('/v1/procedures', { type: 'transform', params: { outputDataset: 'o', ...params } })
    bodyOf(await transform({ inputData: 'SELECT 1 AS x' }))
    expect(await api.query('SELECT * FROM o')).toEqual([{ _rowName: 'result', x: 1 }])
    bodyOf(await importText({ text: 'a\n1\n,\n', ignoreBadLines: true, headers: [] }))
    bodyOf(
      await transform({ inputData: 'SELECT CASE WHEN a > 5 THEN a END AS x FROM t', skipEmptyRows: true }),
    )
    expect(await api.query('SELECT * FROM o')).toEqual([])
    expect((await transform({})).body).toMatchObject({ error: 'You need to define inputData' })
    expect((await transform({ inputData: { select: '*', from: { id: 't' }, lmit: 1 } })).body).toMatchObject({
      error: expect.stringContaining("did you mean 'limit'"),
    })
    bodyOf(await transform({ inputData: { select: 'a', from: { id: 't' }, where: 'a = 1' } }))
    expect(await api.query('SELECT a FROM o', 'atom')).toBe(1)
  })

  test('a dataset can be made from itself', async () => {
    bodyOf(await importText({ text: 'a\n1\n2\n' }))
    for (let i = 0; i < 3; i++) {
      bodyOf(
        await api.put('/v1/procedures/self', {
          type: 'transform',
          params: { inputData: 'SELECT a * 2 AS a FROM t', outputDataset: 't' },
        }),
      )
    }
    expect(await api.query('SELECT a FROM t ORDER BY a', 'aos')).toMatchObject([{ a: 8 }, { a: 16 }])
  })
})

describe('export.csv', () => {
  test('what is exported is imported as it was', async () => {
    const text = 'n,s,e\n1,"a, ""b""\nc",\n-1.5,ü,NaN\n9007199254740993,007,x\n'
    bodyOf(await importText({ text, allowMultiLines: true }))
    const before = await api.query('SELECT n, s, e FROM t ORDER BY rowName()', 'table', { rowNames: false })
    const exported = (params: object = {}) =>
      api.post('/v1/procedures', {
        type: 'export.csv',
        params: {
          exportData: 'SELECT n, s, e FROM t ORDER BY rowName()',
          dataFileUrl: 'file:///out/t.csv',
          ...params,
        },
      })
    expect(firstRun(bodyOf(await exported())).status).toEqual({ rowCount: 3 })
    const { body } = await api.get('/v1/files/out/t.csv')
    expect(new TextDecoder().decode(body as Uint8Array)).toBe(text)
    bodyOf(await importText({ dataFileUrl: 'file:///out/t.csv', allowMultiLines: true }))
    expect(await api.query('SELECT n, s, e FROM t ORDER BY rowName()', 'table', { rowNames: false })).toEqual(
      before,
    )
    expect((await exported({ dataFileUrl: 'https://x.test/t.csv' })).status).toBe(400)
    expect((await exported({ delimiter: '' })).status).toBe(400)
  })

  test('structures become columns', async () => {
    bodyOf(
      await api.post('/v1/procedures', {
        type: 'export.csv',
        params: {
          exportData: 'SELECT [1, 2] AS v, {3 AS x} AS r',
          dataFileUrl: 'file:///o.csv',
          delimiter: ';',
        },
      }),
    )
    const { body } = await api.get('/v1/files/o.csv')
    expect(new TextDecoder().decode(body as Uint8Array)).toBe('v.0;v.1;r.x\n1;2;3\n')
  })
})

describe('runs', () => {
  test('run again with other parameters, under an id, asynchronously; latestrun and details', async () => {
    bodyOf(await importText({ text: 'a\n1\n2\n' }))
    const params = { inputData: 'SELECT a FROM t', outputDataset: 'o', runOnCreation: false }
    const made = bodyOf<EntityStatus>(await api.put('/v1/procedures/p', { type: 'transform', params }))
    expect(made.status).toBeUndefined()
    expect((await api.get('/v1/procedures/p/latestrun')).status).toBe(404)
    expect((await api.get('/v1/procedures/p/runs')).body).toEqual([])
    const made2 = await api.put('/v1/procedures/p/runs/r1', {
      params: { inputData: 'SELECT a FROM t WHERE a > 1' },
    })
    expect(made2).toMatchObject({
      status: 201,
      headers: { Location: '/v1/procedures/p/runs/r1' },
      body: { id: 'r1', state: 'finished' },
    })
    expect(await api.query('SELECT a FROM o', 'atom')).toBe(2)
    expect((await api.put('/v1/procedures/p/runs/r1', {})).status).toBe(409)
    expect((await api.post('/v1/procedures/p/runs', undefined)).status).toBe(400)
    const failed = await api.post('/v1/procedures/p/runs', {
      id: 'r2',
      params: { inputData: 'SELECT x FROM none' },
    })
    expect(failed).toMatchObject({ status: 400, body: { code: 'unknown-dataset' } })
    expect(bodyOf(await api.get('/v1/procedures/p/runs/r2'))).toMatchObject({ state: 'error' })
    expect(await api.get('/v1/procedures/p/latestrun')).toMatchObject({
      status: 307,
      headers: { Location: '/v1/procedures/p/runs/r2' },
    })
    expect(bodyOf(await api.get('/v1/procedures/p/runs/r1/details'))).toEqual({})
    expect(bodyOf(await api.get('/v1/procedures/p/runs'))).toEqual(['r1', 'r2'])
    expect((await api.put('/v1/procedures/p/runs/r1/state', { state: 'finished' })).status).toBe(400)
    expect((await api.get('/v1/procedures/p/runs/none')).status).toBe(404)
    const next = await open()
    expect(bodyOf(await next.get('/v1/procedures/p/runs'))).toEqual(['r1', 'r2'])
    expect((await next.delete('/v1/procedures/p')).status).toBe(204)
    expect((await stored()).filter((key) => key.startsWith('runs/'))).toHaveLength(1)
  })

  test('mock reports progress, asynchronous runs wait for each other, null does nothing', async () => {
    const make = (id: string) =>
      api.post(
        '/v1/procedures',
        { id, type: 'mock', params: { durationMs: 120, refreshRateMs: 10 } },
        { headers: { Async: 'true' } },
      )
    expect((await make('m1')).status).toBe(201)
    await make('m2')
    await until(async () => bodyOf<EntityStatus>(await api.get('/v1/procedures/m1')).progress !== undefined)
    const { progress } = bodyOf<EntityStatus>(await api.get('/v1/procedures/m1'))
    expect(progress!.steps[0]).toMatchObject({
      name: 'wait',
      type: 'percentile',
      started: expect.any(String),
    })
    expect(bodyOf<EntityStatus>(await api.get('/v1/procedures/m2')).progress).toBeUndefined()
    await until(async () => bodyOf<EntityStatus>(await api.get('/v1/procedures/m2')).state === 'ok')
    expect(firstRun(bodyOf(await api.post('/v1/procedures', { type: 'null' }))).state).toBe('finished')
  })
})
