import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { killBrowser } from './kill-browser.ts'
import { launchBrowser } from './launch.ts'
import type { Page as Harness } from './pages/storage.ts'
import { withPage } from './with-page.ts'

declare const harness: Harness

let server: ViteDevServer
let address: string
beforeAll(async () => {
  server = await createServer({
    configFile: false,
    server: { port: 0 },
    // The app's own page needs plugins that are not here.
    optimizeDeps: { entries: [], include: ['idb', 'comlink'] },
    logLevel: 'error',
  })
  await server.listen()
  address = `http://localhost:${(server.httpServer!.address() as AddressInfo).port}/tests/browser/pages/storage.html`
})
afterAll(() => server.close())

async function open(page: Page): Promise<void> {
  await page.goto(address)
  await page.waitForFunction(() => 'harness' in window)
}

describe.each(['IndexedDB', 'private files'])('%s', (kind) => {
  test('keeps every promise of the storage interface', () =>
    withPage(async ({ page }) => {
      await open(page)
      const promises = await page.evaluate(() => harness.promises())
      expect(promises.length).toBeGreaterThan(5)
      for (const promise of promises) {
        const broken = await page.evaluate(
          ([kind, name]) =>
            harness.check(kind!, name!).then(
              () => '',
              (error) => String(error),
            ),
          [kind, promise],
        )
        expect(`${promise}: ${broken}`).toBe(`${promise}: `)
      }
    }))

  test('a commit that was acknowledged survives the browser being killed, whole', async () => {
    const profile = await mkdtemp(join(tmpdir(), 'mldb-web-profile-'))
    let context = await launchBrowser({ profile })
    try {
      const page = await context.newPage()
      await open(page)
      await page.evaluate((kind) => harness.writePairs(kind), kind)
      await page.waitForFunction(() => Number(document.title) >= 20)
      const acknowledged = Number(await page.title())
      await killBrowser(profile)
      await context.close().catch(() => {})
      context = await launchBrowser({ profile })
      const reopened = await context.newPage()
      await open(reopened)
      const pair = await reopened.evaluate((kind) => harness.readPair(kind), kind)
      expect(pair.run).toBeGreaterThanOrEqual(acknowledged)
      expect(pair).toMatchObject({ chunk: pair.run & 255, length: 200_000 })
    } finally {
      await context.close()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    }
  })
})

test('what an earlier version kept in IndexedDB moves, whenever the move is cut off, and is never passed over', () =>
  withPage(async ({ page }) => {
    await open(page)
    const expected = Array.from({ length: 100 }, (_, i) => ({
      key: `f${i}`,
      size: 100_000,
      first: i,
      same: true,
    })).sort((a, b) => (a.key < b.key ? -1 : 1))
    await page.evaluate(() => harness.fillIndexedDb('old', 100))
    for (const after of [1, 10, 50, 100, 200])
      await page.evaluate((after) => harness.killWhileMoving('old', after), after)
    for (let i = 0; i < 2; i++) {
      const moved = await page.evaluate(() => harness.openMoved('old'))
      expect(moved).toEqual({ files: expected, function: { type: 'sql.expression' }, left: false })
    }
    // Refused for good: IndexedDB for who has nothing yet, never an empty one for who has data.
    const refused = (name: string, error: string) =>
      page.evaluate(([name, error]) => harness.openRefused(name!, error!), [name, error])
    expect(await refused('new', 'SecurityError')).toBeUndefined()
    expect(await refused('old', 'SecurityError')).toMatch(/Nothing is lost: reload/)
    // Refused for now.
    expect(await refused('new', 'UnknownError')).toMatch(/UnknownError.*Nothing is lost: reload/)
    expect((await page.evaluate(() => harness.openMoved('old'))).files).toEqual(expected)
  }))
