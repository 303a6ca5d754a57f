// Memory of one engine on the processor while photographs go through it, decoding included: the resident set of the
// renderer process that holds the page and the worker, its growth after the first hundred images, and what of it is in use. Run by
// `npx tsx bench/inception/memory.bench.ts [IMAGES]`; writes bench/inception/results/memory.json.
import { readFileSync } from 'node:fs'
import { describeMachine } from './describe-machine.ts'
import { openPage } from './open-page.ts'
import type { BenchPage } from './page/page.ts'
import { writeResult } from './write-result.ts'

declare const harness: BenchPage

const count = Number(process.argv[2] ?? 1000)
const STEP = 50
const photos = readFileSync('public/samples/photos.csv', 'utf8')
  .trim()
  .split('\n')
  .slice(1, 51)
  .map((line) => `/public/${line.split(',')[1]}`)

const { page, network, browser, close } = await openPage()
const session = await page.context().browser()!.newBrowserCDPSession()

/** Megabytes of the largest renderer, now and at most so far. */
async function readMemory(): Promise<{ now: number; peak: number }> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => readFileSync(`/proc/${id}/status`, 'utf8'))
    .map((status) => {
      const megabytes = (name: string) =>
        Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024)
      return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') }
    })
  return sizes.reduce((largest, size) => (size.peak > largest.peak ? size : largest))
}

const blank = await readMemory()
await page.evaluate((url) => harness.openPool(url, 1), network)
const samples: { images: number; now: number; peak: number }[] = []
const start = performance.now()
for (let done = 0; done < count; done += STEP) {
  await page.evaluate(([urls, n]) => harness.embedPhotos(urls, n), [photos, STEP] as const)
  samples.push({ images: done + STEP, ...(await readMemory()) })
  console.info(samples.at(-1))
}
const seconds = (performance.now() - start) / 1000
const live = await page.evaluate(() => harness.liveMemory())
await close()

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!
const between = (from: number, to: number): number =>
  median(samples.filter(({ images }) => images > from * count && images <= to * count).map(({ now }) => now))
// The kernel's own peak may be reset between readings: the largest that was seen counts.
const peak = Math.max(...samples.flatMap((sample) => [sample.now, sample.peak]))
writeResult('memory', {
  machine: describeMachine(browser),
  images: count,
  seconds: Math.round(seconds),
  megabytes: {
    pageAlone: blank.now,
    peak,
    engineAtMost: peak - blank.now,
    medianOfSecondFifth: between(0.2, 0.4),
    medianOfLastFifth: between(0.8, 1),
  },
  // After a collection of garbage: beside it, the engine's kernels have their own memory, of the weights as they read them.
  live,
  samples,
})
