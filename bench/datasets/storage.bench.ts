// What keeping data costs in Chromium, over private files and over IndexedDB, with the engine in a worker as in the app:
// opening a database of embedded images to the answer of the first query, and committing a row to 100 MB of them.
//
// npx tsx bench/datasets/storage.bench.ts [IMAGES] [KIND]     10,000 images of 2,048 numbers, both kinds by default
// Prints JSON and writes it to bench/datasets/results/storage[-KIND].json. Bars: 1,500 ms; 50 ms and 1 MB.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { createServer } from 'vite'
import { launchBrowser } from '../../tests/browser/launch.ts'
import { ENGINE_LIBRARIES } from '../../tests/browser/pages/engine-libraries.ts'
import { describeMachine } from '../inception/describe-machine.ts'
import type { BenchPage } from './page/page.ts'

declare const bench: BenchPage

const IMAGES = Number(process.argv[2] ?? 10_000)
const STARTS = 5
const COMMITS = 100
const KIND = process.argv[3]
const KINDS = ['private files', 'IndexedDB'].filter((kind) => KIND === undefined || kind === KIND)
const QUERIES = {
  labels: 'SELECT label, count(*) AS n FROM photos GROUP BY label',
  vectors: 'SELECT label, avg(norm(pool_3, 2)) AS n FROM photos GROUP BY label',
}

const server = await createServer({
  configFile: false,
  publicDir: false,
  appType: 'mpa',
  server: { port: 0, hmr: false, watch: null },
  cacheDir: 'node_modules/.vite-bench-storage',
  optimizeDeps: { entries: [], include: ENGINE_LIBRARIES },
  logLevel: 'error',
})
await server.listen()
const { port } = server.httpServer!.address() as AddressInfo
const profile = await mkdtemp(join(tmpdir(), 'mldb-web-bench-'))
const browser = await launchBrowser({ profile })
const page: Page = browser.pages()[0] ?? (await browser.newPage())
page.on('pageerror', (error) => console.error(error))

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!
const round = (value: number): number => Math.round(value * 10) / 10

/** Opens the database anew a few times and asks. */
async function measureOpening(kind: string, name: string, q: string) {
  const taken: { openMs: number; answerMs: number; rows: number }[] = []
  for (let i = 0; i < STARTS; i++) {
    await page.evaluate(() => bench.start())
    taken.push(
      await page.evaluate(([kind, name, q]) => bench.call('openAndQuery', kind!, name!, q!), [kind, name, q]),
    )
  }
  return {
    openMs: round(median(taken.map(({ openMs }) => openMs))),
    answerMs: round(median(taken.map(({ answerMs }) => answerMs))),
    slowestMs: round(Math.max(...taken.map(({ answerMs }) => answerMs))),
  }
}

async function measureCommits(nameOf: (i: number) => string) {
  const taken: { ms: number; bytes: number }[] = []
  for (let i = 0; i < COMMITS; i++) {
    taken.push(
      await page.evaluate(([name, label]) => bench.call('writeRow', name!, label!), [nameOf(i), `new ${i}`]),
    )
  }
  return {
    firstMs: round(taken[0]!.ms),
    medianMs: round(median(taken.slice(1).map(({ ms }) => ms))),
    slowestMs: round(Math.max(...taken.slice(1).map(({ ms }) => ms))),
    medianBytes: median(taken.map(({ bytes }) => bytes)),
    mostBytes: Math.max(...taken.map(({ bytes }) => bytes)),
  }
}

try {
  await page.goto(`http://localhost:${port}/bench/datasets/page/index.html`)
  await page.waitForFunction(() => 'bench' in window)
  const results: Record<string, object> = {}
  for (const kind of KINDS) {
    for (const [name, type, rows] of [
      ['dense', 'tabular', IMAGES],
      ['sparse', 'sparse.mutable', Math.ceil(IMAGES * 1.25)],
    ] as const) {
      await page.evaluate(() => bench.start())
      await page.evaluate(([kind, name, type, rows]) => bench.call('fill', kind, name, type, rows), [
        kind,
        name,
        type,
        rows,
      ] as const)
    }
    console.info(`${kind}: written`)
    const labels = await measureOpening(kind, 'dense', QUERIES.labels)
    const vectors = await measureOpening(kind, 'dense', QUERIES.vectors)
    await page.evaluate(() => bench.start())
    await page.evaluate(
      ([kind, q]) => bench.call('openAndQuery', kind!, 'sparse', q!),
      [kind, QUERIES.labels],
    )
    console.info(JSON.stringify({ labels, vectors }))
    const record = await measureCommits((i) => `new${i}`)
    const overwrite = await measureCommits(() => 'photo77')
    results[kind] = { firstQuery: { labels, vectors }, commit: { record, overwrite } }
  }
  const entry = {
    bench: 'storage',
    when: new Date().toISOString(),
    machine: describeMachine(browser.browser()?.version() ?? ''),
    images: IMAGES,
    megabytes: { dense: round((IMAGES * 8_192) / 1e6), sparse: round((IMAGES * 1.25 * 8_192) / 1e6) },
    results,
  }
  const name = KIND === undefined ? 'storage' : `storage-${KIND.replaceAll(' ', '-')}`
  await writeFile(`bench/datasets/results/${name}.json`, `${JSON.stringify(entry, null, 2)}\n`)
  console.info(JSON.stringify(entry, null, 2))
} finally {
  await browser.close()
  await server.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
}
