import { type Remote, wrap } from 'comlink'
import type { StorageWorker } from './storage.worker.ts'

let worker: Worker | undefined

/** What the benchmark calls in the page. */
const page = {
  /** A worker of its own for each start, as a page that is opened has. */
  start(): void {
    worker?.terminate()
    worker = new Worker(new URL('./storage.worker.ts', import.meta.url), { type: 'module' })
    api = wrap<StorageWorker>(worker)
  },
  call: <M extends keyof StorageWorker>(
    method: M,
    ...given: Parameters<StorageWorker[M]>
  ): Promise<Awaited<ReturnType<StorageWorker[M]>>> =>
    (api![method] as unknown as (...given: unknown[]) => never)(...given),
}

let api: Remote<StorageWorker> | undefined

export type BenchPage = typeof page
Object.assign(window, { bench: page })
