import type { AddressInfo } from 'node:net'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { killBrowser } from './kill-browser.ts'
import { launchBrowser } from './launch.ts'
import type { Harness } from './pages/storage.ts'
import { withPage } from './with-page.ts'

declare const harness: Harness

let server: ViteDevServer
let address: string
beforeAll(async () => {
  server = await createServer({
    configFile: false,
    server: { port: 0 },
    // The app's own page needs plugins that are not here.
    optimizeDeps: { entries: [], include: ['idb'] },
    logLevel: 'error',
  })
  await server.listen()
  address = `http://localhost:${(server.httpServer!.address() as AddressInfo).port}/tests/browser/pages/storage.html`
})
afterAll(() => server.close())

test('IndexedDB keeps every promise of the storage interface', () =>
  withPage(async ({ page }) => {
    await page.goto(address)
    await page.waitForFunction(() => 'harness' in window)
    const promises = await page.evaluate(() => harness.promises)
    expect(promises.length).toBeGreaterThan(5)
    for (const promise of promises) {
      const broken = await page.evaluate(
        (name) =>
          harness.check(name)?.then(
            () => '',
            (error) => String(error),
          ),
        promise,
      )
      expect(`${promise}: ${broken}`).toBe(`${promise}: `)
    }
  }))

test('a commit that was acknowledged survives the browser being killed, whole', () =>
  withPage(async ({ page, context, profile }) => {
    await page.goto(address)
    await page.waitForFunction(() => 'harness' in window)
    await page.evaluate(() => void harness.writePairs())
    await page.waitForFunction(() => Number(document.title) >= 20)
    const acknowledged = Number(await page.title())
    await killBrowser(profile)
    await context.close().catch(() => {})
    const again = await launchBrowser({ profile })
    try {
      const reopened = await again.newPage()
      await reopened.goto(address)
      await reopened.waitForFunction(() => 'harness' in window)
      const pair = await reopened.evaluate(() => harness.readPair())
      expect(pair.run).toBeGreaterThanOrEqual(acknowledged)
      expect(pair).toMatchObject({ chunk: pair.run & 255, length: 200_000 })
    } finally {
      await again.close()
    }
  }))
