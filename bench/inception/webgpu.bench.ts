// Inception-v3 on a graphics card, in one Chromium: our shader, tfjs-webgpu as it comes and onnxruntime-web's, on the
// same weights and pixels, in turns, one image and sixteen at once; and what each asks WebGPU to do. Run by
// `npx tsx bench/inception/webgpu.bench.ts [ROUNDS]` where there is a card; writes bench/inception/results/webgpu.json.
// With `--software` it runs the same way on the processor, for the counts: one image twice, which takes minutes; writes
// webgpu-counts.json.
import { readNetwork } from '../../tests/golden/inception/read-network.ts'
import { countWork } from './count-work.ts'
import { describeMachine } from './describe-machine.ts'
import { openPage } from './open-page.ts'
import type { BenchPage } from './page/page.ts'
import { writeResult } from './write-result.ts'

declare const harness: BenchPage

const software = process.argv.includes('--software')
const rounds = software ? 1 : Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 5)
const runners = ['tfjs layers webgpu', 'ours webgpu']
if (!software) runners.push('onnxruntime-web webgpu')
const FLAGS = software
  ? ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']
  : ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--use-angle=vulkan', '--ignore-gpu-blocklist']
const BATCHES = software ? [1] : [1, 16]
const WARM_UP = software ? 0 : 3
const REPEATS = software ? 1 : 20

const { page, network, browser, close } = await openPage(FLAGS)
const adapter = await page.evaluate(() => harness.adapter())
if (!adapter) throw new Error('this browser has no WebGPU adapter')
console.info(adapter)

const times: Record<string, number[]> = {}
const counts: Record<string, object> = {}
const vectors: Record<string, number[]> = {}
for (let round = 0; round < rounds; round++)
  for (const runner of runners) {
    const started = await page.evaluate(([url, name]) => harness.start(url, name, 1, 1, 1), [
      network,
      runner,
    ] as const)
    vectors[runner] = started.result
    const { boundBytes, ...asked } = started.counts
    // Our one buffer of all values is bound whole each time: what is read and written of it is counted in `work`.
    counts[runner] = runner === 'ours webgpu' ? asked : { ...asked, boundBytes }
    console.info(runner, started.counts)
    for (const images of BATCHES) {
      // Shaders are compiled and buffers made for each size of batch first.
      await page.evaluate(([name, runs, n]) => harness.measure(name, 1, runs, n, 0), [
        runner,
        WARM_UP,
        images,
      ] as const)
      const { msPerImage } = await page.evaluate(
        ([name, repeats, n]) => harness.measure(name, 1, repeats, n, 0),
        [runner, REPEATS, images] as const,
      )
      const key = `${runner}, batch ${images}`
      times[key] = [...(times[key] ?? []), msPerImage]
      console.info(key, msPerImage.toFixed(2))
    }
    await page.evaluate((name) => harness.stop(name, 1), runner)
  }
await close()

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!
const ms = Object.fromEntries(
  Object.entries(times).map(([key, values]) => [key, Number(median(values).toFixed(2))]),
)
const ratio = (runner: string, images: number): number | undefined => {
  const [theirs, ours] = [ms[`${runner}, batch ${images}`], ms[`ours webgpu, batch ${images}`]]
  return theirs && ours ? Number((theirs / ours).toFixed(2)) : undefined
}
const stock = vectors['tfjs layers webgpu']!
writeResult(software ? 'webgpu-counts' : 'webgpu', {
  machine: { ...describeMachine(browser), adapter },
  rounds,
  perImage: counts,
  work: countWork(readNetwork()),
  msPerImage: ms,
  ratios: {
    toStockTfjs: { batch1: ratio('tfjs layers webgpu', 1), batch16: ratio('tfjs layers webgpu', 16) },
    toOnnxruntime: {
      batch1: ratio('onnxruntime-web webgpu', 1),
      batch16: ratio('onnxruntime-web webgpu', 16),
    },
  },
  largestDifference: Object.fromEntries(
    Object.entries(vectors).map(([name, v]) => [
      name,
      Math.max(...v.map((value, i) => Math.abs(value - stock[i]!))),
    ]),
  ),
})
