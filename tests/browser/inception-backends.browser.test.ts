import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OneStep } from '../golden/inception/plan-of-one-step.ts'
import { modelsFolder } from '../golden/inception/read-network.ts'
import { constant, FLOAT, jpegFrontEnd, writeGraphDef } from '../golden/inception/write-graph-def.ts'
import type { Loss } from './pages/embed-while-losing.ts'
import type { Harness } from './pages/inception.ts'
import { servePage } from './serve-page.ts'
import { withPage } from './with-page.ts'

declare const harness: Harness

const folder = resolve(modelsFolder)
const network = '/models/inception-v3/model.json'
const golden = JSON.parse(readFileSync(`${folder}/inception-v3/golden.json`, 'utf8')) as {
  cases: { image: string; pool_3: number[] }[]
}
let address: string
let close: () => Promise<void>
beforeAll(async () => {
  ;({ address, close } = await servePage('inception', folder))
})
afterAll(() => close())

const largestDifference = (a: number[], b: number[]) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)

test('without a graphics card WASM is chosen, says why, and agrees with the golden features', () =>
  withPage(
    async ({ page }) => {
      await page.goto(address)
      await page.waitForFunction(() => 'harness' in window)
      const chosen = await page.evaluate((url) => harness.load(url), network)
      expect(chosen.backend).toBe('wasm')
      expect(chosen.reason).toMatch(/WebGPU.*Our own kernels compute it \(fused multiply-add\)/)
      const urls = golden.cases.map(({ image }) => `/${image}`)
      const vectors = await page.evaluate((all) => harness.embedUrls(all, 'pool_3'), urls)
      for (const [i, { pool_3, image }] of golden.cases.entries()) {
        const vector = vectors[i]!
        if (typeof vector === 'string') throw new Error(`${image}: ${vector}`)
        // Chromium decodes JPEG as libjpeg does, so Node's tolerance holds here too.
        expect(largestDifference(vector, pool_3), image).toBeLessThan(2e-3)
      }
    },
    { softwareWebGpu: true },
  ))

test('WebGPU and WASM agree within 1e-3 on the same image, and with its golden features', () =>
  withPage(
    async ({ page }) => {
      await page.goto(address)
      await page.waitForFunction(() => 'harness' in window)
      const urls = [`/${golden.cases[0]!.image}`]
      await page.evaluate((url) => harness.load(url, 'wasm'), network)
      const [wasm] = await page.evaluate((all) => harness.embedUrls(all, 'pool_3'), urls)
      const chosen = await page.evaluate((url) => harness.load(url, 'webgpu'), network)
      expect(chosen.backend).toBe('webgpu')
      expect(chosen.reason).toMatch(/Our own kernels compute it \(one dispatch/)
      const [webgpu] = await page.evaluate((all) => harness.embedUrls(all, 'pool_3'), urls)
      expect(webgpu).toHaveLength(2048)
      expect(largestDifference(wasm as number[], webgpu as number[])).toBeLessThan(1e-3)
      expect(largestDifference(webgpu as number[], golden.cases[0]!.pool_3)).toBeLessThan(2e-3)
    },
    { softwareWebGpu: true },
  ))

const STEPS: [string, OneStep][] = [
  ['1x1', { kind: 'convolution', input: [5, 7, 16], channels: 40, window: [1, 1], padding: 'VALID', low: 0 }],
  [
    '3x3, stride 2',
    { kind: 'convolution', input: [11, 9, 8], channels: 12, window: [3, 3], stride: [2, 2], padding: 'SAME' },
  ],
  [
    '1x7',
    {
      kind: 'convolution',
      input: [9, 9, 20],
      channels: 36,
      window: [1, 7],
      padding: 'SAME',
      low: 0,
      high: 6,
    },
  ],
  [
    '7x1 in a concatenation',
    { kind: 'convolution', input: [9, 6, 12], channels: 8, window: [7, 1], padding: 'SAME', around: 4 },
  ],
  [
    '5x5, dilated',
    {
      kind: 'convolution',
      input: [12, 13, 4],
      channels: 8,
      window: [5, 5],
      dilation: [2, 1],
      padding: 'VALID',
    },
  ],
  ['average at the edges', { kind: 'mean', input: [6, 5, 8], window: [3, 3], padding: 'SAME' }],
  ['average of all', { kind: 'mean', input: [8, 8, 12], window: [8, 8], padding: 'VALID' }],
  [
    'largest',
    { kind: 'largest', input: [9, 8, 4], window: [3, 3], stride: [2, 2], padding: 'VALID', around: 8 },
  ],
]

test('every kind of step agrees with its reference on WebGPU, and on WASM with fused multiply-add', () =>
  withPage(
    async ({ page }) => {
      await page.goto(address)
      await page.waitForFunction(() => 'harness' in window)
      for (const [name, step] of STEPS) {
        expect(
          await page.evaluate((one) => harness.compareOnDevice(one), step),
          `${name}, WebGPU`,
        ).toBeLessThan(1e-4)
        expect(
          await page.evaluate((one) => harness.compareOnProcessor(one), step),
          `${name}, WASM`,
        ).toBeLessThan(1e-4)
      }
    },
    { softwareWebGpu: true },
  ))

/** A network of one convolution, that all our kernels can compute. */
const small = writeGraphDef([
  ...jpegFrontEnd(16),
  constant('filter', {
    shape: [3, 3, 3, 8],
    values: Float32Array.from({ length: 216 }, (_, i) => ((i * 7) % 11) / 40),
  }),
  {
    name: 'convolution',
    op: 'Conv2D',
    inputs: ['Mul', 'filter'],
    attrs: { T: { type: FLOAT }, strides: { ints: [1, 1, 1, 1] }, padding: { s: 'SAME' } },
  },
])

/** What is lost, where the network was and is then, workers that were started, and what is told. */
const LOSSES: [Loss, string, string, number, RegExp][] = [
  // In the second worker WebGPU computes one image, and is lost once more.
  ['device', 'webgpu', 'wasm', 3, /WebGPU failed before \(the graphics card was lost/],
  ['worker', 'wasm', 'wasm', 3, /was replaced while it computed \(.*killed by the test/],
]

test('a lost device and a dying worker cost no image, change none, and are told', () =>
  withPage(
    async ({ page }) => {
      await page.goto(address)
      await page.waitForFunction(() => 'harness' in window)
      await page.route('**/small.pb', (route) => route.fulfill({ body: Buffer.from(small) }))
      const embed = (loss: Loss) =>
        page.evaluate(([url, how]) => harness.embedColoursWhileLosing(url, 48, 'convolution/mean', how), [
          new URL('/small.pb', address).href,
          loss,
        ] as const)
      const { values: sound } = await embed('nothing')
      expect(new Set(sound.map((values) => JSON.stringify(values))).size).toBe(48)
      for (const [loss, first, last, workers, reason] of LOSSES) {
        const outcome = await embed(loss)
        expect(outcome, loss).toMatchObject({ before: first, backend: last, workers })
        expect(outcome.reason).toMatch(reason)
        // Counted up to the last image without counting any twice.
        expect(outcome.progress.at(-1)).toBe(48)
        expect(outcome.progress).toEqual([...new Set(outcome.progress)].sort((a, b) => a - b))
        for (const [i, values] of outcome.values.entries()) {
          if (typeof values === 'string') throw new Error(`${loss}, ${i}: ${values}`)
          expect(values).toHaveLength(8)
          expect(largestDifference(values, sound[i] as number[]), `${loss}, ${i}`).toBeLessThan(1e-4)
        }
      }
    },
    { softwareWebGpu: true },
  ))

/** With what the browser's planes and ours differ from its bitmap by: null where that way is not taken. */
const JPEGS: [string, (number | null)[], () => Promise<Uint8Array>][] = [
  ['a progressive photograph', [0, null], async () => readFileSync('public/samples/photos/animal-duck.jpg')],
  ['odd sizes', [0, 0], () => painted(133, 77).jpeg({ quality: 95 }).toBuffer()],
  ['colour for every pixel', [0, 0], () => painted(61, 40).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer()],
  ['progressive', [0, null], () => painted(64, 64).jpeg({ progressive: true }).toBuffer()],
  ['upright by EXIF', [0, 0], () => painted(40, 30).withMetadata({ orientation: 1 }).jpeg().toBuffer()],
  ['turned by EXIF', [null, null], () => painted(40, 30).withMetadata({ orientation: 6 }).jpeg().toBuffer()],
  ['grey', [null, null], () => painted(40, 30).toColourspace('b-w').jpeg().toBuffer()],
  ['four inks', [null, null], () => painted(40, 30).toColourspace('cmyk').jpeg().toBuffer()],
  ['a PNG', [null, null], () => painted(40, 30).png().toBuffer()],
]

/** Edges and slopes of every colour. */
const painted = (width: number, height: number) =>
  sharp(
    Uint8Array.from(
      { length: width * height * 3 },
      (_, i) => 128 + 127 * Math.sin((i % 3) + Math.floor(i / 3) * 0.07 * ((i % 3) + 1)),
    ),
    { raw: { width, height, channels: 3 } },
  )

test('a JPEG decoded to its planes gives the very bytes of a bitmap, where it has planes that fit', () =>
  withPage(async ({ page }) => {
    await page.goto(address)
    await page.waitForFunction(() => 'harness' in window)
    for (const [name, differences, make] of JPEGS) {
      const base64 = Buffer.from(await make()).toString('base64')
      expect(await page.evaluate((text) => harness.compareDecoders(text), base64), name).toEqual(differences)
    }
  }))

test('an image of 50 megapixels is embedded, one of 65 is refused with the limit', () =>
  withPage(async ({ page }) => {
    await page.goto(address)
    await page.waitForFunction(() => 'harness' in window)
    expect((await page.evaluate((url) => harness.load(url), network)).backend).toBe('wasm')
    const [small] = await page.evaluate(() => harness.embedPainted(80, 60, '#8040c0', 'mixed_2/mean'))
    const [large] = await page.evaluate(() => harness.embedPainted(8_000, 6_250, '#8040c0', 'mixed_2/mean'))
    expect(largestDifference(large as number[], small as number[])).toBeLessThan(0.05)
    const [refused] = await page.evaluate(() =>
      harness.embedPainted(10_000, 6_500, '#8040c0', 'mixed_2/mean'),
    )
    expect(refused).toMatch(/10000 x 6500 pixels; the limit is 64 megapixels/)
  }))
