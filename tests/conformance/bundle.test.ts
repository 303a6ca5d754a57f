// A project that is packed in one engine and unpacked in a fresh one is the same project.
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import type { CompactResult, ErrorBody } from '../../src/contract/rest.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import { quoteIdentifier } from '../../src/lib/quote-identifier.ts'
import { bodyOf, openTestEngine, type TestEngine, TINY_MODEL } from './open-test-engine.ts'

const post = async (api: TestEngine, type: string, params: object) =>
  bodyOf(await api.post('/v1/procedures', { type, params }))

/** A project with some of everything. */
async function makeProject(): Promise<TestEngine> {
  const api = await openTestEngine({ storage: createMemoryStorage() })
  const pictures = Array.from({ length: 12 }, (_, i) => `images/${i}.jpg`)
  for (const [i, path] of pictures.entries()) {
    bodyOf(await api.put(`/v1/files/${path}`, new Uint8Array([i % 2 ? 20 + i : 200 + i, i, 7])))
  }
  const list = pictures.map((path, i) => `${i % 2 ? 'cat' : 'dog'},file:///${path},9007199254740993`)
  await post(api, 'import.text', { text: `label,url,id\n${list.join('\n')}\n`, outputDataset: 'images' })
  bodyOf(await api.put(`/v1/files/${TINY_MODEL.path}`, TINY_MODEL.json))
  const graph = { modelFileUrl: TINY_MODEL.url, outputs: 'pool_3' }
  bodyOf(await api.put('/v1/functions/inception', { type: 'tensorflow.graph', params: graph }))
  await post(api, 'transform', {
    inputData: 'SELECT label, inception({url}) AS * FROM images',
    outputDataset: 'training',
  })
  bodyOf(
    await api.put('/v1/procedures/experiment', {
      type: 'classifier.experiment',
      params: {
        experimentName: 'pets',
        mode: 'categorical',
        algorithm: 'dt',
        inputData: 'SELECT {* EXCLUDING(label)} AS features, label FROM training',
        modelFileUrlPattern: 'file:///models/$runid.cls',
      },
    }),
  )
  const expression = 'pets_scorer_0({features: inception({url})}) AS *'
  bodyOf(await api.put('/v1/functions/predictor', { type: 'sql.expression', params: { expression } }))
  bodyOf(await api.put('/v1/datasets/log', { type: 'sparse.mutable' }))
  const wide = Array.from({ length: 500 }, (_, i) => [`c${i}`, i, 5])
  bodyOf(
    await api.post('/v1/datasets/log/multirows', [
      ['a.b', wide],
      ['c', [['x', 'late', '2020-01-01T00:00:00Z']]],
    ]),
  )
  bodyOf(await api.post('/v1/datasets/log/commit', {}))
  await makeOneOfEachType(api)
  return api
}

/** A dataset, a view and a function of each type that the project lacks. */
async function makeOneOfEachType(api: TestEngine): Promise<void> {
  const day = '2020-01-01T00:00:00.123456Z'
  const datasets: [string, object, unknown][] = [
    ['vectors', { type: 'embedding', params: { metric: 'cosine' } }, [['v', [1, 2.5, -0.5]]]],
    ['kept', { type: 'sqliteSparse', params: { dataFileUrl: 'file://kept.db' } }, [['x', { ts: day }]]],
    [
      'structured',
      { type: 'structured.mutable' },
      [
        [
          'm',
          [
            [1, 2],
            [3, 4],
          ],
        ],
      ],
    ],
    ['"odd". name', { type: 'tabular', params: { unknownColumns: 'add' } }, [[['a.b', 'c'], 'é\u{1f41f}']]],
  ]
  for (const [id, config, cells] of datasets) {
    const path = `/v1/datasets/${encodeURIComponent(id)}`
    bodyOf(await api.put(path, config))
    const columns = (cells as [unknown, unknown][]).map(([name, value]) => [name, value, day])
    bodyOf(
      await api.post(`${path}/multirows`, [
        ['r1', columns],
        ['r2.x', columns],
      ]),
    )
    bodyOf(await api.post(`${path}/commit`, {}))
  }
  // A view of a view comes first by name.
  const views: [string, string, object][] = [
    ['z merged', 'merged', { datasets: [{ id: 'log' }, { id: 'kept' }] }],
    ['a union', 'union', { datasets: [{ id: 'z merged' }, { id: 'vectors' }] }],
    ['joined', 'joined', { left: 'images AS i', right: 'training AS t', on: 'i.rowName() = t.rowName()' }],
    ['transposed', 'transposed', { dataset: { id: '"odd". name' } }],
    ['sampled', 'sampled', { dataset: { id: 'images' }, rows: 5 }],
  ]
  for (const [id, type, params] of views) {
    bodyOf(await api.put(`/v1/datasets/${encodeURIComponent(id)}`, { type, params }))
  }
  await post(api, 'probabilizer.train', {
    trainingData: 'SELECT rowHash() % 2 AS label, rowHash() % 7 AS score FROM images',
    modelFileUrl: 'file:///models/p.json',
    functionName: 'prob',
  })
  const functions: [string, string, object][] = [
    ['near', 'embedding.neighbors', { dataset: 'vectors' }],
    ['explain', 'classifier.explain', { modelFileUrl: 'file:///models/pets-0.cls' }],
    ['fetch', 'fetcher', {}],
    ['counted', 'sql.query', { query: 'SELECT count(*) AS n FROM images' }],
  ]
  for (const [id, type, params] of functions) {
    bodyOf(await api.put(`/v1/functions/${id}`, { type, params }))
  }
}

const LISTS = ['datasets', 'functions', 'procedures', 'procedures/experiment/runs'] as const
const QUERIES = [
  'SELECT predictor({url}) AS * FROM images ORDER BY rowName()',
  'SELECT near({coords: rowName()})[distances] AS * FROM vectors ORDER BY rowName()',
  'SELECT prob({score: 1})',
  'SELECT counted()[output] AS *',
]

/** All cells, with what tells types apart kept. */
async function contentOf(api: TestEngine, id: string) {
  const q = `SELECT * FROM ${quoteIdentifier(id)}`
  const { durationMs: _, ...content } = (await api.query(q, 'compact')) as CompactResult
  return content
}

async function stateOf(api: TestEngine) {
  const lists = await Promise.all(LISTS.map(async (path) => bodyOf(await api.get(`/v1/${path}`))))
  const run = (lists[3] as string[])[0]!
  return {
    lists,
    run: bodyOf(await api.get(`/v1/procedures/experiment/runs/${encodeURIComponent(run)}`)),
    files: bodyOf<{ path: string }[]>(await api.get('/v1/files')).filter(
      ({ path }) => !path.endsWith('.zip'),
    ),
    results: await Promise.all(QUERIES.map((sql) => api.query(sql, 'full'))),
    prediction: bodyOf(
      await api.get('/v1/functions/predictor/application', { input: { url: 'file:///images/3.jpg' } }),
    ),
    datasets: await Promise.all(
      (lists[0] as string[]).map(async (id) => {
        const path = `/v1/datasets/${encodeURIComponent(id)}`
        const get = async (route: string) => bodyOf(await api.get(path + route))
        return {
          status: await get(''),
          rows: await get('/rows'),
          columns: await get('/columns'),
          whole: await get('/columns?flatten=false'),
          times: await get('/timestampRange'),
          content: await contentOf(api, id),
        }
      }),
    ),
    functions: await Promise.all(
      (lists[1] as string[]).map(async (id) => bodyOf(await api.get(`/v1/functions/${id}`))),
    ),
  }
}

test('packed and unpacked elsewhere: same rows, same predictions, nothing lost', async () => {
  const api = await makeProject()
  const before = await stateOf(api)
  const typesOf = async (kind: string, ids: readonly string[]) =>
    new Set(
      await Promise.all(
        ids.map(async (id) => {
          const { type } = bodyOf<{ type: string }>(await api.get(`/v1/${kind}/${encodeURIComponent(id)}`))
          return type
        }),
      ),
    )
  for (const [kind, list] of [
    ['datasets', before.lists[0]],
    ['functions', before.lists[1]],
  ] as const) {
    const all = bodyOf<string[]>(await api.get(`/v1/types/${kind}`))
    expect([...(await typesOf(kind, list as string[]))].sort()).toEqual([...all].sort())
  }
  bodyOf(
    await api.put('/v1/procedures/pack', {
      type: 'export.bundle',
      params: { dataFileUrl: 'file:///all.zip' },
    }),
  )
  bodyOf(await api.delete('/v1/procedures/pack'))
  const bytes = bodyOf<Uint8Array>(await api.get('/v1/files/all.zip'))
  const storage = createMemoryStorage()
  let other = await openTestEngine({ storage })
  bodyOf(await other.put('/v1/files/all.zip', bytes))
  const unpack = (params: object = {}) =>
    other.put('/v1/procedures/unpack', {
      type: 'import.bundle',
      params: { dataFileUrl: 'file:///all.zip', ...params },
    })
  bodyOf(await unpack())
  bodyOf(await other.delete('/v1/procedures/unpack'))
  expect(await stateOf(other)).toEqual(before)
  other = await openTestEngine({ storage })
  expect(await stateOf(other)).toEqual(before)
  const again = await unpack()
  expect(again).toMatchObject({ status: 409, body: { error: expect.stringContaining('dataset images') } })
  bodyOf(await unpack({ replace: true }))
  bodyOf(await other.delete('/v1/procedures/unpack'))
  expect(await stateOf(other)).toEqual(before)
})

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const EMPTY = {
  format: 'mldb-bundle',
  version: 1,
  datasets: [],
  functions: [],
  procedures: [],
  runs: [],
  files: [],
  networks: [],
}
const dataset = { id: 'd', type: 'tabular', params: {}, file: 'd.json', rows: 'json', rowCount: 1 }

test.each([
  ['no zip', text({}), 'is no zip'],
  ['another zip', zipSync({ a: text({}) }), 'has no file "mldb-bundle.json"'],
  ['a newer bundle', zipSync({ 'mldb-bundle.json': text({ ...EMPTY, version: 3 }) }), 'has version 3'],
  [
    'a manifest of nothing',
    zipSync({ 'mldb-bundle.json': text({ ...EMPTY, files: 'x' }) }),
    'no list of files',
  ],
  [
    'rows that are not there',
    zipSync({ 'mldb-bundle.json': text({ ...EMPTY, datasets: [dataset] }) }),
    'd.json',
  ],
  [
    'rows that are none, after others that are',
    zipSync({
      'mldb-bundle.json': text({
        ...EMPTY,
        datasets: [
          { ...dataset, id: 'first' },
          { ...dataset, file: 'bad' },
        ],
      }),
      'd.json': text({ _rowName: 'a', x: 1 }),
      bad: new TextEncoder().encode('{"x": {"nope": 1}}'),
    }),
    'is no value in the exact encoding',
  ],
  [
    'a function of an unknown type',
    zipSync({
      'mldb-bundle.json': text({
        ...EMPTY,
        datasets: [dataset],
        functions: [{ key: 'f', record: { config: { id: 'f', type: 'evil', params: {} } } }],
      }),
      'd.json': text({ _rowName: 'a', x: 1 }),
    }),
    "unknown function type 'evil'",
  ],
  [
    'a view that cannot be created, after all else',
    zipSync({
      'mldb-bundle.json': text({
        ...EMPTY,
        version: 2,
        datasets: [dataset],
        views: [
          { id: 'a view of a view', type: 'merged', params: { datasets: [{ id: 'fine' }] } },
          { id: 'broken', type: 'merged', params: { datasets: [{ id: 'nowhere' }] } },
          { id: 'fine', type: 'merged', params: { datasets: [{ id: 'd' }] } },
        ],
        functions: [
          { key: 'f', record: { config: { id: 'f', type: 'sql.expression', params: { expression: '1' } } } },
        ],
        files: [{ path: 'a folder/x.json', file: 'd.json' }],
      }),
      'd.json': text({ _rowName: 'a', x: 1 }),
    }),
    'nowhere',
  ],
  [
    'a file outside',
    zipSync({ 'mldb-bundle.json': text({ ...EMPTY, files: [{ path: '../up', file: 'f' }] }), f: text(1) }),
    'is no path of a file',
  ],
])('%s is refused, and nothing is left of it', async (_, bytes, message) => {
  const api = await openTestEngine({ storage: createMemoryStorage() })
  bodyOf(await api.put('/v1/files/b.zip', bytes))
  const answer = await api.post('/v1/procedures', {
    type: 'import.bundle',
    params: { dataFileUrl: 'file:///b.zip' },
  })
  expect(answer.status).toBe(400)
  expect((answer.body as ErrorBody).error).toContain(message)
  for (const kind of ['datasets', 'functions', 'procedures'])
    expect(bodyOf(await api.get(`/v1/${kind}`))).toEqual([])
  expect(bodyOf(await api.get('/v1/files'))).toMatchObject([{ path: 'b.zip' }])
})
