// Damaged model files by the hundred: each is read as what it still is, or answered with a typed error, in bounded time
// and memory. HOSTILE_FILES=10000 runs as many; HOSTILE_SEED another sequence.
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { EngineError } from '../../../src/contract/errors.ts'
import { fromPixels } from '../../../src/engine/models/inception/decoded-image.ts'
import { createEmbedder } from '../../../src/engine/models/inception/embedder.ts'
import { createModelSources } from '../../../src/engine/models/sources/model-sources.ts'
import { createMemoryStorage } from '../../../src/engine/storage/memory.ts'
import {
  type AttrDef,
  constant,
  FLOAT,
  jpegFrontEnd,
  type NodeDef,
  writeGraphDef,
} from './write-graph-def.ts'

const COUNT = Number(process.env.HOSTILE_FILES ?? 300)
const SEED = Number(process.env.HOSTILE_SEED ?? 1)
const MAX_MS = 2_000
const MAX_BYTES = 200_000_000
const EXPECTED = new Set(['bad-file', 'not-supported', 'invalid-argument', 'fetch-failed'])

const node = (name: string, op: string, inputs: string[], attrs: Record<string, AttrDef> = {}): NodeDef => ({
  name,
  op,
  inputs,
  attrs: { T: { type: FLOAT }, ...attrs },
})
const window = { ksize: { ints: [1, 3, 3, 1] }, strides: { ints: [1, 2, 2, 1] }, padding: { s: 'VALID' } }
const ramp = (length: number) => Float32Array.from({ length }, (_, i) => ((i * 7) % 11) / 10)

/** One of everything that an Inception has, on sixteen pixels. */
const graph = writeGraphDef([
  ...jpegFrontEnd(16),
  constant('w', { shape: [3, 3, 3, 4], values: ramp(108) }),
  constant('b', { shape: [4], values: [0.5], encoding: 'list' }),
  constant('h', { shape: [4], values: ramp(4), encoding: 'half' }),
  node('conv', 'Conv2D', ['Mul', 'w'], { strides: { ints: [1, 1, 1, 1] }, padding: { s: 'SAME' } }),
  node('norm', 'BatchNormWithGlobalNormalization', ['conv', 'h', 'b', 'h', 'b'], {
    variance_epsilon: { f: 0.001 },
    scale_after_normalization: { b: false },
  }),
  node('checked', 'CheckNumerics', ['norm']),
  node('relu', 'Relu', ['norm', '^checked']),
  node('max', 'MaxPool', ['relu'], window),
  node('avg', 'AvgPool', ['relu'], window),
  constant('axis', { shape: [], values: [3], type: 'int32', encoding: 'unpacked' }),
  node('join', 'Concat', ['axis', 'max', 'avg'], { N: { i: 2 } }),
  constant('shape', { shape: [2], values: [1, 392], type: 'int64' }),
  node('flat', 'Reshape', ['join', 'shape']),
  constant('fc', { shape: [392, 3], values: ramp(1176) }),
  node('logits', 'MatMul', ['flat', 'fc']),
  node('softmax', 'Softmax', ['logits']),
])
const zip = zipSync({ 'graph.pb': graph, 'labels.txt': new TextEncoder().encode('a\nb\nc\n') })

const random = createRandom(SEED)

/** Mulberry32. */
function createRandom(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

const splice = (bytes: Uint8Array, start: number, remove: number, insert: ArrayLike<number>): Uint8Array =>
  new Uint8Array(
    Buffer.concat([bytes.subarray(0, start), Uint8Array.from(insert), bytes.subarray(start + remove)]),
  )

/** One to four damages of a kind that files and attackers have. */
function mutate(original: Uint8Array): Uint8Array {
  let bytes = original
  for (let i = random(4); i >= 0; i--) {
    const at = random(Math.max(1, bytes.length))
    const length = 1 + random(8)
    const kinds = [
      () => splice(bytes, at, 1, [bytes[at]! ^ (1 << random(8))]),
      () => splice(bytes, at, 1, [random(256)]),
      () => splice(bytes, at, length, new Array<number>(length).fill(255)),
      () => splice(bytes, at, length, new Array<number>(length).fill(0)),
      () => splice(bytes, at, random(200), []),
      () => splice(bytes, at, 0, bytes.subarray(at, at + 1 + random(400))),
      () => splice(bytes, at, 0, [255, 255, 255, 255, 127]),
      () => bytes.subarray(0, at),
    ]
    // Cutting off loses most of a file, so it is the rarest.
    bytes = kinds[random(50) === 0 ? 7 : random(7)]!()
  }
  return bytes
}

/** In JSON also whole values: what a number or a name becomes when somebody means harm. */
function mutateJson(original: Uint8Array): Uint8Array {
  if (random(3) === 0) return mutate(original)
  const text = new TextDecoder().decode(original)
  const values = [...text.matchAll(/"[^"]*"|-?\d+/g)]
  const picked = values[random(values.length)]!
  const harm = [
    '-1',
    '1e9',
    '1e400',
    'null',
    '[]',
    '{}',
    '"__proto__"',
    '""',
    'true',
    '99999999999',
    '"../../x"',
  ]
  return new TextEncoder().encode(
    text.slice(0, picked.index) + harm[random(harm.length)] + text.slice(picked.index + picked[0].length),
  )
}

const image = new Uint8Array([
  0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 8, 73, 72, 68, 82, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 0, 0,
  0, 0, 0, 73, 69, 78, 68, 0, 0, 0, 0,
])
const grey = fromPixels({ width: 4, height: 4, channels: 3, data: new Uint8Array(48).fill(51) })

/** One for all, as in the app: what a damaged network leaves behind would add up. */
const embedder = createEmbedder({ decode: async () => grey })

async function sourcesOf(files: Record<string, Uint8Array>) {
  return createModelSources({
    storage: createMemoryStorage(),
    files: { read: async (path) => files[path] },
    fetch: () => Promise.reject(new TypeError('offline')),
  })
}

/** Loads a network and runs an image through it: the code of its failure, or `ok`. */
async function tryNetwork(files: Record<string, Uint8Array>, address: string): Promise<string> {
  try {
    const { files: network } = await (await sourcesOf(files)).load(address)
    const loaded = await embedder.load({ files: network, backend: 'cpu' })
    if ('failure' in loaded) {
      if (process.env.HOSTILE_SHOW) console.info(loaded.failure.code, loaded.failure.message)
      return loaded.failure.code
    }
    const outputs = loaded.value.outputs.slice(-1).map(({ name }) => name)
    const reply = await embedder.embed({ digest: network.digest, images: [image], outputs })
    if (!('failure' in reply)) return 'ok'
    if (process.env.HOSTILE_SHOW) console.info(reply.failure.code, reply.failure.message)
    return reply.failure.code
  } catch (error) {
    if (error instanceof EngineError) {
      if (process.env.HOSTILE_SHOW) console.info(error.message)
      return error.code
    }
    throw error
  }
}

const memory = () => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function fuzz(make: () => [files: Record<string, Uint8Array>, address: string]) {
  const codes: Record<string, number> = {}
  let slowest = 0
  let largest = 0
  for (let i = 0; i < COUNT; i++) {
    const [files, address] = make()
    const before = memory()
    const start = performance.now()
    const code = await tryNetwork(files, address)
    slowest = Math.max(slowest, performance.now() - start)
    largest = Math.max(largest, memory() - before)
    codes[code] = (codes[code] ?? 0) + 1
  }
  const megabytes = Math.round(largest / 1e6)
  const { tensors } = await embedder.memory()
  console.info(JSON.stringify({ seed: SEED, codes, slowestMs: Math.round(slowest), megabytes, tensors }))
  expect(slowest).toBeLessThan(MAX_MS)
  expect(largest).toBeLessThan(MAX_BYTES)
  // Two networks of some ten constants each are kept.
  expect(tensors).toBeLessThan(60)
  const { ok = 0, ...failures } = codes
  expect(Object.keys(failures).filter((code) => !EXPECTED.has(code))).toEqual([])
  // The damage must neither be harmless nor keep every file from being looked into.
  expect(ok).toBeLessThan(COUNT)
  expect(Object.keys(failures).length).toBeGreaterThan(0)
}

const TIME = 20_000 + COUNT * 200

test('the graph that is damaged below is a sound one', async () => {
  expect(await tryNetwork({ 'file:///x.pb': graph }, 'file:///x.pb')).toBe('ok')
  expect(await tryNetwork({ 'file:///x.zip': zip }, 'file:///x.zip')).toBe('ok')
})

test(
  `${COUNT} damaged frozen graphs`,
  () => fuzz(() => [{ 'file:///x.pb': mutate(graph) }, 'file:///x.pb']),
  TIME,
)

test(`${COUNT} damaged archives`, () => fuzz(() => [{ 'file:///x.zip': mutate(zip) }, 'file:///x.zip']), TIME)

test(
  `${COUNT} damaged model.json files`,
  async () => {
    const { files } = await (await sourcesOf({ 'file:///x.pb': graph })).load('file:///x.pb')
    const json = new TextEncoder().encode(JSON.stringify(files.modelJson))
    const sound = { 'file:///m/model.json': json, 'file:///m/weights.bin': files.weights }
    expect(await tryNetwork(sound, 'file:///m/model.json')).toBe('ok')
    await fuzz(() => [
      { 'file:///m/model.json': mutateJson(json), 'file:///m/weights.bin': files.weights },
      'file:///m/model.json',
    ])
  },
  TIME,
)

/** The same kinds of operations as layers, in the three forms that weights come in. */
function layersModel(): { json: Uint8Array; weights: Uint8Array } {
  const quantised = { dtype: 'uint8', scale: 0.01, min: -1 }
  const specs = [
    { name: 'conv/kernel', shape: [3, 3, 3, 4], dtype: 'float32' },
    { name: 'conv/bias', shape: [4], dtype: 'float32', quantization: { dtype: 'float16' } },
    ...['gamma', 'beta', 'moving_mean', 'moving_variance'].map((part) => ({
      name: `norm/${part}`,
      shape: [4],
      dtype: 'float32',
      quantization: { ...quantised, min: 0.1 },
    })),
    {
      name: 'dense/kernel',
      shape: [8, 3],
      dtype: 'float32',
      quantization: { ...quantised, dtype: 'uint16' },
    },
    { name: 'dense/bias', shape: [3], dtype: 'float32' },
  ]
  const parts = specs.map(({ shape, quantization }) => {
    const length = shape.reduce((product, size) => product * size, 1)
    if (!quantization) return new Uint8Array(ramp(length).buffer)
    return Uint8Array.from(
      { length: length * (quantization.dtype === 'uint8' ? 1 : 2) },
      (_, i) => (i * 37) % 60,
    )
  })
  const layer = (class_name: string, name: string, from: string[], config: object = {}) => ({
    class_name,
    name,
    config: { name, ...config },
    inbound_nodes: from.length === 0 ? [] : [from.map((input) => [input, 0, 0, {}])],
  })
  const pool = { pool_size: [3, 3], strides: [2, 2], padding: 'valid' }
  const layers = [
    layer('InputLayer', 'input', [], { batch_input_shape: [null, 16, 16, 3] }),
    layer('Conv2D', 'conv', ['input'], { filters: 4, kernel_size: [3, 3], padding: 'same', use_bias: true }),
    layer('BatchNormalization', 'norm', ['conv'], { axis: -1, epsilon: 0.001 }),
    layer('Activation', 'relu', ['norm'], { activation: 'relu' }),
    layer('MaxPooling2D', 'max', ['relu'], pool),
    layer('AveragePooling2D', 'avg', ['relu'], pool),
    layer('Concatenate', 'join', ['max', 'avg'], { axis: -1 }),
    layer('GlobalAveragePooling2D', 'mean', ['join']),
    layer('Dense', 'dense', ['mean'], { units: 3, activation: 'softmax', use_bias: true }),
  ]
  const model_config = {
    class_name: 'Model',
    config: { name: 'm', layers, input_layers: [['input', 0, 0]], output_layers: [['dense', 0, 0]] },
  }
  const modelJson = {
    format: 'layers-model',
    modelTopology: { model_config },
    weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
  }
  return {
    json: new TextEncoder().encode(JSON.stringify(modelJson)),
    weights: new Uint8Array(Buffer.concat(parts)),
  }
}

test(
  `${COUNT} damaged layers models`,
  async () => {
    const { json, weights } = layersModel()
    const filesOf = (text: Uint8Array, bytes: Uint8Array) => ({
      'file:///l/model.json': text,
      'file:///l/weights.bin': bytes,
    })
    expect(await tryNetwork(filesOf(json, weights), 'file:///l/model.json')).toBe('ok')
    await fuzz(() => {
      const isJson = random(4) > 0
      return [
        filesOf(isJson ? mutateJson(json) : json, isJson ? weights : mutate(weights)),
        'file:///l/model.json',
      ]
    })
  },
  TIME,
)
