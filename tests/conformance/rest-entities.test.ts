import { beforeAll, expect, test } from 'vitest'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
})

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
