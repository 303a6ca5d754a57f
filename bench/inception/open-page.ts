import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { createServer } from 'vite'
import { findChromium } from '../../scripts/find-chromium.ts'
import { sharedModels } from '../../tests/browser/shared-models.ts'
import type { BenchPage } from './page/page.ts'

declare const harness: BenchPage

export interface OpenPage {
  page: Page
  /** Address of the network. */
  network: string
  browser: string
  close(): Promise<void>
}

/** The page of the benchmark in a Chromium, cross-origin isolated.
 *  @param args more flags for the browser, for instance for its graphics card */
export async function openPage(args: string[] = []): Promise<OpenPage> {
  const folder = sharedModels()
  if (!folder) throw new Error('no folder of networks: set MLDB_MODELS to one that holds inception-v3/')
  const tfjs = ['core', 'layers', 'converter', 'backend-wasm', 'backend-cpu', 'backend-webgpu']
  const server = await createServer({
    configFile: false,
    publicDir: false,
    appType: 'mpa',
    server: {
      port: 0,
      // What is edited meanwhile must not reload the page.
      hmr: false,
      watch: null,
      fs: { allow: [resolve('.'), folder] },
      headers: {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      },
    },
    cacheDir: 'node_modules/.vite-bench',
    optimizeDeps: { entries: [], include: ['comlink', ...tfjs.map((part) => `@tensorflow/tfjs-${part}`)] },
    logLevel: 'error',
  })
  await server.listen()
  const { port } = server.httpServer!.address() as AddressInfo
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', ...args] })
  const page = await browser.newPage()
  page.on('pageerror', (error) => console.error(error))
  await page.goto(`http://localhost:${port}/bench/inception/page/index.html`)
  await page.waitForFunction(() => 'harness' in window)
  if (!(await page.evaluate(() => harness.isolated())))
    throw new Error('the page is not cross-origin isolated')
  return {
    page,
    network: `/@fs${folder}/inception-v3/model.json`,
    browser: browser.version(),
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}
