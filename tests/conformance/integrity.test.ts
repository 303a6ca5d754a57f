import { beforeEach, expect, test } from 'vitest'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import type { Storage } from '../../src/engine/storage/storage.ts'
import { bodyOf, openTestEngine } from './open-test-engine.ts'

let storage: Storage
beforeEach(async () => {
  storage = createMemoryStorage()
  const api = await openTestEngine({ storage })
  const params = { text: 'a,b\n1,x\n2,y', outputDataset: 'imported' }
  bodyOf(await api.put('/v1/procedures/import', { type: 'import.text', params }))
  bodyOf(await api.put('/v1/datasets/log', { type: 'sparse.mutable' }))
  bodyOf(await api.post('/v1/datasets/log/rows', { rowName: 'r', columns: [['x', 1, 0]] }))
  bodyOf(await api.post('/v1/datasets/log/commit', {}))
})

const integrity = async (): Promise<unknown> => {
  const api = await openTestEngine({ storage })
  return bodyOf(await api.get('/v1/integrity'))
}

test('what was written whole is in order', async () => {
  expect(await integrity()).toEqual({ ok: true, problems: [] })
})

test('one altered byte of a chunk is found, and named', async () => {
  const [key] = await storage.keys('chunks')
  const bytes = (await storage.get('chunks', key!))!
  bytes[bytes.length - 1]! ^= 1
  await storage.commit([{ store: 'chunks', key: key!, put: bytes }])
  expect(await integrity()).toEqual({
    ok: false,
    problems: [expect.stringMatching(/^dataset 'imported' is damaged: chunk 0 is missing or was altered/)],
  })
})

test('a missing log entry is found, and named', async () => {
  const [key] = await storage.keys('log')
  await storage.commit([{ store: 'log', key: key!, delete: true }])
  expect(await integrity()).toEqual({
    ok: false,
    problems: [expect.stringMatching(/^dataset 'log' is damaged: log entry 0 is missing/)],
  })
})
