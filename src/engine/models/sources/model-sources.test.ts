import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Progress } from '../../../contract/progress.ts'
import { createMemoryStorage } from '../../storage/memory.ts'
import { BUNDLED, PUBLIC_MODELS } from './known-models.ts'
import { createModelSources, type SourcesOptions } from './model-sources.ts'

const APP = 'https://app.example/'

/** A network of two numbers: enough for everything before tfjs. */
const modelJson = (name: string, paths = ['w1.bin', 'w2.bin']) => ({
  modelTopology: { name },
  format: 'layers-model',
  weightsManifest: [{ paths, weights: [{ name: 'w', shape: [2], dtype: 'float32' }] }],
})
const network = (folder: string, name = folder) => ({
  [`${folder}model.json`]: JSON.stringify(modelJson(name)),
  [`${folder}w1.bin`]: 'abc',
  [`${folder}w2.bin`]: 'defgh',
})

let pages: Record<string, string | Uint8Array<ArrayBuffer>>
let asked: string[]
let options: SourcesOptions

const web: typeof fetch = async (input) => {
  const url = String(input)
  asked.push(url)
  const body = pages[url]
  if (body === undefined && url.startsWith(APP)) return new Response('<!doctype html>', { status: 404 })
  if (body === undefined) throw new TypeError('Failed to fetch')
  return new Response(body)
}

beforeEach(() => {
  asked = []
  pages = network(`${APP}models/bundled/`)
  options = {
    storage: createMemoryStorage(),
    files: {
      read: async (path) => {
        const file = pages[path]
        return typeof file === 'string' ? new TextEncoder().encode(file) : file
      },
    },
    fetch: web,
    appUrl: APP,
  }
})

afterEach(() => {
  pages = {}
})

const serve = (stamp = '1') => {
  Object.assign(pages, network(`${APP}models/inception-v3/`), {
    [`${APP}models/index.json`]: JSON.stringify([
      { name: 'inception-v3', path: 'inception-v3/model.json', sizeBytes: 8, stamp },
    ]),
  })
}
const offline = () => {
  pages = {}
}

test('a copy that the app serves comes first', async () => {
  serve()
  const { info, files, misses } = await createModelSources(options).load('inception-v3')
  expect(info).toMatchObject({
    name: 'inception-v3',
    source: expect.stringContaining('folder of models'),
    output: 'pool_3',
  })
  expect(new TextDecoder().decode(files.weights)).toBe('abcdefgh')
  expect(files.preprocessing).toEqual({
    width: 299,
    height: 299,
    subtract: 128,
    divide: 128,
    halfPixelCenters: false,
  })
  expect(misses).toEqual([])
})

test('a served Inception of another name is taken before any from elsewhere', async () => {
  serve()
  pages[`${APP}models/index.json`] = JSON.stringify([
    { name: 'mobilenet', path: 'mobilenet/model.json' },
    { name: 'my_Inception_v3', path: 'inception-v3/model.json' },
  ])
  expect((await createModelSources(options).load('inception-v3')).info.name).toBe('my_Inception_v3')
})

test('then the public release, then the bundled network, with the reasons', async () => {
  const { info, misses } = await createModelSources(options).load('inception-v3')
  expect(info).toMatchObject({
    name: 'nsfwjs-inception-v3',
    output: 'mixed7/mean',
    outputSize: 768,
    caveat: BUNDLED.info.caveat,
  })
  expect(misses).toEqual([
    expect.stringMatching(/^https:.*inception_dec_2015.zip cannot be reached.$/) as string,
    `${PUBLIC_MODELS[1]!.info.url} cannot be reached.`,
  ])
})

test('the TensorFlow.js release is asked with its own preprocessing and its query kept for the weights', async () => {
  const { info } = PUBLIC_MODELS[1]!
  const folder = info.url.slice(0, info.url.lastIndexOf('/') + 1)
  for (const [name, body] of Object.entries(network(folder))) pages[`${name}?tfjs-format=file`] = body
  const model = await createModelSources(options).load('inception-v3')
  expect(model.info.name).toBe('google-inception-v3')
  expect(model.files.preprocessing).toMatchObject({ subtract: 0, divide: 255 })
})

test('a public address that never answers is left after a few seconds', async () => {
  const hanging: typeof fetch = (input, init) =>
    String(input).startsWith(APP)
      ? web(input)
      : new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal!.reason)))
  const started = performance.now()
  const { info, misses } = await createModelSources({ ...options, fetch: hanging }).load('inception-v3')
  expect(info.name).toBe('nsfwjs-inception-v3')
  expect(misses![0]).toMatch(/does not answer in time/)
  expect(performance.now() - started).toBeLessThan(9_500)
}, 15_000)

test.each(['inception-v3', `${APP}models/inception-v3/model.json`, 'models/inception-v3/model.json'])(
  'what was loaded as %s works offline in a later session',
  async (name) => {
    serve()
    const first = await createModelSources(options).load(name)
    offline()
    const again = await createModelSources(options).load(name)
    expect(again.files).toEqual(first.files)
    const pinned = await createModelSources(options).load('gone', {}, first.files.digest)
    expect(pinned.files).toEqual(first.files)
  },
)

test('a kept function never gets other weights than it was made with', async () => {
  const { files } = await createModelSources(options).load('inception-v3')
  serve()
  const other = await createModelSources(options).load('inception-v3')
  expect(other.files.digest).not.toBe(files.digest)
  expect((await createModelSources(options).load('inception-v3', {}, files.digest)).files.digest).toBe(
    files.digest,
  )
  const empty = { ...options, storage: createMemoryStorage() }
  expect((await createModelSources(empty).load('inception-v3', {}, files.digest)).info.name).toBe(
    'nsfwjs-inception-v3',
  )
  await expect(createModelSources(empty).load('inception-v3', {}, 'f'.repeat(64))).rejects.toMatchObject({
    code: 'fetch-failed',
  })
})

test('a replaced folder of models is noticed by its stamp', async () => {
  serve()
  const first = await createModelSources(options).load('inception-v3')
  serve('2')
  pages[`${APP}models/inception-v3/w1.bin`] = 'xyz'
  const second = await createModelSources(options).load('inception-v3')
  expect(second.files.digest).not.toBe(first.files.digest)
})

test('loads at the same time share one download, and one that failed is tried again', async () => {
  serve()
  const sources = createModelSources(options)
  const url = `${APP}models/inception-v3/model.json`
  const weights = pages[`${APP}models/inception-v3/w2.bin`]!
  delete pages[`${APP}models/inception-v3/w2.bin`]
  await expect(sources.load(url)).rejects.toMatchObject({ code: 'fetch-failed' })
  pages[`${APP}models/inception-v3/w2.bin`] = weights
  asked = []
  const [a, b] = await Promise.all([sources.load(url), sources.load(url)])
  expect(a.files).toBe(b.files)
  expect(asked.filter((address) => address === url)).toHaveLength(1)
})

test('progress counts bytes up to the total', async () => {
  serve()
  const seen: Progress[] = []
  await createModelSources(options).load('inception-v3', { onProgress: (progress) => seen.push(progress) })
  expect(seen).toEqual([
    { phase: 'bytes', step: 'download inception-v3', done: 3, total: 8 },
    { phase: 'bytes', step: 'download inception-v3', done: 8, total: 8 },
  ])
})

test('cancelling a load says so', async () => {
  serve()
  const signal = AbortSignal.abort()
  await expect(createModelSources(options).load('inception-v3', { signal })).rejects.toMatchObject({
    code: 'cancelled',
  })
})

test.each([
  ['a web page', '<!doctype html>', /web page/],
  ['no JSON', '{"modelTopology"', /not JSON/],
  ['no network', '{}', /no modelTopology/],
  ['weights elsewhere', JSON.stringify(modelJson('x', ['../../secret.bin'])), /outside its folder/],
  ['weights of a wrong size', JSON.stringify(modelJson('x', ['w1.bin'])), /do not have the size/],
  ['weights of an absurd size', JSON.stringify(modelJson('x')).replace('[2]', '[1e12]'), /the limit is/],
  ['an unknown type', JSON.stringify(modelJson('x')).replace('float32', 'complex'), /unknown type/],
])('a model.json that is %s is refused', async (_, body, reason) => {
  serve()
  pages[`${APP}models/x/model.json`] = body
  pages[`${APP}models/x/w1.bin`] = 'abc'
  await expect(createModelSources(options).load('models/x/model.json')).rejects.toMatchObject({
    code: 'bad-file',
    message: expect.stringMatching(reason),
  })
})

test('weights that do not match the digest on their card are refused', async () => {
  pages[`${APP}models/bundled/model-card.json`] = JSON.stringify({ digest: '0'.repeat(64) })
  await expect(createModelSources(options).load('nsfwjs-inception-v3')).rejects.toMatchObject({
    message: expect.stringContaining('damaged'),
  })
})

test('a kept copy that the disk has changed is not used', async () => {
  const sources = createModelSources(options)
  const { files } = await sources.load('nsfwjs-inception-v3')
  const key = `${files.digest}/weights/00000`
  await options.storage.commit([{ store: 'models', key, put: new TextEncoder().encode('abcdefgX') }])
  expect(new TextDecoder().decode((await sources.load('nsfwjs-inception-v3')).files.weights)).toBe('abcdefgh')
})

test('files of this database can be a network', async () => {
  Object.assign(pages, network('file:///mine/'))
  const { files } = await createModelSources(options).load('file:///mine/model.json')
  expect(files.weights).toHaveLength(8)
})

test.each([
  ['archive+https://example.org/inception_dec_2015.zip#tensorflow_inception_graph.pb', 'fetch-failed'],
  ['archive+ftp://example.org/x.zip#graph.pb', 'invalid-argument'],
  ['file:///models/graph.pb', 'fetch-failed'],
  ['inception-v4', 'invalid-argument'],
  ['ftp://example.org/model.json', 'invalid-argument'],
  ['file:///none/model.json', 'fetch-failed'],
])('%s is answered with %s', async (name, code) => {
  await expect(createModelSources(options).load(name)).rejects.toMatchObject({ code })
})

test('the list says what can be had, and knows the digest of what was loaded', async () => {
  serve()
  const sources = createModelSources(options)
  expect((await sources.list()).map(({ name }) => name)).toEqual([
    'inception-v3',
    'inception-v3-2015',
    'google-inception-v3',
    'nsfwjs-inception-v3',
  ])
  const { files } = await sources.load('inception-v3')
  expect((await sources.list())[0]).toMatchObject({ digest: files.digest, available: true })
  offline()
  expect((await sources.list())[0]).toMatchObject({ name: 'inception-v3', digest: files.digest })
  await sources.remove(files.digest)
  expect((await sources.list()).map(({ name }) => name)).not.toContain('inception-v3')
})
