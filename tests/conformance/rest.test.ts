import { beforeAll, describe, expect, test } from 'vitest'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
})

const row = (rowName: unknown, ...columns: unknown[]) => ({ rowName, columns })

describe('entities', () => {
  test('PUT creates with headers, GET lists and tells, DELETE answers 204 twice', async () => {
    const answer = await api.put('/v1/datasets/a%20shop', { type: 'sparse.mutable' })
    expect(answer.status).toBe(201)
    expect(answer.headers).toMatchObject({
      Location: '/v1/datasets/a%20shop',
      EntityPath: '["v1","datasets","a shop"]',
    })
    expect(answer.body).toMatchObject({
      id: 'a shop',
      state: 'ok',
      type: 'sparse.mutable',
      config: { id: 'a shop', type: 'sparse.mutable' },
    })
    expect(bodyOf(await api.get('/v1/datasets'))).toContain('a shop')
    expect(bodyOf(await api.get('/v1/datasets/a%20shop'))).toMatchObject({
      status: { rowCount: 0, columnCount: 0 },
    })
    for (let i = 0; i < 2; i++) {
      expect(await api.delete('/v1/datasets/a%20shop')).toEqual({ status: 204, headers: {} })
    }
    expect(bodyOf(await api.get('/v1/datasets'))).not.toContain('a shop')
  })

  test.each([
    ['functions', { type: 'sql.expression', params: { expression: '1 AS x' } }],
    ['procedures', { type: 'null' }],
    ['datasets', { type: 'tabular' }],
  ])('POST to %s: an id is generated, a taken one is 409, PUT replaces', async (kind, config) => {
    const made = await api.post(`/v1/${kind}`, config)
    expect(made.status).toBe(201)
    expect((made.body as { id: string }).id).toMatch(/^auto_[0-9a-f]{16}_[0-9a-f]{16}$/)
    expect((await api.post(`/v1/${kind}`, { id: 'taken', ...config })).status).toBe(201)
    const again = await api.post(`/v1/${kind}`, { id: 'taken', ...config })
    expect(again.status).toBe(409)
    expect(again.body).toMatchObject({
      error: `${kind.slice(0, -1)} entry 'taken' already exists`,
      httpCode: 409,
    })
    expect((await api.put(`/v1/${kind}/taken`, config)).status).toBe(201)
  })

  test.each(['datasets', 'functions', 'procedures'])(
    'an absent entity of %s is 404 with its kind',
    async (kind) => {
      for (const path of ['', '/info', '/rows', '/runs', '/application', '/latestrun']) {
        const { status, body } = await api.get(`/v1/${kind}/ghost${path}`)
        expect(status).toBe(404)
        expect(body).toMatchObject({ httpCode: 404, code: 'not-found' })
      }
      expect((await api.get(`/v1/${kind}/ghost`)).body).toMatchObject({
        kind: kind.slice(0, -1),
        resource: 'ghost',
        error: `${kind.slice(0, -1)} entry 'ghost' does not exist or has been deleted`,
      })
    },
  )

  test.each([
    ['PUT', 'datasets/x', undefined, "PUT to collection 'datasets' with empty payload"],
    ['POST', 'functions', undefined, "POST to collection 'functions' with empty payload"],
    ['PUT', 'functions/x', {}, 'type is a required property'],
    ['PUT', 'functions/x', { type: 'sql.expresion', params: {} }, "did you mean 'sql.expression'"],
    ['PUT', 'functions/x', { type: 'sql.expression', params: {} }, 'expression is a required property'],
    ['PUT', 'functions/x', { type: 'sql.expression', parms: {} }, "Unknown field 'parms'"],
    [
      'PUT',
      'functions/x',
      { type: 'sql.expression', params: { expresion: '1' } },
      "Unknown field 'expresion' parsing sql.expression configuration; did you mean 'expression'?",
    ],
    [
      'PUT',
      'functions/x',
      { type: 'sql.expression', params: { expression: 3 } },
      'expression must be a text, not 3',
    ],
    ['PUT', 'functions/x', { id: 'y', type: 'null' }, "the id 'y' in the body is not 'x'"],
    ['POST', 'datasets', { id: '', type: 'tabular' }, 'must be a non-empty text'],
    [
      'PUT',
      'datasets/x',
      { type: 'tabular', params: { unknownColumns: 'maybe' } },
      'must be one of error, ignore, add',
    ],
    ['PUT', 'datasets/x', 'text', 'must be a JSON object'],
  ])('%s %s with %j is 400: %s', async (method, path, body, message) => {
    const answer = await (method === 'PUT' ? api.put : api.post)(`/v1/${path}`, body)
    expect(answer.status).toBe(400)
    expect((answer.body as { error: string }).error).toContain(message)
  })

  test('unknown routes are 404, wrong verbs 405, a broken path 400', async () => {
    expect(await api.get('/v1/nothing')).toMatchObject({ status: 404, body: { httpCode: 404 } })
    expect((await api.get('/')).status).toBe(404)
    expect(await api.delete('/v1/query')).toMatchObject({
      status: 405,
      body: { error: 'DELETE is not allowed for /v1/query; use GET or POST' },
    })
    expect((await api.get('/v1/datasets/%zz')).status).toBe(400)
    expect(bodyOf(await api.get('/info'))).toEqual({ apiVersions: { v1: '1.0.0' } })
  })
})

describe('recording', () => {
  test('rows, many rows, columns and commit, as in the reference', async () => {
    await api.put('/v1/datasets/log', { type: 'sparse.mutable' })
    const day = (n: number) => `2020-01-0${n}T00:00:00Z`
    bodyOf(
      await api.post('/v1/datasets/log/multirows', [
        [
          'u1',
          [
            ['click', 1, day(1)],
            ['click', 0, day(2)],
          ],
        ],
        [
          'u2',
          [
            ['view', 'home', day(1)],
            ['note', null, day(1)],
          ],
        ],
      ]),
    )
    expect(await api.query('SELECT * FROM log')).toEqual([])
    bodyOf(await api.post('/v1/datasets/log/commit', {}))
    expect(await api.query("SELECT click FROM log WHERE rowName() = 'u1'")).toEqual([
      { _rowName: 'u1', click: 0 },
    ])
    expect(await api.query('SELECT count(*) AS n FROM log')).toMatchObject([{ n: 2 }])
    expect(bodyOf(await api.get('/v1/datasets/log/timestampRange'))).toEqual([{ ts: day(1) }, { ts: day(2) }])
    bodyOf(
      await api.post('/v1/datasets/log/columns', {
        columnName: 'visits',
        rows: [
          ['u1', 7, 1577836800],
          ['u3', 8, 0],
        ],
      }),
    )
    bodyOf(
      await api.post(
        '/v1/datasets/log/rows',
        row(['a.b', 'c'], ['x', { ts: day(1) }, 0], ['y.z', { p: 1, q: [1, 2] }, 0]),
      ),
    )
    bodyOf(await api.post('/v1/datasets/log/commit', {}))
    expect(bodyOf(await api.get('/v1/datasets/log/columns'))).toEqual([
      'click',
      'note',
      'view',
      'visits',
      'x',
      'y.z.p',
      'y.z.q.0',
      'y.z.q.1',
    ])
    expect([...bodyOf<string[]>(await api.get('/v1/datasets/log/rows'))].sort()).toEqual([
      '"a.b".c',
      'u1',
      'u2',
      'u3',
    ])
    expect(await api.query('SELECT x FROM log WHERE x IS NOT NULL')).toEqual([
      { _rowName: '"a.b".c', x: { ts: day(1) } },
    ])
    expect(bodyOf(await api.get('/v1/datasets/log/columns/visits/values'))).toEqual([7, 8])
    expect(bodyOf(await api.get('/v1/datasets/log/columns/visits/valuecounts'))).toEqual([
      [7, 1],
      [8, 1],
    ])
    expect((await api.get('/v1/datasets/log/columns/none/values')).status).toBe(404)
  })

  test('tabular: committed once, rows once, columns once', async () => {
    const make = () => api.put('/v1/datasets/t', { type: 'tabular' })
    await make()
    bodyOf(await api.post('/v1/datasets/t/rows', row('a', ['x', 1, 0])))
    bodyOf(await api.post('/v1/datasets/t/commit', {}))
    expect(await api.query('SELECT * FROM t')).toEqual([{ _rowName: 'a', x: 1 }])
    const late = await api.post('/v1/datasets/t/rows', row('b', ['x', 1, 0]))
    expect(late).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("doesn't allow recording") },
    })
    await make()
    expect((await api.post('/v1/datasets/t/rows', row('a', ['x', 1, 0], ['x', 2, 0]))).body).toMatchObject({
      error: expect.stringContaining('Duplicate column name in tabular dataset entry'),
    })
    await make()
    await api.post('/v1/datasets/t/rows', row('a', ['x', 1, 0]))
    await api.post('/v1/datasets/t/rows', row('a', ['x', 2, 0]))
    expect((await api.post('/v1/datasets/t/commit', {})).body).toMatchObject({
      error: expect.stringContaining('Duplicate row name(s) in tabular dataset'),
    })
  })

  test.each([
    [{ rowName: '', columns: [] }],
    [{ rowName: 'a' }],
    [{ rowName: 'a', columns: [['x']] }],
    [{ rowName: 'a', columns: [['x', 1, 'yesterday']] }],
    [{ rowName: 'a', columns: [[{}, 1, 0]] }],
    [[]],
  ])('recording %j is 400', async (body) => {
    await api.put('/v1/datasets/bad', { type: 'sparse.mutable' })
    expect((await api.post('/v1/datasets/bad/rows', body)).status).toBe(400)
  })
})

describe('query formats', () => {
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
    expect(await api.query('SELECT 1 AS b, 2 AS a', 'table', { sortColumns: true, rowNames: false })).toEqual(
      [
        ['a', 'b'],
        [2, 1],
      ],
    )
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
    expect(
      await redirect({ target: '/v1/query', body: { q: 'SELECT 1 AS a', format: 'aos' } }),
    ).toMatchObject({
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
      bodyOf(
        await api.get('/v1/datasets/two/query', { select: 'x * 2 AS d', where: 'x > 1', format: 'aos' }),
      ),
    ).toEqual([{ _rowName: 'b', d: 4 }])
    expect(bodyOf(await api.get('/v1/datasets/two/rows?start=1&limit=1'))).toHaveLength(1)
  })
})

describe('functions', () => {
  test('application as JSON, kept values, batch over lists and objects, info and details', async () => {
    await api.put('/v1/functions/vat', {
      type: 'sql.expression',
      params: { expression: 'price * 1.2 AS total, price AS net' },
    })
    const apply = (body: object) => api.get('/v1/functions/vat/application', body)
    expect(bodyOf(await apply({ input: { price: 10 } }))).toEqual({ output: { total: 12, net: 10 } })
    expect(
      bodyOf(await apply({ input: { price: 10, other: 1 }, keepValues: ['net'], outputFormat: 'json' })),
    ).toEqual({
      net: 10,
    })
    expect(bodyOf(await apply({ input: {} }))).toEqual({ output: { total: null, net: null } })
    const batch = (input: unknown) => api.get('/v1/functions/vat/batch', { input })
    expect(bodyOf(await batch([{ price: 1 }, { price: 2 }]))).toEqual([
      { total: 1.2, net: 1 },
      { total: 2.4, net: 2 },
    ])
    expect(bodyOf(await batch({ p: { price: 5 } }))).toEqual({ p: { total: 6, net: 5 } })
    expect((await batch('x')).status).toBe(400)
    expect((await apply({ input: 7 })).status).toBe(400)
    expect(bodyOf(await api.get('/v1/functions/vat/info'))).toMatchObject({
      input: [{ columns: [{ name: 'price' }] }],
      output: { columns: [{ name: 'total' }, { name: 'net' }] },
    })
  })

  test('prepared: a mistake appears at creation, else at the call', async () => {
    const put = (prepared: boolean) =>
      api.put('/v1/functions/broken', {
        type: 'sql.expression',
        params: { expression: 'no_such_function(x) AS y', prepared },
      })
    expect((await put(true)).status).toBe(400)
    expect((await api.get('/v1/functions/broken')).status).toBe(404)
    expect((await put(false)).status).toBe(201)
    expect((await api.get('/v1/functions/broken/application', { input: { x: 1 } })).status).toBe(400)
  })

  test('a replaced function takes effect in the functions that call it', async () => {
    const put = (id: string, expression: string) =>
      api.put(`/v1/functions/${id}`, { type: 'sql.expression', params: { expression } })
    await put('inner_one', 'x + 1 AS y')
    await put('outer_one', 'inner_one({x}) AS *')
    expect(await api.query('SELECT outer_one({x: 1}) AS *')).toEqual([{ _rowName: 'result', y: 2 }])
    await put('inner_one', 'x + 10 AS y')
    expect(await api.query('SELECT outer_one({x: 1}) AS *')).toEqual([{ _rowName: 'result', y: 11 }])
  })
})

describe('types', () => {
  test('kinds, types, parameters and documentation', async () => {
    expect(bodyOf(await api.get('/v1/types'))).toEqual(['datasets', 'functions', 'procedures'])
    expect(bodyOf(await api.get('/v1/types/datasets'))).toEqual(['sparse.mutable', 'tabular'])
    expect(bodyOf(await api.get('/v1/types/procedures?details=true'))).toContainEqual(
      expect.objectContaining({ type: 'transform', packageName: 'builtin', description: expect.any(String) }),
    )
    const { configType } = bodyOf<{ configType: { fields: { name: string }[] } }>(
      await api.get('/v1/types/procedures/import.text/info'),
    )
    expect(configType).toMatchObject({ kind: 'STRUCTURE', typeName: 'import.text' })
    expect(configType.fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['dataFileUrl', 'runOnCreation']),
    )
    expect(configType.fields.find(({ name }) => name === 'delimiter')).toMatchObject({
      type: 'string',
      default: ',',
    })
    expect((await api.get('/v1/types/procedures/transform/doc')).body).toContain('| inputData | query |')
    expect((await api.get('/v1/types/plugins')).status).toBe(404)
    expect((await api.get('/v1/types/functions/none/info')).status).toBe(404)
    expect(bodyOf(await api.get('/v1/typeInfo?type=string'))).toEqual({ kind: 'STRING', typeName: 'string' })
    expect((await api.get('/v1/typeInfo')).status).toBe(400)
  })
})

describe('files', () => {
  test('bytes and text are written, listed, read and deleted', async () => {
    const bytes = new Uint8Array([0, 1, 255])
    expect(await api.put('/v1/files/images/a%20b.png', bytes)).toMatchObject({
      status: 201,
      body: { path: 'images/a b.png', sizeBytes: 3, url: 'file:///images/a b.png' },
    })
    bodyOf(await api.put('/v1/files/t.csv', 'a,b\n'))
    expect(bodyOf(await api.get('/v1/files'))).toEqual(
      expect.arrayContaining([
        { path: 'images/a b.png', sizeBytes: 3, contentType: 'image/png' },
        { path: 't.csv', sizeBytes: 4, contentType: 'text/csv' },
      ]),
    )
    expect(bodyOf(await api.get('/v1/files?prefix=images/'))).toHaveLength(1)
    const read = await api.get('/v1/files/images/a%20b.png')
    expect(read.body).toEqual(bytes)
    expect(read.headers['Content-Type']).toBe('image/png')
    expect((await api.delete('/v1/files/t.csv')).status).toBe(204)
    expect((await api.get('/v1/files/t.csv')).status).toBe(404)
  })

  test('a page is never served as one, and paths stay inside', async () => {
    bodyOf(await api.put('/v1/files/evil.html', '<script>1</script>'))
    expect((await api.get('/v1/files/evil.html')).headers['Content-Type']).toBe('application/octet-stream')
    expect((await api.put('/v1/files/a/..%2f..%2fb', 'x')).status).toBe(400)
    expect((await api.put('/v1/files/x', { not: 'bytes' })).status).toBe(400)
  })
})
