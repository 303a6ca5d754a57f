// One suite for every type of dataset: what any of them promises over REST. Each type is a line of the table below.
import { beforeAll, describe, expect, test } from 'vitest'
import type { EntityStatus, ErrorBody } from '../../src/contract/rest.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import type { Storage } from '../../src/engine/storage/storage.ts'
import { formatPath } from '../../src/lib/format-path.ts'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

type Rows = Record<string, Record<string, number>>

/** What is recorded into a writable type, and into the source of a view. */
const RECORDED: Rows = {
  a: { x: 1, y: 5 },
  b: { x: 2, y: 5 },
  c: { x: 3, y: -0.5 },
  '"d.e".f': { x: 3, y: 7 },
}
const prefixed = (prefix: string, cells: Record<string, number>) =>
  Object.fromEntries(Object.entries(cells).map(([name, value]) => [`${prefix}.${name}`, value]))
const entries = Object.entries(RECORDED)

interface Case {
  type: string
  params?: object
  /** Its rows over the recorded ones; a type without it is recorded into. */
  sees?: Rows
  /** Cells of rows of several times stand in one row, which then has none. */
  hasTimes?: false
  /** Rows can be recorded after a commit. */
  mutable?: boolean
}

const SOURCE = { id: 'source "of" views' }
const CASES: Case[] = [
  { type: 'tabular' },
  { type: 'sparse.mutable', mutable: true },
  { type: 'sqliteSparse', mutable: true },
  { type: 'structured.mutable', mutable: true },
  { type: 'embedding' },
  { type: 'merged', params: { datasets: [SOURCE] }, sees: RECORDED },
  {
    type: 'union',
    params: { datasets: [SOURCE, SOURCE] },
    sees: Object.fromEntries([0, 1].flatMap((i) => entries.map(([name, cells]) => [`${i}.${name}`, cells]))),
  },
  {
    type: 'joined',
    params: {
      left: '"source ""of"" views" AS l',
      right: '"source ""of"" views" AS r',
      on: 'l.rowName() = r.rowName()',
    },
    sees: Object.fromEntries(
      entries.map(([name, cells]) => [
        formatPath([`[${name}]-[${name}]`]),
        { ...prefixed('l', cells), ...prefixed('r', cells) },
      ]),
    ),
  },
  {
    type: 'transposed',
    hasTimes: false,
    params: { dataset: SOURCE },
    sees: Object.fromEntries(
      ['x', 'y'].map((column) => [
        column,
        Object.fromEntries(entries.map(([name, cells]) => [name, cells[column]!])),
      ]),
    ),
  },
  { type: 'sampled', params: { dataset: SOURCE, fraction: 1, seed: 1 }, sees: RECORDED },
]

const HOSTILE = ['"; DROP TABLE d0; --', "it's", 'a.b', '../up', '__proto__', 'sp ace/ü?&#%', '\u{1f41f}']
const at = (id: string, rest = '') => `/v1/datasets/${encodeURIComponent(id)}${rest}`
const cellsOf = (cells: Record<string, unknown>) =>
  Object.entries(cells).map(([name, value]) => [name, value, '2020-01-01T00:00:00Z'])
const byName = (rows: unknown) =>
  Object.fromEntries((rows as { _rowName: string }[]).map(({ _rowName, ...cells }) => [_rowName, cells]))
const errorOf = ({ status, body }: { status: number; body?: unknown }) => ({
  status,
  error: (body as ErrorBody).error,
})

describe.each(CASES)('$type', ({ type, params, sees, mutable, hasTimes = true }) => {
  const isView = sees !== undefined
  const expected = sees ?? RECORDED
  const columns = [...new Set(Object.values(expected).flatMap((cells) => Object.keys(cells)))].sort()
  let storage: Storage
  let api: TestEngine

  const create = (id: string, method: 'put' | 'post' = 'put') =>
    method === 'put' ? api.put(at(id), { type, params }) : api.post('/v1/datasets', { id, type, params })
  /** One row, then the others together, then a commit. */
  async function record(id: string): Promise<void> {
    const [[first, cells], ...others] = entries as [[string, Rows[string]], ...[string, Rows[string]][]]
    bodyOf(await api.post(at(id, '/rows'), { rowName: first, columns: cellsOf(cells) }))
    bodyOf(
      await api.post(
        at(id, '/multirows'),
        others.map(([name, row]) => [name, cellsOf(row)]),
      ),
    )
    bodyOf(await api.post(at(id, '/commit'), {}))
  }
  const read = async (id: string) => byName(await api.query(`SELECT * FROM "${id.replaceAll('"', '""')}"`))
  const list = async <T = string>(path: string, page: object = {}) =>
    bodyOf<T[]>(await api.get(at('data', path), Object.keys(page).length > 0 ? page : undefined))

  beforeAll(async () => {
    storage = createMemoryStorage()
    api = await openTestEngine({ storage })
    bodyOf(await api.put(at(SOURCE.id), { type: 'tabular' }))
    await record(SOURCE.id)
    expect((await create('data', 'post')).status).toBe(201)
    if (!isView) await record('data')
  })

  test('is read as it was recorded, by SQL and by its status', async () => {
    expect(await read('data')).toEqual(expected)
    expect(bodyOf(await api.get(at('data')))).toMatchObject({
      id: 'data',
      type,
      state: 'ok',
      config: { id: 'data', type },
      status: { rowCount: Object.keys(expected).length, columnCount: columns.length },
    })
    expect(bodyOf(await api.get('/v1/datasets'))).toContain('data')
    const name = Object.keys(expected)[1]!
    expect(await api.query(`SELECT * FROM data WHERE rowName() = '${name}'`)).toEqual([
      { _rowName: name, ...expected[name] },
    ])
    const clauses = { select: 'count(*) AS n', where: `rowName() != '${name}'`, format: 'atom' }
    expect(bodyOf(await api.get(at('data', '/query'), clauses))).toBe(Object.keys(expected).length - 1)
    const day = { ts: '2020-01-01T00:00:00Z' }
    expect(await list('/timestampRange')).toEqual(hasTimes ? [day, day] : [])
  })

  test('rows, columns and values come in pages', async () => {
    const column = columns[0]!
    const values = [...new Set(Object.values(expected).flatMap((cells) => cells[column] ?? []))]
    values.sort((a, b) => a - b)
    const counts = values.map((value) => [
      value,
      Object.values(expected).filter((cells) => cells[column] === value).length,
    ])
    const path = `/columns/${encodeURIComponent(column)}`
    const lists: [string, unknown[] | undefined][] = [
      ['/rows', undefined],
      ['/columns', undefined],
      [`${path}/values`, values],
      [`${path}/valuecounts`, counts],
    ]
    for (const [route, content] of lists) {
      const all = await list<unknown>(route)
      if (content) expect(all).toEqual(content)
      expect(await list(route, { offset: 0, limit: 1 })).toEqual(all.slice(0, 1))
      expect(await list(route, { offset: 1, limit: 2 })).toEqual(all.slice(1, 3))
      expect(await list(route, { offset: 1 })).toEqual(all.slice(1))
      expect(await list(route, { limit: 0 })).toEqual([])
      expect(await list(route, { offset: 99 })).toEqual([])
      expect(errorOf(await api.get(at('data', route), { limit: 'x' })).status).toBe(400)
    }
    expect((await list('/rows')).sort()).toEqual(Object.keys(expected).sort())
    expect((await list('/columns')).sort()).toEqual(columns)
    const numbers = Object.values(expected).flatMap((cells) => cells[column] ?? [])
    expect(bodyOf(await api.get(at('data', `${path}/statistics`)))).toMatchObject({
      count: numbers.length,
      distinct: values.length,
      numbers: { min: Math.min(...numbers), max: Math.max(...numbers) },
    })
    for (const route of ['values', 'valuecounts', 'statistics']) {
      expect(errorOf(await api.get(at('data', `/columns/none/${route}`)))).toEqual({
        status: 404,
        error: "dataset 'data' has no column 'none'",
      })
    }
  })

  test('is there after a restart, and can be written elsewhere', async () => {
    const again = await openTestEngine({ storage })
    expect(byName(await again.query('SELECT * FROM data'))).toEqual(expected)
    const copy = { inputData: 'SELECT * FROM data', outputDataset: { id: 'copy', type: 'tabular' } }
    bodyOf(await again.post('/v1/procedures', { type: 'transform', params: copy }))
    expect(byName(await again.query('SELECT * FROM copy'))).toEqual(expected)
  })

  test('POST of an id that is taken is 409; PUT makes it anew', async () => {
    expect(errorOf(await create('data', 'post'))).toEqual({
      status: 409,
      error: "dataset entry 'data' already exists",
    })
    bodyOf(await create('again'))
    if (!isView) await record('again')
    expect(await read('again')).toEqual(expected)
    bodyOf(await create('again'))
    expect(await read('again')).toEqual(isView ? expected : {})
    bodyOf(await api.delete(at('again')))
  })

  test('recording afterwards', async () => {
    const body = { rowName: 'late', columns: cellsOf({ x: 9, y: 9 }) }
    if (mutable) {
      bodyOf(await create('grows'))
      await record('grows')
      bodyOf(await api.post(at('grows', '/rows'), body))
      expect(await read('grows')).toEqual(expected)
      const column = { columnName: 'z', rows: [['a', 4, 0]] }
      bodyOf(await api.post(at('grows', '/columns'), column))
      bodyOf(await api.post(at('grows', '/multicolumns'), [['w', [['a', 5, 0]]]]))
      bodyOf(await api.post(at('grows', '/commit'), {}))
      const a = { ...RECORDED.a, z: 4, w: 5 }
      expect(await read('grows')).toEqual({ ...expected, a, late: { x: 9, y: 9 } })
      return
    }
    const bodies = { rows: body, multirows: [['late', body.columns]] }
    for (const [route, content] of Object.entries(bodies)) {
      const { status, error } = errorOf(await api.post(at('data', `/${route}`), content))
      expect(status).toBe(400)
      expect(error).toContain("doesn't allow recording")
    }
    for (const route of ['columns', 'multicolumns']) {
      const { error } = errorOf(await api.post(at('data', `/${route}`), [['x', [['a', 1, 0]]]]))
      expect(error).toContain("doesn't allow recording")
    }
    expect(await read('data')).toEqual(expected)
  })

  test('names that no one would choose', async () => {
    for (const id of HOSTILE) {
      bodyOf(await create(id))
      if (!isView) {
        const cells = Object.fromEntries(HOSTILE.map((name, i) => [name, i]))
        const columns = HOSTILE.map((name) => [[name], cells[name], 0])
        bodyOf(
          await api.post(
            at(id, '/multirows'),
            HOSTILE.map((name) => [[name], columns]),
          ),
        )
        bodyOf(await api.post(at(id, '/commit'), {}))
        const names = await list<string>('/rows')
        expect(names).toHaveLength(entries.length)
        const rows = Object.values(await read(id)) as Record<string, number>[]
        expect(rows).toHaveLength(HOSTILE.length)
        for (const row of rows) expect(Object.values(row).sort()).toEqual(HOSTILE.map((_, i) => i))
        const last = encodeURIComponent('"sp ace/ü?&#%"')
        const plain = encodeURIComponent('sp ace/ü?&#%')
        const found = await api.get(at(id, `/columns/${plain}/values`))
        const quoted = found.status === 404 ? await api.get(at(id, `/columns/${last}/values`)) : found
        expect(bodyOf(quoted)).toEqual([5])
      } else expect(await read(id)).toEqual(expected)
    }
    expect(bodyOf(await api.get('/v1/datasets'))).toEqual(expect.arrayContaining(HOSTILE))
    const again = await openTestEngine({ storage })
    for (const id of HOSTILE) {
      expect(await again.query(`SELECT count(*) AS n FROM "${id.replaceAll('"', '""')}"`, 'atom')).toBe(
        isView ? Object.keys(expected).length : HOSTILE.length,
      )
      expect((await api.delete(at(id))).status).toBe(204)
    }
    expect(await read('data')).toEqual(expected)
  })

  test('what cannot be is refused with the reason, and leaves nothing', async () => {
    const before = bodyOf(await api.get('/v1/datasets'))
    const make = async (config: object) => errorOf(await api.post('/v1/datasets', config))
    expect(await make({ id: 'bad', type, params: { ...params, nonsense: 1 } })).toEqual({
      status: 400,
      error: expect.stringContaining("Unknown field 'nonsense'"),
    })
    expect((await make({ id: '', type, params })).status).toBe(400)
    expect(await make({ id: 'bad', type: `${type}x`, params })).toEqual({
      status: 400,
      error: expect.stringMatching(/unknown dataset type .*did you mean .*Known are .*embedding.*tabular/),
    })
    expect(bodyOf(await api.get('/v1/datasets'))).toEqual(before)
    for (const path of ['', '/rows', '/columns', '/columns/x/values', '/timestampRange', '/query']) {
      expect(errorOf(await api.get(at('nowhere', path)))).toEqual({
        status: 404,
        error: "dataset entry 'nowhere' does not exist or has been deleted",
      })
    }
    for (const path of ['/rows', '/multirows', '/commit'])
      expect((await api.post(at('nowhere', path), {})).status).toBe(404)
    if (isView) return
    bodyOf(await create('odd'))
    for (const rowName of ['', null, {}, []])
      expect((await api.post(at('odd', '/rows'), { rowName, columns: cellsOf({ x: 1 }) })).status).toBe(400)
    expect((await api.post(at('odd', '/rows'), { rowName: 'r', columns: [['', 1, 0]] })).status).toBe(400)
    bodyOf(await api.post(at('odd', '/commit'), {}))
    expect(await read('odd')).toEqual({})
    bodyOf(await api.delete(at('odd')))
  })

  test('deleted, it is gone, and deleting it again is no error', async () => {
    for (let time = 0; time < 2; time++) expect((await api.delete(at('data'))).status).toBe(204)
    expect((await api.get(at('data'))).status).toBe(404)
    const again = await openTestEngine({ storage })
    expect(bodyOf(await again.get('/v1/datasets'))).not.toContain('data')
    if (isView) expect(await read(SOURCE.id)).toEqual(RECORDED)
  })
})

describe('what single types promise besides', () => {
  let api: TestEngine
  let storage: Storage
  beforeAll(async () => {
    storage = createMemoryStorage()
    api = await openTestEngine({ storage })
  })
  const row = (rowName: string, cells: Record<string, unknown>) => ({ rowName, columns: cellsOf(cells) })

  test('sqliteSparse: created again with the same file it keeps its rows; the file has one dataset', async () => {
    const config = { type: 'sqliteSparse', params: { dataFileUrl: 'file://kept.db' } }
    bodyOf(await api.put(at('kept'), config))
    bodyOf(await api.post(at('kept', '/rows'), row('r', { x: 1 })))
    bodyOf(await api.post(at('kept', '/commit'), {}))
    api = await openTestEngine({ storage })
    expect(bodyOf<EntityStatus>(await api.put(at('kept'), config)).status).toMatchObject({ rowCount: 1 })
    expect(await api.query('SELECT * FROM kept')).toEqual([{ _rowName: 'r', x: 1 }])
    expect(errorOf(await api.put(at('other'), config))).toEqual({
      status: 409,
      error: expect.stringContaining("are those of dataset 'kept'"),
    })
    const badUrl = { type: 'sqliteSparse', params: { dataFileUrl: 'http://x.test/a.db' } }
    expect(errorOf(await api.put(at('other'), badUrl)).error).toContain('must be a file:// URL')
  })

  test('structured.mutable keeps vectors whole; tabular and sparse.mutable take them apart', async () => {
    for (const [type, names] of [
      ['structured.mutable', ['v']],
      ['sparse.mutable', ['v.0', 'v.1']],
    ] as const) {
      bodyOf(await api.put(at('v'), { type }))
      bodyOf(await api.post(at('v', '/rows'), row('r', { v: [1, 2] })))
      bodyOf(await api.post(at('v', '/commit'), {}))
      expect(bodyOf(await api.get(at('v', '/columns'), { flatten: false }))).toEqual(names)
      expect(bodyOf(await api.get(at('v', '/columns')))).toEqual(['v.0', 'v.1'])
      expect(bodyOf(await api.get(at('v', '/columns/v.1/values')))).toEqual([2])
      expect(await api.query('SELECT * FROM v')).toEqual([{ _rowName: 'r', 'v.0': 1, 'v.1': 2 }])
    }
  })

  test('tabular: cells of several times in one row have the time of the latest', async () => {
    bodyOf(await api.put(at('t'), { type: 'tabular' }))
    const columns = [
      ['x', 1, 0],
      ['y', 2, 60],
    ]
    bodyOf(await api.post(at('t', '/rows'), { rowName: 'r', columns }))
    bodyOf(await api.post(at('t', '/commit'), {}))
    expect(await api.query('SELECT *, latest_timestamp({*}) AS t FROM t')).toEqual([
      { _rowName: 'r', x: 1, y: 2, t: { ts: '1970-01-01T00:01:00Z' } },
    ])
  })

  describe('embedding', () => {
    const make = (params?: object) => api.put(at('map'), { type: 'embedding', params })
    const record = (body: object, route = '/rows') => api.post(at('map', route), body)

    test('in an order of its own: each row once, all with the same columns of finite numbers', async () => {
      bodyOf(await make())
      bodyOf(await record(row('p', { x: 1, y: 2 })))
      const refused: [object, string][] = [
        [row('p', { x: 1, y: 2 }), "row 'p' has already been recorded into embedding dataset."],
        [row('q', { x: 1 }), "row 'q' lacks column 'y'"],
        [row('q', { x: 1, y: 2, z: 3 }), "row 'q' has column 'z', which the first row"],
        [row('q', { x: 1, y: 'two' }), "row 'q' has no finite numbers in column 'y'"],
        [row('q', { x: 1, y: null }), "row 'q' has no finite numbers in column 'y'"],
        [row('q', { x: 1, y: { num: 'Inf' } }), "row 'q' has no finite numbers in column 'y'"],
        [row('q', { x: 1, y: [1, 2] }), "row 'q' has 2 in column 'y', and the first row"],
        [row('q', {}), "row 'q' has no numbers"],
        [
          {
            rowName: 'q',
            columns: [
              ['x', 1],
              ['x', 2],
              ['y', 1],
            ],
          },
          'Duplicate column name in embedding dataset entry',
        ],
      ]
      for (const [body, error] of refused) {
        expect(errorOf(await record(body))).toEqual({ status: 400, error: expect.stringContaining(error) })
      }
      // One bad row among several leaves none of them, and they can be recorded again without it.
      const good = ['q', cellsOf({ y: 6, x: 4 })]
      expect((await record([good, ['r', cellsOf({ x: 1 })]], '/multirows')).status).toBe(400)
      api = await openTestEngine({ storage })
      expect(errorOf(await record(row('p', { x: 9, y: 9 }))).error).toContain('has already been recorded')
      bodyOf(await record([good], '/multirows'))
      expect(await api.query('SELECT * FROM map')).toEqual([])
      bodyOf(await record({}, '/commit'))
      expect(byName(await api.query('SELECT * FROM map'))).toEqual({ p: { x: 1, y: 2 }, q: { x: 4, y: 6 } })
      expect(errorOf(await record(row('s', { x: 1, y: 1 }))).error).toContain("doesn't allow recording")
    })

    test('a commit of nothing leaves it open for recording; none is no metric', async () => {
      bodyOf(await make())
      bodyOf(await record({}, '/commit'))
      bodyOf(await record(row('p', { x: 1 })))
      expect(errorOf(await make({ metric: 'none' })).error).toContain(
        'metric must be one of euclidean, cosine',
      )
    })

    test.each([
      ['euclidean', { o: 0, p: 1.4142135381698608, r: 2.5 }],
      ['cosine', { o: 0, r: 0.10557281225919724, p: 1 }],
    ])(
      'vectors are recorded whole; embedding.neighbors measures as it says: %s',
      async (metric, distances) => {
        bodyOf(await make({ metric }))
        const vectors = { o: [1, 0], p: [0, 1], r: [3, 1.5] }
        const rows = Object.entries(vectors).map(([name, v]) => [name, cellsOf({ v })])
        bodyOf(await record(rows, '/multirows'))
        bodyOf(await record({}, '/commit'))
        expect(bodyOf(await api.get(at('map', '/columns')))).toEqual(['v.0', 'v.1'])
        expect(bodyOf(await api.get(at('map', '/columns'), { flatten: false }))).toEqual(['v'])
        expect(await api.query("SELECT v[1] AS y, norm(v, 2) AS n FROM map WHERE rowName() = 'r'")).toEqual([
          { _rowName: 'r', y: 1.5, n: expect.closeTo(Math.sqrt(11.25), 6) },
        ])
        bodyOf(
          await api.put('/v1/functions/near', { type: 'embedding.neighbors', params: { dataset: 'map' } }),
        )
        const [found] = (await api.query("SELECT near({coords: 'o'})[distances] AS *")) as object[]
        const { r, ...others } = distances
        expect(found).toEqual({ _rowName: 'result', ...others, r: expect.closeTo(r, 6) })
      },
    )

    test('a transform fills it, and says which row is no vector', async () => {
      const fill = (inputData: string) =>
        api.post('/v1/procedures', {
          type: 'transform',
          params: { inputData, outputDataset: { id: 'map', type: 'embedding' } },
        })
      bodyOf(
        await api.post('/v1/procedures', {
          type: 'import.json',
          params: {
            text: '{"n":"a","x":1,"y":2}\n{"n":"b","x":3,"y":4}\n{"n":"c"}\n',
            named: 'n',
            outputDataset: 'points',
          },
        }),
      )
      const before = await api.query('SELECT * FROM map')
      const { error } = errorOf(await fill('SELECT x, y FROM points'))
      expect(error).toContain("row 'c' has no finite numbers in column 'x'")
      expect(await api.query('SELECT * FROM map')).toEqual(before)
      bodyOf(await fill('SELECT [x, y] AS v, 1 AS one FROM points WHERE x IS NOT NULL'))
      expect(byName(await api.query('SELECT * FROM map'))).toEqual({
        a: { 'v.0': 1, 'v.1': 2, one: 1 },
        b: { 'v.0': 3, 'v.1': 4, one: 1 },
      })
      expect(errorOf(await fill("SELECT 'text' AS t, x FROM points")).error).toContain("in column 't'")
    })
  })
})

test('a type of the original that is not here: what to use instead', async () => {
  const api = await openTestEngine()
  for (const [type, instead] of [
    ['beh.binary', 'sparse.mutable'],
    ['postgresql.dataset', 'import'],
  ] as const) {
    const { status, error } = errorOf(await api.put('/v1/datasets/x', { type }))
    expect([status, error]).toEqual([400, expect.stringContaining(`dataset type '${type}' is not here`)])
    expect(error).toContain(instead)
  }
})
