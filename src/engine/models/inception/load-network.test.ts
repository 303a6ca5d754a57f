import { expect, test } from 'vitest'
import {
  FLOAT,
  jpegFrontEnd,
  constant as writeConstant,
  writeGraphDef,
} from '../../../../tests/golden/inception/write-graph-def.ts'
import type { NetworkFiles } from '../../../contract/inception.ts'
import { readFrozenGraph } from '../graph/read-frozen-graph.ts'
import { fromPixels } from './decoded-image.ts'
import { createEmbedder } from './embedder.ts'

const preprocessing = { width: 4, height: 4, subtract: 0, divide: 255, halfPixelCenters: false }
const kernel = Float32Array.from({ length: 3 * 2 }, (_, i) => (i % 2 === 0 ? 1 : -1) * (i + 1))

const float = { type: 'DT_FLOAT' }
const shapeOf = (...sizes: number[]) => ({ dim: sizes.map((size) => ({ size: String(size) })) })
const constant = (name: string, dtype: string, ...sizes: number[]) => ({
  name,
  op: 'Const',
  attr: { dtype: { type: dtype }, value: { tensor: { dtype, tensorShape: shapeOf(...sizes) } } },
})

/** input -> 1x1 convolution to two channels -> relu; concatenated with itself -> mean over the positions. */
const graph: NetworkFiles = {
  digest: 'graph',
  format: 'graph-model',
  preprocessing,
  weights: new Uint8Array([
    ...new Uint8Array(kernel.buffer),
    ...new Uint8Array(new Int32Array([3, 1, 2]).buffer),
  ]),
  modelJson: {
    format: 'graph-model',
    modelTopology: {
      versions: { producer: 716 },
      node: [
        { name: 'images', op: 'Placeholder', attr: { dtype: float, shape: { shape: shapeOf(-1, 4, 4, 3) } } },
        constant('kernel', 'DT_FLOAT', 1, 1, 3, 2),
        constant('axis', 'DT_INT32'),
        constant('positions', 'DT_INT32', 2),
        {
          name: 'mixed/conv',
          op: 'Conv2D',
          input: ['images', 'kernel'],
          attr: {
            T: float,
            strides: { list: { i: ['1', '1', '1', '1'] } },
            dilations: { list: { i: ['1', '1', '1', '1'] } },
            padding: { s: 'U0FNRQ==' },
            data_format: { s: 'TkhXQw==' },
          },
        },
        { name: 'mixed/relu', op: 'Relu', input: ['mixed/conv'], attr: { T: float } },
        {
          name: 'mixed/join',
          op: 'ConcatV2',
          input: ['mixed/relu', 'mixed/relu', 'axis'],
          attr: { T: float, N: { i: '2' }, Tidx: { type: 'DT_INT32' } },
        },
        {
          name: 'logits',
          op: 'Mean',
          input: ['mixed/join', 'positions'],
          attr: { T: float, Tidx: { type: 'DT_INT32' }, keep_dims: { b: false } },
        },
      ],
    },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: [
          { name: 'kernel', shape: [1, 1, 3, 2], dtype: 'float32' },
          { name: 'axis', shape: [], dtype: 'int32' },
          { name: 'positions', shape: [2], dtype: 'int32' },
        ],
      },
    ],
  },
}

/** A PNG's first bytes satisfy the header check; the pixels are given. */
const image = new Uint8Array([
  0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 8, 73, 72, 68, 82, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 0, 0,
  0, 0, 0, 73, 69, 78, 68, 0, 0, 0, 0,
])
const grey = fromPixels({ width: 4, height: 4, channels: 3, data: new Uint8Array(48).fill(51) })

test('a graph model gives its nodes by name, its pooled features, and averages', async () => {
  const embedder = createEmbedder({ decode: async () => grey })
  const loaded = await embedder.load({ files: graph })
  if ('failure' in loaded) throw new Error(loaded.failure.message)
  expect(loaded.value.reason).toMatch(/WASM with SIMD: there is no WebGPU here/)
  expect(loaded.value.outputs).toContainEqual({ name: 'mixed/join', shape: [1, 4, 4, 4] })
  expect(loaded.value.outputs).toContainEqual({ name: 'pool_3', shape: [1, 1, 1, 4] })
  const outputs = ['pool_3', 'mixed_join/mean', 'logits', 'mixed/conv']
  const reply = await embedder.embed({ digest: 'graph', images: [image], outputs })
  if ('failure' in reply) throw new Error(reply.failure.message)
  const [result] = reply.value
  if (!result || 'error' in result) throw new Error(result?.error.message)
  // Every pixel is 0.2 in three channels: 0.2 * (1 + 3 + 5) and -0.2 * (2 + 4 + 6), which ReLU removes.
  const pooled = [1.8, 0, 1.8, 0].map((value) => expect.closeTo(value, 5))
  expect(Array.from(result.outputs[0]!.data)).toEqual(pooled)
  expect(Array.from(result.outputs[1]!.data)).toEqual(pooled)
  expect(Array.from(result.outputs[2]!.data)).toEqual(pooled)
  expect(result.outputs[3]!.shape).toEqual([1, 4, 4, 2])
  expect(result.outputs[3]!.data[1]).toBeCloseTo(-2.4, 5)
  const before = await embedder.memory()
  await embedder.embed({ digest: 'graph', images: [image], outputs })
  expect(await embedder.memory()).toEqual(before)
})

test('weights that do not fit the file are refused, not read past their end', async () => {
  const embedder = createEmbedder({ decode: async () => grey })
  const short = { ...graph, digest: 'short', weights: graph.weights.slice(0, 10) }
  expect(await embedder.load({ files: short })).toMatchObject({
    failure: { code: 'bad-file', message: 'The weights have 10 bytes; model.json describes 36.' },
  })
  const broken = {
    ...graph,
    digest: 'broken',
    modelJson: { ...(graph.modelJson as object), modelTopology: { node: 3 } },
  }
  expect(await embedder.load({ files: broken })).toMatchObject({ failure: { code: 'bad-file' } })
})

test('a graph that was frozen for one image at a time takes a batch all the same', async () => {
  const T = { T: { type: FLOAT } }
  const frozen = readFrozenGraph(
    writeGraphDef([
      ...jpegFrontEnd(4),
      writeConstant('one', { shape: [2], values: [1, -1], type: 'int32' }),
      { name: 'flat', op: 'Reshape', inputs: ['Mul', 'one'], attrs: T },
      writeConstant('w', { shape: [48, 2], values: Float32Array.from({ length: 96 }, (_, i) => i) }),
      { name: 'logits', op: 'MatMul', inputs: ['flat', 'w'], attrs: T },
    ]),
  )
  const files: NetworkFiles = {
    ...frozen,
    digest: 'one',
    format: 'graph-model',
    preprocessing: { ...preprocessing, ...frozen.preprocessing },
  }
  const shades = [51, 204]
  const embedder = createEmbedder({
    decode: async () =>
      fromPixels({ width: 4, height: 4, channels: 3, data: new Uint8Array(48).fill(shades.shift()!) }),
  })
  expect(await embedder.load({ files, backend: 'wasm' })).toHaveProperty('value')
  const reply = await embedder.embed({ digest: 'one', images: [image, image], outputs: ['logits'] })
  if ('failure' in reply) throw new Error(reply.failure.message)
  const values = reply.value.map((result) => ('outputs' in result ? result.outputs[0]!.data[0]! : Number.NaN))
  // Each pixel is (shade - 128) / 128; the first column's weights, 0 + 2 + ... + 94, sum to 2,256.
  expect(values).toEqual([expect.closeTo((-77 / 128) * 2256, 1), expect.closeTo((76 / 128) * 2256, 1)])
})
