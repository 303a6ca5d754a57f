import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { readNetwork } from '../../../../tests/golden/inception/read-network.ts'
import type { Progress } from '../../../contract/progress.ts'
import { spawnInception } from '../../../server/inception/spawn-inception.ts'
import { createInception } from './create-inception.ts'
import type { SpawnedWorker } from './lane.ts'

const network = readNetwork()
const photos = [
  'animal-bison',
  'animal-cat',
  'fish-fish21',
  'tool-hammer6',
  'windmill-windmill11',
  'animal-bison',
].map((name) => new Uint8Array(readFileSync(`public/samples/photos/${name}.jpg`)))

const spawned: SpawnedWorker[] = []
const inception = createInception({
  spawn: () => {
    const worker = spawnInception()
    spawned.push(worker)
    return worker
  },
  cores: 2,
})

afterAll(() => inception.close())

test('images go through one engine per core, with progress per image, in order', async () => {
  const info = await inception.load(network, 'wasm', {})
  expect(info).toMatchObject({ backend: 'wasm', batchSize: 1, digest: network.digest })
  const progress: Progress[] = []
  const results = await inception.embed(network.digest, photos, ['pool_3'], {
    onProgress: (p) => progress.push(p),
  })
  expect(spawned.length).toBe(2)
  expect(progress.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5, 6])
  expect(progress[0]).toEqual({ phase: 'images', step: 'inception', done: 1, total: 6 })
  const vectors = results.map((result) => ('outputs' in result ? result.outputs[0]!.data : undefined))
  expect(vectors[0]).toEqual(vectors[5])
  expect(vectors[0]).not.toEqual(vectors[1])
})

test('a bad image is marked in its place and the others are computed', async () => {
  const page = new TextEncoder().encode('<!DOCTYPE html><html><body>404</body></html>')
  const images = [photos[0]!, page, new Uint8Array(0), photos[1]!.slice(0, 5_000)]
  const results = await inception.embed(network.digest, images, ['mixed_8/mean'], {})
  expect(results[0]).toHaveProperty('outputs')
  expect(results.slice(1).map((result) => ('error' in result ? result.error : undefined))).toEqual([
    { code: 'bad-image', message: expect.stringContaining('is a web page, not an image') },
    { code: 'bad-image', message: 'The image is empty (0 bytes).' },
    { code: 'bad-image', message: 'The JPEG image is cut off after 5000 bytes.' },
  ])
})

test('an unknown output names the nearest nodes', async () => {
  await expect(inception.embed(network.digest, photos.slice(0, 1), ['pool_4'], {})).rejects.toMatchObject({
    code: 'invalid-argument',
    message: expect.stringContaining('pool_3'),
    detail: { suggestion: expect.any(String) },
  })
})

test('cancelling is answered within a second, and the pool goes on', async () => {
  const controller = new AbortController()
  let cancelledAt = 0
  const embedding = inception.embed(network.digest, [...photos, ...photos, ...photos], ['pool_3'], {
    signal: controller.signal,
    onProgress: ({ done }) => {
      if (done !== 2) return
      cancelledAt = performance.now()
      controller.abort()
    },
  })
  await expect(embedding).rejects.toMatchObject({ code: 'cancelled' })
  expect(performance.now() - cancelledAt).toBeLessThan(1_000)
  expect(await inception.embed(network.digest, photos.slice(0, 1), ['pool_3'], {})).toHaveLength(1)
})

test('a worker that is killed is replaced, and every image still gets its features', async () => {
  const before = spawned.length
  const results = await inception.embed(network.digest, photos, ['pool_3'], {
    onProgress: ({ done }) => {
      if (done === 1) spawned[0]!.terminate()
    },
  })
  expect(spawned.length).toBe(before + 1)
  expect(results.every((result) => 'outputs' in result)).toBe(true)
})
