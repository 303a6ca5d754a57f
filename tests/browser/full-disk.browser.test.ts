// What must hold when storage is full, in Chromium, over private files and over IndexedDB, on a disk that really is full:
// FULL_DISK names the folder of a small one of its own, which is filled with ballast. Quotas that the debugging protocol
// sets do not hold for a worker's storage, so without such a disk there is nothing to test.
//
// mount -t tmpfs -o size=1200m tmpfs /mnt/small
// FULL_DISK=/mnt/small npx vitest run --project browser tests/browser/full-disk.browser.test.ts
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, test } from 'vitest'
import { checkFullDisk } from '../conformance/full-disk.ts'
import { launchBrowser } from './launch.ts'
import type { Page as Harness } from './pages/engine.ts'
import { ENGINE_LIBRARIES } from './pages/engine-libraries.ts'

declare const harness: Harness

const DISK = process.env.FULL_DISK!
let server: ViteDevServer
let origin: string
beforeAll(async () => {
  server = await createServer({
    configFile: false,
    // What is edited meanwhile does not reload the page.
    server: { port: 0, hmr: false, watch: null },
    cacheDir: 'node_modules/.vite-full-disk',
    optimizeDeps: { entries: [], include: ENGINE_LIBRARIES },
    logLevel: 'error',
  })
  await server.listen()
  origin = `http://localhost:${(server.httpServer!.address() as AddressInfo).port}`
})
afterAll(() => server.close())

async function openPage(page: Page, refused: boolean): Promise<void> {
  await page.goto(`${origin}/tests/browser/pages/engine.html`)
  await page.waitForFunction(() => 'harness' in window)
  await page.evaluate((refused) => harness.open(refused), refused)
}

/** How much is to be left of the disk. */
let left: number | undefined

/** Leaves so many bytes of the disk, by ballast. */
async function leave(bytes: number | undefined): Promise<void> {
  left = bytes
  const ballast = join(DISK, 'ballast')
  await writeFile(ballast, '')
  if (bytes === undefined) return
  const { bavail, bsize } = await statfs(DISK)
  const size = Math.max(0, bavail * bsize - bytes)
  const piece = new Uint8Array(1 << 20)
  for (let at = 0; at < size; at += piece.length) {
    await writeFile(ballast, piece.subarray(0, size - at), { flag: 'a' })
  }
}

test.each([
  ['private files', false],
  ['IndexedDB', true],
])('%s', async (_, refused) => {
  const profile = await mkdtemp(join(DISK, 'mldb-web-profile-'))
  const context = await launchBrowser({ profile })
  try {
    const page = await context.newPage()
    await openPage(page, refused)
    await checkFullDisk({
      async send(method, path, body) {
        // The browser clears up behind what failed: that makes room.
        if (left !== undefined && method !== 'GET') await leave(left)
        const [route, parameters = ''] = path.split('?')
        const given = method === 'GET' ? Object.fromEntries(new URLSearchParams(parameters)) : body
        return page.evaluate(([method, path, body]) => harness.request({ method, path, body }), [
          method as 'GET',
          route!,
          given,
        ] as const)
      },
      // What IndexedDB deletes it first appends to a log: with no room at all it cannot.
      leave: (bytes) => leave(refused && bytes === 0 ? 200_000 : bytes),
      reopen: () => openPage(page, refused),
    })
  } finally {
    await context.close()
    await leave(undefined)
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})
