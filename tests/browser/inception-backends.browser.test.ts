import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { modelsFolder } from '../golden/inception/read-network.ts'
import type { Harness } from './pages/inception.ts'
import { withPage } from './with-page.ts'

declare const harness: Harness

const folder = resolve(modelsFolder)
const network = `/@fs${folder}/inception-v3/model.json`
const golden = JSON.parse(readFileSync(`${folder}/inception-v3/golden.json`, 'utf8')) as {
  cases: { image: string; pool_3: number[] }[]
}
/** Without its public/ a dev server does not map the samples to the root. */
const addressOf = (image: string) => `/public/${image}`

const tfjs = ['core', 'layers', 'converter', 'backend-wasm', 'backend-cpu', 'backend-webgpu'].map(
  (part) => `@tensorflow/tfjs-${part}`,
)

let server: ViteDevServer
let address: string
beforeAll(async () => {
  server = await createServer({
    configFile: false,
    publicDir: false,
    appType: 'mpa',
    server: { port: 0, fs: { allow: ['.', folder] } },
    cacheDir: 'node_modules/.vite-inception',
    // All of them at the start: one found later would reload the page in the middle of a test.
    optimizeDeps: { entries: [], include: ['comlink', ...tfjs] },
    logLevel: 'error',
  })
  await server.listen()
  const { port } = server.httpServer!.address() as AddressInfo
  address = `http://localhost:${port}/tests/browser/pages/inception.html`
})
afterAll(() => server.close())

const largestDifference = (a: number[], b: number[]) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)

test('without a graphics card WASM is chosen, says why, and agrees with the golden features', () =>
  withPage(
    async ({ page }) => {
      await page.goto(address)
      await page.waitForFunction(() => 'harness' in window)
      const chosen = await page.evaluate((url) => harness.load(url), network)
      expect(chosen.backend).toBe('wasm')
      expect(chosen.reason).toMatch(/WebGPU/)
      const urls = golden.cases.map(({ image }) => addressOf(image))
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

test('WebGPU and WASM agree within 1e-3 on the same image', () =>
  withPage(
    async ({ page }) => {
      await page.goto(address)
      await page.waitForFunction(() => 'harness' in window)
      const urls = [addressOf(golden.cases[0]!.image)]
      await page.evaluate((url) => harness.load(url, 'wasm'), network)
      const [wasm] = await page.evaluate((all) => harness.embedUrls(all, 'pool_3'), urls)
      const chosen = await page.evaluate((url) => harness.load(url, 'webgpu'), network)
      expect(chosen.backend).toBe('webgpu')
      const [webgpu] = await page.evaluate((all) => harness.embedUrls(all, 'pool_3'), urls)
      expect(webgpu).toHaveLength(2048)
      expect(largestDifference(wasm as number[], webgpu as number[])).toBeLessThan(1e-3)
    },
    { softwareWebGpu: true },
  ))

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
