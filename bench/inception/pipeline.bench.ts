// From 200 photographs of one to two megapixels to stored features, through /v1 of the built app, beside the same number
// of images whose pixels are ready through the same kernels: in two Chromiums of one kind, in turns. What fetching, decoding,
// resizing, hashing and storing cost is the ratio of the two. Run by `npx tsx bench/inception/pipeline.bench.ts [ROUNDS]
// [IMAGES]`; writes bench/inception/results/pipeline.json.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { findChromium } from '../../scripts/find-chromium.ts'
import { startApp } from '../../scripts/start-app.ts'
import { listen } from '../../src/server/listen.ts'
import { engineReady, rows, send } from '../../tests/browser/console.ts'
import { sharedModels } from '../../tests/browser/shared-models.ts'
import { describeMachine } from './describe-machine.ts'
import { makePhotos } from './make-photos.ts'
import { openPage } from './open-page.ts'
import type { BenchPage } from './page/page.ts'
import { writeResult } from './write-result.ts'

declare const harness: BenchPage

const rounds = Number(process.argv[2] ?? 3)
const count = Number(process.argv[3] ?? 200)
const cores = cpus().length
const RUNNER = 'ours wasm'

const photos = await makePhotos(count)
/** What follows the end of a JPEG is no part of the picture: each round has other bytes, so that no feature is known. */
const photoServer = await listen(async ({ url }, response) => {
  const [, round = '', index = ''] = (url ?? '').split('/')
  const photo = Buffer.concat([photos[Number(index)]!, Buffer.from(round.padStart(8))])
  response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Length': photo.length }).end(photo)
}, 0)
const app = await startApp({ models: sharedModels() })
const { page, network, browser, close } = await openPage()
// In a profile on the disk, as users have it: in a private window storage is in the memory of the browser's own process.
const profile = mkdtempSync(join(tmpdir(), 'pipeline-'))
const context = await chromium.launchPersistentContext(profile, {
  executablePath: findChromium(),
  args: ['--no-sandbox'],
})
const appPage = await context.newPage()
await appPage.goto(app.address)
await engineReady(appPage)
await must('PUT', '/v1/functions/features', {
  type: 'tensorflow.graph',
  params: { modelFileUrl: 'inception-v3', outputs: 'pool_3', backend: 'wasm' },
})
await page.evaluate(([url, r, n]) => harness.start(url, r, n, 1, 1), [network, RUNNER, cores] as const)
await inference(5)
await transform('warm', 2 * cores, true)

const sessions = await Promise.all(
  [page.context(), context].map((one) => one.browser()!.newBrowserCDPSession()),
)
const KINDS = {
  inference: () => inference(Math.ceil(count / cores)),
  local: (round: number) => transform(String(round), count, true),
  served: (round: number) => transform(String(round), count, false),
}
type Kind = keyof typeof KINDS
const kinds = Object.keys(KINDS) as Kind[]
const times: Record<Kind, number[]> = { inference: [], local: [], served: [] }
const processor: Record<Kind, number[]> = { inference: [], local: [], served: [] }
for (let round = 0; round < rounds; round++)
  for (const kind of kinds) {
    const before = await processorTime()
    times[kind].push(await KINDS[kind](round))
    processor[kind].push(differenceOf(before, await processorTime()))
    console.info(kind, times[kind].at(-1)!.toFixed(1))
  }
await close()
await context.close()
rmSync(profile, { recursive: true })
await app.close()
await photoServer.close()

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!
const rounded = (all: Record<Kind, number[]>): Record<string, number[]> =>
  Object.fromEntries(kinds.map((kind) => [kind, all[kind].map((value) => Number(value.toFixed(1)))]))
writeResult('pipeline', {
  machine: describeMachine(browser),
  rounds,
  images: count,
  photo: {
    meanKilobytes: Math.round(photos.reduce((sum, { length }) => sum + length, 0) / count / 1000),
    megapixels: '1 to 2',
  },
  msPerImage: rounded(times),
  // Of all of the browser's processes, with the dropping of the files: less moved by what else the machine does.
  processorMsPerImage: rounded(processor),
  localToInference: ratio(times.local),
  servedToInference: ratio(times.served),
})

function ratio(transforms: number[]): number {
  return Number(median(transforms.map((ms, i) => ms / times.inference[i]!)).toFixed(3))
}

/** Seconds of processor time that each process of the browser has used. */
async function processorTime(): Promise<Map<string, number>> {
  const all = await Promise.all(sessions.map((session) => session.send('SystemInfo.getProcessInfo')))
  return new Map(
    all.flatMap(({ processInfo }) => processInfo.map(({ id, type, cpuTime }) => [`${type} ${id}`, cpuTime])),
  )
}

/** Milliseconds an image. */
function differenceOf(before: Map<string, number>, after: Map<string, number>): number {
  const parts = [...after].map(
    ([name, seconds]) => [name, ((seconds - (before.get(name) ?? 0)) * 1000) / count] as const,
  )
  console.info(parts.map(([name, ms]) => `${name}: ${ms.toFixed(1)}`).join(', '))
  return parts.reduce((sum, [, ms]) => sum + ms, 0)
}

/** Milliseconds an image, all engines together. */
async function inference(batches: number): Promise<number> {
  const { msPerImage } = await page.evaluate(([r, n, b]) => harness.measure(r, n, b, 1, 0), [
    RUNNER,
    cores,
    batches,
  ] as const)
  return msPerImage
}

/** Milliseconds an image, from a table of addresses to a stored dataset.
 *  @param local the files were dropped into the page before; else a server is asked for them */
async function transform(round: string, images: number, local: boolean): Promise<number> {
  const name = `${local ? 'local' : 'served'}${round}`
  const urls = Array.from({ length: images }, (_, i) => `${photoServer.address}${name}/${i}`)
  if (local) await drop(urls)
  const addresses = local ? urls.map((url) => `file://${new URL(url).pathname}`) : urls
  await must('PUT', `/v1/datasets/photos_${name}`, { type: 'tabular' })
  await must(
    'POST',
    `/v1/datasets/photos_${name}/multirows`,
    addresses.map((url, i) => [`r${i}`, [['url', url, 0]]]),
  )
  await must('POST', `/v1/datasets/photos_${name}/commit`)
  const start = performance.now()
  await must('POST', '/v1/procedures', {
    type: 'transform',
    params: {
      inputData: `SELECT features({url}) AS * FROM photos_${name}`,
      outputDataset: `features_${name}`,
    },
  })
  const elapsed = performance.now() - start
  const stored = `SELECT count(*) AS n FROM features_${name} WHERE pool_3 IS NOT NULL`
  const [{ n } = { n: 0 }] = await rows(appPage, stored)
  if (n !== images) throw new Error(`${String(n)} of ${images} features are stored`)
  return elapsed / images
}

/** Puts the photographs among the files of the page's own storage, as dropping them does. */
function drop(urls: string[]): Promise<void> {
  return appPage.evaluate(async (all) => {
    const { mldb } = window as unknown as {
      mldb: { files: { put(path: string, bytes: Uint8Array): Promise<void> } }
    }
    for (const url of all) {
      const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer())
      await mldb.files.put(new URL(url).pathname.slice(1), bytes)
    }
  }, urls)
}

async function must(method: 'PUT' | 'POST', path: string, body?: unknown): Promise<void> {
  const answer = await send(appPage, method, path, body)
  if (answer.status >= 400) throw new Error(JSON.stringify(answer.body))
}
