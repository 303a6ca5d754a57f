// /v1/models: networks are listed, kept, measured and removed.
import { beforeEach, expect, test } from 'vitest'
import type { ModelInfo, ModelSpeed } from '../../src/contract/rest.ts'
import { bodyOf, openTestEngine, type TestEngine, TINY_MODEL } from './open-test-engine.ts'

let engine: TestEngine
beforeEach(async () => {
  engine = await openTestEngine({ now: () => 0 })
  await engine.put(`/v1/files/${TINY_MODEL.path}`, new TextEncoder().encode(TINY_MODEL.json))
})

const kept = async () => bodyOf<ModelInfo[]>(await engine.get('/v1/models')).filter((model) => model.kept)

test('a network that is kept is listed as kept, and is gone when it was removed', async () => {
  expect(await kept()).toEqual([])
  const answer = await engine.post('/v1/models', { modelFileUrl: TINY_MODEL.url })
  expect(answer.status).toBe(201)
  const { digest } = bodyOf<ModelInfo>(answer)
  expect(digest).toMatch(/^[0-9a-f]{64}$/)
  expect((await kept()).map((model) => model.digest)).toEqual([digest])
  expect((await engine.delete(`/v1/models/${digest}`)).status).toBe(204)
  expect(await kept()).toEqual([])
  expect((await engine.delete(`/v1/models/${digest}`)).status).toBe(404)
})

test('its speed is measured on images, with progress, and kept with it', async () => {
  const seen: number[] = []
  const measured = bodyOf<ModelSpeed>(
    await engine.post(
      '/v1/models/measurements',
      { modelFileUrl: TINY_MODEL.url },
      { onProgress: ({ phase, done }) => phase === 'images' && seen.push(done) },
    ),
  )
  expect(measured).toMatchObject({ backend: 'cpu', reason: 'a test', measured: '1970-01-01T00:00:00.000Z' })
  expect(measured.imagesPerSecond).toBeGreaterThan(0)
  expect(seen.at(-1)).toBe(measured.images)
  expect((await kept())[0]!.speed).toEqual(measured)
})

test('what is no network, an unknown backend and a missing address are refused by name', async () => {
  await engine.put('/v1/files/no.json', new TextEncoder().encode('{"a": 1}'))
  const refused = async (path: string, body: unknown) => JSON.stringify((await engine.post(path, body)).body)
  expect(await refused('/v1/models', { modelFileUrl: 'file:///no.json' })).toContain('no.json')
  expect(await refused('/v1/models', { modelFileUrl: 'file:///missing.json' })).toContain('missing.json')
  expect(await refused('/v1/models', {})).toContain('modelFileUrl')
  const measure = { modelFileUrl: TINY_MODEL.url, backend: 'abacus' }
  expect(await refused('/v1/models/measurements', measure)).toContain('abacus')
  expect(await kept()).toEqual([])
})
