// Inception-v3 on the processor, in one Chromium: our kernels, tfjs as it comes and on our optimised graph, and
// onnxruntime-web, on the same weights and pixels, in turns. Run by `npx tsx bench/inception/wasm.bench.ts [ROUNDS]`;
// writes bench/inception/results/wasm.json.
import { cpus } from 'node:os'
import { describeMachine } from './describe-machine.ts'
import { openPage } from './open-page.ts'
import type { BenchPage } from './page/page.ts'
import { writeResult } from './write-result.ts'

declare const harness: BenchPage

interface Entry {
  runner: string
  engines: number
  threads: number
  /** Cores that something else keeps busy meanwhile. */
  busy: number
}

const rounds = Number(process.argv[2] ?? 3)
const cores = cpus().length
const BATCHES = 6
const one = (runner: string, threads = 1): Entry => ({ runner, engines: 1, threads, busy: 0 })
const all = (runner: string, busy = 0): Entry => ({ runner, engines: cores, threads: 1, busy })
const entries = [
  one('tfjs layers wasm'),
  all('tfjs optimised graph wasm'),
  one('ours wasm'),
  all('ours wasm'),
  all('ours wasm', 1),
  one('onnxruntime-web wasm', cores),
  all('onnxruntime-web wasm'),
]
const nameOf = ({ runner, engines, threads, busy }: Entry): string =>
  `${runner}, ${engines} x ${threads}${busy > 0 ? `, beside ${busy} busy` : ''}`

const { page, network, browser, close } = await openPage()
const times = new Map<string, number[]>(entries.map((entry) => [nameOf(entry), []]))
const vectors = new Map<string, number[]>()
const loads: Record<string, number> = {}
for (let round = 0; round < rounds; round++)
  for (const entry of entries) {
    // Each time anew: engines that wait hold memory, and compiled code is the same.
    const { runner, engines, busy } = entry
    const started = await page.evaluate(([url, e]) => harness.start(url, e.runner, e.engines, e.threads, 1), [
      network,
      entry,
    ] as const)
    loads[nameOf(entry)] ??= Math.round(started.loadMs)
    vectors.set(runner, started.result)
    await page.evaluate(([r, n]) => harness.measure(r, n, 3, 1, 0), [runner, engines] as const)
    const { msPerImage } = await page.evaluate(([r, n, b, i, spin]) => harness.measure(r, n, b, i, spin), [
      runner,
      engines,
      BATCHES,
      1,
      busy,
    ] as const)
    times.get(nameOf(entry))!.push(msPerImage)
    await page.evaluate(([r, n]) => harness.stop(r, n), [runner, engines] as const)
    console.info(nameOf(entry), msPerImage.toFixed(1))
  }
await close()

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!
const ms = Object.fromEntries([...times].map(([name, values]) => [name, Number(median(values).toFixed(1))]))
const of = (entry: Entry): number => ms[nameOf(entry)]!
const stock = vectors.get('tfjs layers wasm')!
const largestDifference = Object.fromEntries(
  [...vectors].map(([name, vector]) => [
    name,
    Math.max(...vector.map((value, i) => Math.abs(value - stock[i]!))),
  ]),
)
const ours = of(all('ours wasm'))
writeResult('wasm', {
  machine: describeMachine(browser),
  rounds,
  msPerImage: ms,
  allMsPerImage: Object.fromEntries(
    [...times].map(([name, v]) => [name, v.map((x) => Number(x.toFixed(1)))]),
  ),
  loadAndFirstMs: loads,
  largestDifference,
  ratios: {
    toStockTfjs: ratio(of(one('tfjs layers wasm')), ours),
    toOnnxruntimeThreads: ratio(ms[nameOf(one('onnxruntime-web wasm', cores))], ours),
    besideBusyCore: ratio(ours, of(all('ours wasm', 1))),
    oneEngineToStockTfjs: ratio(of(one('tfjs layers wasm')), of(one('ours wasm'))),
  },
})

function ratio(theirs: number | undefined, own: number): number | undefined {
  return theirs === undefined ? undefined : Number((theirs / own).toFixed(2))
}
