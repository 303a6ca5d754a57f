import { beforeAll, expect, test } from 'vitest'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
})

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
