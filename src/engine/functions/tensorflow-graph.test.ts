import { existsSync, readFileSync } from 'node:fs'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { extractBundledModel } from '../../../scripts/extract-bundled-model.ts'
import { modelsFolder } from '../../../tests/golden/inception/read-network.ts'
import {
  constant,
  FLOAT,
  jpegFrontEnd,
  writeGraphDef,
} from '../../../tests/golden/inception/write-graph-def.ts'
import type { InceptionApi } from '../../contract/inception.ts'
import type { Progress } from '../../contract/progress.ts'
import type { Embedding, RowValue, Value } from '../../contract/values.ts'
import { spawnInception } from '../../server/inception/spawn-inception.ts'
import type { EngineContext } from '../context.ts'
import { createInception } from '../models/inception/create-inception.ts'
import { parseParams } from '../params.ts'
import { RowFailure } from '../sql/catalog.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import { tensorflowGraph } from './tensorflow-graph.ts'

const APP = 'http://app.example/'
const pool = createInception({ spawn: spawnInception, cores: 2 })
let bundled: string

beforeAll(async () => {
  bundled = await extractBundledModel()
})
afterAll(() => pool.close())

/** The app as a web server would serve it: photographs, the bundled network, and the folder of models. */
const app: typeof fetch = async (input) => {
  const { pathname, origin } = new URL(String(input))
  if (`${origin}/` !== APP) throw new TypeError('Failed to fetch')
  if (pathname === '/page.jpg') return new Response('<!doctype html><title>404</title>')
  if (pathname === '/empty.jpg') return new Response('')
  if (pathname === '/models/index.json')
    return Response.json([{ name: 'inception-v3', path: 'inception-v3/model.json', sizeBytes: 1 }])
  const file = pathname.startsWith('/models/bundled/')
    ? pathname.replace('/models/bundled', bundled)
    : pathname.startsWith('/models/')
      ? pathname.replace('/models', modelsFolder)
      : `public${pathname}`
  return existsSync(file) ? new Response(readFileSync(file)) : new Response('', { status: 404 })
}

/** An engine of which only what tensorflow.graph needs is there; SQL must not be asked for the usual inputs. */
function engine(storage = createMemoryStorage()) {
  const embedded: number[] = []
  const inception: InceptionApi = {
    load: pool.load,
    describe: pool.describe,
    embed: async (digest, images, outputs, call) => {
      const results = await pool.embed(digest, images, outputs, call)
      embedded.push(results.length)
      return results
    },
  }
  const context = {
    sql: {
      evaluate: () => Promise.reject(new Error('SQL was asked to evaluate')),
      describe: () => {
        throw new Error('SQL was asked to describe')
      },
    },
    functions: { prepare: async () => {} },
    files: { read: async () => undefined },
    storage,
    inception,
    fetch: app,
    appUrl: APP,
  } as unknown as EngineContext
  return { context, storage, embeddedCount: () => embedded.reduce((sum, n) => sum + n, 0) }
}

async function create(context: EngineContext, params: object, kept?: unknown) {
  const parsed = parseParams(tensorflowGraph.params, params, 'tensorflow.graph')
  const created = await tensorflowGraph.create({ id: 'inception', params: parsed, context, call: {}, kept })
  if (created.function.kind !== 'native') throw new Error('expected a native function')
  return { ...created, native: created.function }
}

const photo = (name: string) => [`samples/photos/${name}.jpg`]
const vector = (result: Value | RowFailure | undefined): Embedding =>
  (result as RowValue).columns[0]![1] as Embedding
const eight = ['animal-bison', 'animal-cat', 'fish-fish21', 'tool-hammer6'].flatMap((name) => [
  photo(name),
  photo(name),
])

test('an address becomes the features of its image; bad ones are marked on their rows', async () => {
  const { context, embeddedCount } = engine()
  const { native, status } = await create(context, { outputs: 'pool_3', backend: 'wasm' })
  expect(native.input).toEqual([{ name: 'url', type: { kind: 'atoms', types: ['string'] } }])
  expect(native.output.columns).toEqual([
    { path: ['pool_3'], values: { kind: 'embedding', shape: [1, 1, 1, 2048] } },
  ])
  expect(status).toMatchObject({
    backend: 'wasm',
    model: { name: 'inception-v3' },
    outputs: [{ name: 'pool_3' }],
  })
  const elsewhere = 'https://elsewhere.example/x.jpg'
  const rows = [
    photo('animal-bison'),
    ['page.jpg'],
    ['empty.jpg'],
    ['none.jpg'],
    [elsewhere],
    [null],
    ...eight,
  ]
  const results = await native.apply(rows, {})
  const golden = JSON.parse(readFileSync(`${modelsFolder}/inception-v3/golden.json`, 'utf8')) as {
    cases: { image: string; pool_3: number[] }[]
  }
  const bison = golden.cases.find(({ image }) => image.includes('bison'))!.pool_3
  expect(bison.every((value, i) => Math.abs(value - vector(results[0]).data[i]!) < 2e-3)).toBe(true)
  expect(results.slice(1, 6)).toEqual([
    new RowFailure('bad-image', expect.stringContaining('is a web page, not an image') as string, 'page.jpg'),
    new RowFailure('bad-image', 'The image is empty (0 bytes).', 'empty.jpg'),
    new RowFailure('fetch-failed', expect.stringContaining('status 404') as string, 'none.jpg'),
    new RowFailure('fetch-failed', expect.stringContaining('(CORS)') as string, elsewhere),
    new RowFailure('invalid-argument', 'url is no address but NULL.', undefined),
  ])
  expect(results.slice(6).every((result) => vector(result).data.length === 2048)).toBe(true)
  // Four photographs, one of them three times, and the two that are no images.
  expect(embeddedCount()).toBe(6)
})

test('a transform that was cancelled goes on where it was', async () => {
  const first = engine()
  const { native } = await create(first.context, { outputs: '"mixed_2/mean" AS m' })
  const names = readFileSync('public/samples/photos.csv', 'utf8').split('\n').slice(1, 25)
  const rows = names.map((line) => [line.split(',')[1]!])
  const controller = new AbortController()
  const progress: Progress[] = []
  const run = native.apply(rows, {
    signal: controller.signal,
    onProgress: (p) => {
      progress.push(p)
      if (p.done === 8) controller.abort()
    },
  })
  await expect(run).rejects.toMatchObject({ code: 'cancelled' })
  expect(progress).toContainEqual({ phase: 'images', step: 'inception', done: 8, total: 24 })
  const keptCount = (await first.storage.keys('features')).length
  expect(keptCount).toBeGreaterThanOrEqual(8)
  const second = engine(first.storage)
  const again = await create(second.context, { outputs: '"mixed_2/mean" AS m' })
  const results = await again.native.apply(rows, {})
  expect(results.every((result) => vector(result).shape.join() === '1,1,1,288')).toBe(true)
  expect(second.embeddedCount()).toBe(24 - keptCount)
  const third = engine(first.storage)
  const cached = await (await create(third.context, { outputs: '"mixed_2/mean" AS m' })).native.apply(
    rows,
    {},
  )
  expect(third.embeddedCount()).toBe(0)
  expect(cached).toEqual(results)
})

test('without outputs the network itself says what is best, and features of two networks are never mixed', async () => {
  const { context, storage } = engine()
  const bundledGraph = await create(context, { modelFileUrl: 'nsfwjs-inception-v3' })
  expect(bundledGraph.native.output.columns).toEqual([
    { path: ['mixed7'], values: { kind: 'embedding', shape: [1, 1, 1, 768] } },
  ])
  expect(bundledGraph.status).toMatchObject({ model: { caveat: expect.stringContaining('--models') } })
  const better = await create(context, { outputs: '"mixed_7/mean" AS mixed7' })
  const [a] = await bundledGraph.native.apply([photo('animal-cat')], {})
  const [b] = await better.native.apply([photo('animal-cat')], {})
  expect(vector(a).data).not.toEqual(vector(b).data)
  expect(await storage.keys('features')).toHaveLength(2)
  // A later session gives each function its own weights back, with no network.
  const offline = {
    ...context,
    storage,
    files: {},
    fetch: () => Promise.reject(new TypeError('offline')),
  } as never
  const kept = await create(offline, { modelFileUrl: 'inception-v3' }, bundledGraph.status)
  expect((kept.status as { digest: string }).digest).toBe((bundledGraph.status as { digest: string }).digest)
})

test('bytes of an image can be given directly', async () => {
  const { context } = engine()
  const { native } = await create(context, {
    inputs: 'image AS "DecodeJpeg/contents"',
    outputs: '"mixed_2/mean" AS m',
  })
  expect(native.input).toEqual([{ name: 'image', type: { kind: 'atoms', types: ['blob'] } }])
  const bytes = new Uint8Array(readFileSync('public/samples/photos/animal-cat.jpg'))
  const [good, text] = await native.apply([[bytes], ['a text']], {})
  expect(vector(good).shape).toEqual([1, 1, 1, 288])
  expect(text).toEqual(
    new RowFailure('bad-image', 'image is not the bytes of an image but the string a text.', 'a text'),
  )
})

test('a frozen graph in a zip is a function like any other, with the names of its classes', async () => {
  const { context } = engine()
  const T = { T: { type: FLOAT } }
  const weights = Float32Array.from({ length: 6 }, (_, i) => i / 10)
  const graph = writeGraphDef([
    ...jpegFrontEnd(32),
    constant('axes', { shape: [2], values: [1, 2], type: 'int32' }),
    { name: 'mean', op: 'Mean', inputs: ['Mul', 'axes'], attrs: T },
    constant('weights', { shape: [3, 2], values: weights }),
    { name: 'logits', op: 'MatMul', inputs: ['mean', 'weights'], attrs: T },
    { name: 'softmax', op: 'Softmax', inputs: ['logits'], attrs: T },
  ])
  const zip = zipSync({ 'graph.pb': graph, 'labels.txt': new TextEncoder().encode('dark\nbright\n') })
  const read = async (path: string) => (path === 'file:///mine.zip' ? zip : undefined)
  const { native, details } = await create({ ...context, files: { read } } as unknown as EngineContext, {
    modelFileUrl: 'archive+file:///mine.zip#graph.pb',
    outputs: 'softmax, mean',
    backend: 'wasm',
  })
  const [result] = await native.apply([photo('animal-cat')], {})
  const [softmax, mean] = (result as RowValue).columns.map(([, value]) => value as Embedding)
  expect(softmax!.shape).toEqual([1, 2])
  const logits = [0, 1].map((column) =>
    Array.from(mean!.data, Number).reduce((sum, value, i) => sum + value * weights[i * 2 + column]!, 0),
  )
  expect(Number(softmax!.data[1]) / Number(softmax!.data[0])).toBeCloseTo(
    Math.exp(logits[1]! - logits[0]!),
    4,
  )
  expect(details!()).toMatchObject({ labels: ['dark', 'bright'] })
})

test.each([
  [{ outputs: 'pool_4' }, /no node "pool_4"; the nearest are .*pool_3/],
  [{ inputs: 'fetcher(url)[content] AS input' }, /AS "DecodeJpeg\/contents"/],
  [{ modelFileUrl: 'file:///graph.pb' }, /no file file:\/\/\/graph.pb/],
])('%j is refused when the function is created', async (params, reason) => {
  await expect(create(engine().context, { ...params })).rejects.toThrow(reason)
})
