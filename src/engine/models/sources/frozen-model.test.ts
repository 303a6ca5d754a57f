import { zipSync } from 'fflate'
import { beforeEach, expect, test } from 'vitest'
import { FLOAT, jpegFrontEnd, writeGraphDef } from '../../../../tests/golden/inception/write-graph-def.ts'
import type { Progress } from '../../../contract/progress.ts'
import { createMemoryStorage } from '../../storage/memory.ts'
import { createModelSources, type SourcesOptions } from './model-sources.ts'

const APP = 'https://app.example/'
const ZIP = 'https://far.example/release.zip'
const graph = writeGraphDef([
  ...jpegFrontEnd(16),
  { name: 'relu', op: 'Relu', inputs: ['Mul'], attrs: { T: { type: FLOAT } } },
])
const labels = new TextEncoder().encode('dummy\nkit fox\r\nEnglish setter\n')
const zip = zipSync({ 'x/graph.pb': graph, 'x/imagenet_label_strings.txt': labels, 'x/LICENSE': labels })

let files: Record<string, Uint8Array>
let options: SourcesOptions

beforeEach(() => {
  files = { [`${APP}models/graph.pb`]: graph, 'file:///mine.zip': zip, 'file:///mine.pb': graph, [ZIP]: zip }
  options = {
    storage: createMemoryStorage(),
    files: { read: async (path) => files[path] },
    fetch: async (input) => {
      const file = files[String(input)]
      if (!file && String(input).startsWith(APP)) return new Response('', { status: 404 })
      if (!file) throw new TypeError('Failed to fetch')
      return new Response(file.slice(), { headers: { 'content-length': String(file.length) } })
    },
    appUrl: APP,
  }
})

test.each([
  'models/graph.pb',
  `${APP}models/graph.pb`,
  `archive+${ZIP}#x/graph.pb`,
  `archive+${ZIP}`,
  ZIP,
  'file:///mine.pb',
  'archive+file:///mine.zip#x/graph.pb',
])('a frozen graph is read from %s, and works offline in a later session', async (address) => {
  const { files: network, info } = await createModelSources(options).load(address)
  expect(network).toMatchObject({
    format: 'graph-model',
    preprocessing: { width: 16, height: 16, subtract: 0, divide: 1, halfPixelCenters: false },
  })
  expect(network.weights).toHaveLength(8)
  expect(info.digest).toMatch(/^[0-9a-f]{64}$/)
  files = {}
  const again = await createModelSources(options).load('gone', {}, network.digest)
  expect(again.files).toEqual(network)
  if (address.startsWith('file:') || address.includes('+file:')) return
  expect((await createModelSources(options).load(address)).files).toEqual(network)
})

test('labels beside the graph come with it', async () => {
  const { files: network } = await createModelSources(options).load(`archive+${ZIP}#x/graph.pb`)
  expect(network.modelJson).toMatchObject({
    userDefinedMetadata: { labels: ['dummy', 'kit fox', 'English setter'] },
  })
})

test('progress counts the bytes of the archive', async () => {
  const seen: Progress[] = []
  const address = `archive+${ZIP}#x/graph.pb`
  await createModelSources(options).load(address, { onProgress: (progress) => seen.push(progress) })
  expect(seen.at(-1)).toEqual({
    phase: 'bytes',
    step: `download ${address}`,
    done: zip.length,
    total: zip.length,
  })
})

test('the release that is not what was published is passed over, and said to be', async () => {
  files['https://storage.googleapis.com/download.tensorflow.org/models/inception_dec_2015.zip'] = zip
  await expect(createModelSources(options).load('inception-v3-2015')).rejects.toThrow(
    'is not the file that was published: its MD5 differs',
  )
})

test('how pixels become numbers can be said on a card beside a graph that does not say it', async () => {
  files[`${APP}models/pixels.pb`] = writeGraphDef([
    {
      name: 'image',
      op: 'Placeholder',
      attrs: { dtype: { type: FLOAT }, shape: { shape: [-1, 32, 48, 3] } },
    },
    { name: 'relu', op: 'Relu', inputs: ['image'], attrs: { T: { type: FLOAT } } },
  ])
  const plain = await createModelSources(options).load('models/pixels.pb')
  expect(plain.files.preprocessing).toMatchObject({ width: 48, height: 32, subtract: 0, divide: 255 })
  const card = { preprocessing: { subtract: 128, divide: 128 } }
  files[`${APP}models/model-card.json`] = new TextEncoder().encode(JSON.stringify(card))
  const fresh = { ...options, storage: createMemoryStorage() }
  const { files: network } = await createModelSources(fresh).load('models/pixels.pb')
  expect(network.preprocessing).toMatchObject({ width: 48, subtract: 128, divide: 128 })
})

test.each([
  ['a web page', new TextEncoder().encode('<!doctype html>'), 'models/x.pb', /web page/],
  ['a damaged archive', zip.slice(0, -40), 'models/x.zip', /damaged/],
  ['an archive without graph', zipSync({ a: labels }), 'models/x.zip', /has no frozen graph/],
  ['an archive of two graphs', zipSync({ 'a.pb': graph, 'b.pb': graph }), 'models/x.zip', /such as #a.pb/],
  ['an archive of another graph', zip, 'archive+models/x.zip#y.pb', /has no file "y.pb"; it has x\/graph.pb/],
])('%s is refused', async (_, bytes, address, reason) => {
  files[`${APP}models/x.pb`] = bytes
  files[`${APP}models/x.zip`] = bytes
  await expect(createModelSources(options).load(address)).rejects.toThrow(reason)
})
