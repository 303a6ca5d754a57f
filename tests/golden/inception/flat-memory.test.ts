// Nothing is left behind by any number of images: no tensor of tfjs, no byte of our own executors.
import { expect, test } from 'vitest'
import type { Backend, NetworkFiles } from '../../../src/contract/inception.ts'
import { readFrozenGraph } from '../../../src/engine/models/graph/read-frozen-graph.ts'
import { fromPixels } from '../../../src/engine/models/inception/decoded-image.ts'
import { createEmbedder } from '../../../src/engine/models/inception/embedder.ts'
import { constant, FLOAT, jpegFrontEnd, writeGraphDef } from './write-graph-def.ts'

const IMAGES = 1_000

function smallNetwork(): NetworkFiles {
  const T = { T: { type: FLOAT } }
  const window = { strides: { ints: [1, 1, 1, 1] }, padding: { s: 'SAME' } }
  const { preprocessing, ...frozen } = readFrozenGraph(
    writeGraphDef([
      ...jpegFrontEnd(8),
      constant('w', {
        shape: [3, 3, 3, 8],
        values: Float32Array.from({ length: 216 }, (_, i) => Math.sin(i)),
      }),
      { name: 'conv', op: 'Conv2D', inputs: ['Mul', 'w'], attrs: { ...T, ...window } },
      { name: 'relu', op: 'Relu', inputs: ['conv'], attrs: T },
      constant('axes', { shape: [2], values: [1, 2], type: 'int32' }),
      { name: 'pool', op: 'Mean', inputs: ['relu', 'axes'], attrs: T },
      { name: 'softmax', op: 'Softmax', inputs: ['pool'], attrs: T },
    ]),
  )
  return { ...frozen, digest: 'small', format: 'graph-model', preprocessing: preprocessing as never }
}

/** The header of a PNG of four by four; what it shows is decided by the decoder. */
const png = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 8, 73, 72, 68, 82, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 0, 0,
  0, 0, 0, 73, 69, 78, 68, 0, 0, 0, 0,
])

test.each<[Backend, string]>([
  ['cpu', 'tfjs'],
  ['wasm', 'our own kernels'],
])(`on %s, by %s, memory is the same after ${IMAGES} images as after the first ten`, async (backend) => {
  let shade = 0
  const embedder = createEmbedder({
    decode: async () =>
      fromPixels({ width: 4, height: 4, channels: 3, data: new Uint8Array(48).fill(shade++ % 256) }),
  })
  const loaded = await embedder.load({ files: smallNetwork(), backend })
  if ('failure' in loaded) throw new Error(loaded.failure.message)
  expect(loaded.value.reason).toContain(backend === 'cpu' ? 'TensorFlow.js' : 'Our own kernels')
  const seen = new Set<number>()
  const embed = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const reply = await embedder.embed({ digest: 'small', images: [png], outputs: ['pool', 'softmax'] })
      const [result] = 'value' in reply ? reply.value : []
      if (!result || 'error' in result) throw new Error('an image failed')
      seen.add(result.outputs[0]!.data[0]!)
    }
  }
  await embed(10)
  const before = await embedder.memory()
  await embed(IMAGES - 10)
  expect(await embedder.memory()).toEqual(before)
  expect(before.bytes).toBeGreaterThan(0)
  expect(seen.size).toBeGreaterThan(100)
})
