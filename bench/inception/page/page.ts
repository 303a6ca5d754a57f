import { type Remote, wrap } from 'comlink'
import type { NetworkFiles } from '../../../src/contract/inception.ts'
import { createInception } from '../../../src/engine/models/inception/create-inception.ts'
import type { SpawnedWorker } from '../../../src/engine/models/inception/lane.ts'
import type { EngineWorker } from './engine.worker.ts'

interface Engine {
  worker: Worker
  remote: Remote<EngineWorker>
}

/** Engines of one kind that work at the same time. */
interface Team {
  engines: Engine[]
}

/** What Chromium tells of the memory of a page that is cross-origin isolated. */
interface MemoryMeasurement {
  breakdown: { bytes: number; attribution: { scope: string }[] }[]
}

const teams = new Map<string, Team>()

let pool: ReturnType<typeof createInception> | undefined

const spawn = (): SpawnedWorker => {
  const worker = new Worker(new URL('../../../src/workers/inception.worker.ts', import.meta.url), {
    type: 'module',
  })
  return {
    endpoint: worker,
    terminate: () => worker.terminate(),
    onDeath: (listener) => {
      worker.onerror = (event) => listener(event.message)
    },
  }
}

function startEngine(): Engine {
  const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' })
  return { worker, remote: wrap<EngineWorker>(worker) }
}

async function readFiles(url: string): Promise<NetworkFiles> {
  const modelJson = (await (await fetch(url)).json()) as { weightsManifest: { paths: string[] }[] }
  const shards: Uint8Array[] = []
  for (const path of modelJson.weightsManifest.flatMap((group) => group.paths))
    shards.push(new Uint8Array(await (await fetch(new URL(path, new URL(url, location.href)))).arrayBuffer()))
  const weights = new Uint8Array(await new Blob(shards as BlobPart[]).arrayBuffer())
  const preprocessing = { width: 299, height: 299, subtract: 128, divide: 128, halfPixelCenters: false }
  return { digest: 'bench', format: 'layers-model', modelJson, weights, preprocessing }
}

const harness = {
  isolated: () => crossOriginIsolated,

  /** Starts `count` engines and runs each once, so that all code is compiled.
   *  @returns with the result what that one run asked WebGPU to do */
  start: async (url: string, runner: string, count: number, threads: number, images: number) => {
    const files = await readFiles(url)
    const engines = Array.from({ length: count }, startEngine)
    const start = performance.now()
    await Promise.all(engines.map(({ remote }) => remote.load(runner, files, threads)))
    await engines[0]!.remote.counts()
    const [first] = await Promise.all(engines.map(({ remote }) => remote.run(1, images)))
    const loadMs = performance.now() - start
    teams.set(runner + count, { engines })
    return { loadMs, result: Array.from(first!.result), counts: await engines[0]!.remote.counts() }
  },

  /** Milliseconds an image, all engines of the team together.
   *  @param busy cores that something else keeps busy meanwhile */
  measure: async (runner: string, count: number, batches: number, images: number, busy: number) => {
    const { engines } = teams.get(runner + count)!
    const spinners = Array.from({ length: busy }, startEngine)
    for (const { remote } of spinners) await remote.spin(1)
    for (const { remote } of spinners) void remote.spin(600_000)
    const start = performance.now()
    const runs = await Promise.all(engines.map(({ remote }) => remote.run(batches, images)))
    const elapsed = performance.now() - start
    for (const { worker } of spinners) worker.terminate()
    return { msPerImage: elapsed / (batches * images * count), bytes: runs[0]!.bytes }
  },

  /** The pool of the app itself, with so many engines. */
  openPool: async (url: string, cores: number) => {
    pool = createInception({ spawn, cores })
    await pool.load(await readFiles(url), 'wasm', {})
  },

  /** Photographs through the pool, from their files to features. */
  embedPhotos: async (urls: readonly string[], count: number) => {
    const images = await Promise.all(
      Array.from({ length: count }, async (_, i) => {
        const answer = await fetch(urls[i % urls.length]!)
        return new Uint8Array(await answer.arrayBuffer())
      }),
    )
    const results = await pool!.embed('bench', images, ['pool_3'], {})
    const failed = results.find((result) => 'error' in result)
    if (failed && 'error' in failed) throw new Error(failed.error.message)
  },

  /** Megabytes of JavaScript and its buffers that are in use, by page and worker; memory of WebAssembly is not in them, and
   *  buffers that workers share are in each. */
  liveMemory: async () => {
    const { breakdown } = await (
      performance as unknown as { measureUserAgentSpecificMemory(): Promise<MemoryMeasurement> }
    ).measureUserAgentSpecificMemory()
    return breakdown.flatMap(({ bytes, attribution }) =>
      attribution.map(({ scope }) => ({ scope, megabytes: Math.round(bytes / 2 ** 20) })),
    )
  },

  /** The graphics card. */
  adapter: async () => {
    const info = (await navigator.gpu?.requestAdapter())?.info
    return info && { vendor: info.vendor, architecture: info.architecture, description: info.description }
  },

  stop: (runner: string, count: number) => {
    for (const { worker } of teams.get(runner + count)!.engines) worker.terminate()
    teams.delete(runner + count)
  },
}

export type BenchPage = typeof harness
Object.assign(window, { harness })
