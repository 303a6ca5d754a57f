import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createEmbedder } from '../../../src/engine/models/inception/embedder.ts'
import type { InceptionWorkerApi, Reply } from '../../../src/engine/models/inception/worker-api.ts'
import { decodeWithSharp } from '../../../src/server/inception/decode-with-sharp.ts'
import { modelsFolder, readNetwork } from './read-network.ts'

/** What the model's README promises for a correct pipeline on libjpeg's pixels. */
const TOLERANCE = 2e-3

const network = readNetwork()
const golden = JSON.parse(readFileSync(join(modelsFolder, 'inception-v3/golden.json'), 'utf8')) as {
  cases: { image: string; pool_3: number[] }[]
}
const photo = (name: string) => new Uint8Array(readFileSync(join('public', name)))

let embedder: InceptionWorkerApi

function value<T>(reply: Reply<T>): T {
  if ('failure' in reply) throw new Error(reply.failure.message)
  return reply.value
}

beforeAll(async () => {
  embedder = createEmbedder({ decode: decodeWithSharp })
  const info = value(await embedder.load({ files: network, backend: 'wasm' }))
  expect(info.backend).toBe('wasm')
})

test.each(golden.cases)(
  'pool_3 of $image agrees with an independent implementation',
  async ({ image, pool_3 }) => {
    const [result] = value(
      await embedder.embed({ digest: network.digest, images: [photo(image)], outputs: ['pool_3'] }),
    )
    if (!result || 'error' in result) throw new Error(result?.error.message)
    const [features] = result.outputs
    expect(features!.shape).toEqual([1, 1, 1, 2048])
    const largest = pool_3.reduce(
      (most, expected, i) => Math.max(most, Math.abs(expected - features!.data[i]!)),
      0,
    )
    expect(largest).toBeLessThan(TOLERANCE)
  },
)

test('nodes are named with / or _, and averaged by /mean', async () => {
  const outputs = ['pool_3', 'mixed_10/mean', 'mixed_10/join', 'mixed_8/mean']
  const [result] = value(
    await embedder.embed({
      digest: network.digest,
      images: [photo('samples/photos/animal-bison.jpg')],
      outputs,
    }),
  )
  if (!result || 'error' in result) throw new Error(result?.error.message)
  const [pooled, mean, join, mixed8] = result.outputs
  expect(mean!.data).toEqual(pooled!.data)
  expect(join!.shape).toEqual([1, 8, 8, 2048])
  expect(mixed8!.shape).toEqual([1, 1, 1, 1280])
  const first = Array.from({ length: 64 }, (_, position) => join!.data[position * 2048]!)
  expect(first.reduce((sum, x) => sum + x, 0) / 64).toBeCloseTo(mean!.data[0]!, 5)
})

test('no tensor is left behind', async () => {
  const images = [photo('samples/photos/animal-bison.jpg'), new Uint8Array([1, 2, 3])]
  const once = () => embedder.embed({ digest: network.digest, images, outputs: ['pool_3'] })
  await once()
  const before = await embedder.memory()
  await once()
  await once()
  expect(await embedder.memory()).toEqual(before)
})
