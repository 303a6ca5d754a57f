import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { NetworkFiles, NetworkInfo } from '../../../src/contract/inception.ts'
import { readFrozenGraph } from '../../../src/engine/models/graph/read-frozen-graph.ts'
import { createEmbedder } from '../../../src/engine/models/inception/embedder.ts'
import type { InceptionWorkerApi, Reply } from '../../../src/engine/models/inception/worker-api.ts'
import { decodeWithSharp } from '../../../src/server/inception/decode-with-sharp.ts'
import { layersToGraphDef } from './layers-to-graph-def.ts'
import { modelsFolder, readNetwork } from './read-network.ts'
import { writeGraphDef } from './write-graph-def.ts'

/** What the model's README promises for a correct pipeline on libjpeg's pixels. */
const TOLERANCE = 2e-3

const golden = JSON.parse(readFileSync(join(modelsFolder, 'inception-v3/golden.json'), 'utf8')) as {
  cases: { image: string; pool_3: number[] }[]
}
const photo = (name: string) => new Uint8Array(readFileSync(join('public', name)))

let embedder: InceptionWorkerApi
let info: NetworkInfo
let files: NetworkFiles

function value<T>(reply: Reply<T>): T {
  if ('failure' in reply) throw new Error(reply.failure.message)
  return reply.value
}

async function embed(images: string[], outputs: string[]) {
  const results = value(await embedder.embed({ digest: files.digest, images: images.map(photo), outputs }))
  return results.map((result) => {
    if ('error' in result) throw new Error(result.error.message)
    return result.outputs
  })
}

const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0)

beforeAll(async () => {
  const frozen = readFrozenGraph(writeGraphDef(layersToGraphDef(readNetwork())))
  const { width, height, subtract, divide, halfPixelCenters } = frozen.preprocessing
  expect({ width, height, subtract, divide, halfPixelCenters }).toEqual({
    width: 299,
    height: 299,
    subtract: 0,
    divide: 1,
    halfPixelCenters: false,
  })
  files = { ...frozen, digest: 'frozen', format: 'graph-model', preprocessing: frozen.preprocessing as never }
  embedder = createEmbedder({ decode: decodeWithSharp })
  info = value(await embedder.load({ files, backend: 'wasm' }))
}, 60_000)

test('a frozen graph has the nodes of the original, with their shapes', () => {
  const shapes = Object.fromEntries(info.outputs.map(({ name, shape }) => [name, shape]))
  expect(shapes).toMatchObject({
    pool_3: [1, 1, 1, 2048],
    softmax: [1, 1008],
    'mixed_10/join': [1, 8, 8, 2048],
    Mul: [1, 299, 299, 3],
    'conv/batchnorm': [1, 149, 149, 32],
  })
  expect(shapes).not.toHaveProperty('DecodeJpeg')
})

test.each(golden.cases)(
  'pool_3 of $image through a frozen graph agrees with an independent implementation',
  async ({ image, pool_3 }) => {
    const [outputs] = await embed([image], ['pool_3'])
    expect(outputs![0]!.shape).toEqual([1, 1, 1, 2048])
    expect(farthest(pool_3, outputs![0]!.data)).toBeLessThan(TOLERANCE)
  },
)

test('several images and outputs at once give what one by one gives, though the graph reshapes to one image', async () => {
  const images = golden.cases.slice(0, 2).map(({ image }) => image)
  const together = await embed(images, ['softmax', 'pool_3', 'mixed_8/mean'])
  for (const [i, image] of images.entries()) {
    const [softmax] = await embed([image], ['softmax'])
    expect(softmax![0]!.shape).toEqual([1, 1008])
    expect(Array.from(softmax![0]!.data).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4)
    expect(farthest(softmax![0]!.data, together[i]![0]!.data)).toBeLessThan(1e-5)
    expect(farthest(together[i]![1]!.data, golden.cases[i]!.pool_3)).toBeLessThan(TOLERANCE)
    expect(together[i]![2]!.shape).toEqual([1, 1, 1, 1280])
  }
})

test('the same network as a layers model gives the same numbers', async () => {
  const layers = readNetwork()
  value(await embedder.load({ files: layers, backend: 'wasm' }))
  const image = golden.cases[0]!.image
  const [expected] = value(
    await embedder.embed({ digest: layers.digest, images: [photo(image)], outputs: ['mixed_8', 'pool_3'] }),
  )
  if (!expected || 'error' in expected) throw new Error(expected?.error.message)
  const [actual] = await embed([image], ['mixed_8', 'pool_3'])
  expect(farthest(actual![0]!.data, expected.outputs[0]!.data)).toBeLessThan(1e-3)
  expect(farthest(actual![1]!.data, expected.outputs[1]!.data)).toBeLessThan(1e-3)
})

test('no tensor is left behind by the networks of many outputs', async () => {
  const image = golden.cases[0]!.image
  const once = async () => {
    for (const output of ['pool_3', 'mixed_2/mean', 'mixed_1/mean']) await embed([image], [output])
  }
  await once()
  const before = await embedder.memory()
  await once()
  expect(await embedder.memory()).toEqual(before)
})
