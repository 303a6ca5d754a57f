// npx tsx bench/page/start-up.ts [runs]: how long the page takes to show something (first contentful paint) and to be
// usable (its engine answers a query), on a warm local start: the browser has been here before. Prints one JSON line.
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startApp } from '../../scripts/start-app.ts'
import { engineReady } from '../../tests/browser/console.ts'
import { launchBrowser } from '../../tests/browser/launch.ts'

const runs = Number(process.argv[2] ?? 5)
const app = await startApp({})
const profile = await mkdtemp(join(tmpdir(), 'mldb-web-bench-'))
const browser = await launchBrowser({ profile })
const page = browser.pages()[0] ?? (await browser.newPage())
const measured: { firstPaintMs: number; usableMs: number }[] = []
try {
  for (let run = 0; run <= runs; run++) {
    const started = performance.now()
    await page.goto(app.address)
    await engineReady(page)
    const usableMs = performance.now() - started
    const firstPaintMs = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    )
    if (run > 0) measured.push({ firstPaintMs, usableMs })
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  }
} finally {
  await browser.close()
  await app.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
}
console.log(
  JSON.stringify({
    bench: 'page start-up, warm',
    machine: `${cpus().length} × ${cpus()[0]?.model}`,
    runs,
    firstPaintMs: summary(measured.map((one) => one.firstPaintMs)),
    usableMs: summary(measured.map((one) => one.usableMs)),
  }),
)

function summary(values: number[]) {
  const sorted = values.toSorted((a, b) => a - b).map(Math.round)
  return { min: sorted[0], median: sorted[sorted.length >> 1], max: sorted.at(-1) }
}
