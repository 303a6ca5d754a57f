import { proxy, wrap } from 'comlink'
import type { Harness } from './storage-worker.ts'

const spawn = () => {
  const worker = new Worker(new URL('./storage-worker.ts', import.meta.url), { type: 'module' })
  return { worker, harness: wrap<Harness>(worker) }
}
let current = spawn()

/** What the test calls in the page. */
const page = {
  promises: () => current.harness.promises(),
  check: (kind: string, promise: string) => current.harness.check(kind, promise),
  writePairs(kind: string) {
    void current.harness.writePairs(
      kind,
      proxy((i: number) => {
        document.title = String(i)
      }),
    )
  },
  readPair: (kind: string) => current.harness.readPair(kind),
  fillIndexedDb: (name: string, count: number) => current.harness.fillIndexedDb(name, count),
  openRefused: (name: string, error: string) => current.harness.openRefused(name, error),
  openMoved: (name: string) => current.harness.openMoved(name),
  /** Ends the worker where it stands, `after` milliseconds into opening what was moved. */
  async killWhileMoving(name: string, after: number) {
    void current.harness.openMoved(name).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, after))
    current.worker.terminate()
    current = spawn()
  },
}

export type Page = typeof page
Object.assign(window, { harness: page })
