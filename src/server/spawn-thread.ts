import { Worker } from 'node:worker_threads'
import type { Endpoint } from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'

/** A thread of Node as the engine's pools want their workers. */
export interface Thread {
  endpoint: Endpoint
  terminate(): void
  /** Calls `listener` once if the thread stops by itself. */
  onDeath(listener: (reason: string) => void): void
}

/** Found from this file, since code that is given as text looks in the folder that the server was started in. */
const TSX = import.meta.resolve('tsx/esm/api')

/** Starts a TypeScript module as a thread. tsx is registered in it first, as it is in the server itself. */
export function spawnThread(entry: URL): Thread {
  const worker = new Worker(
    `import(${JSON.stringify(TSX)}).then(({ register }) => { register(); return import(${JSON.stringify(entry.href)}) })`,
    { eval: true },
  )
  // A server that has nothing else to do may end.
  worker.unref()
  return {
    endpoint: nodeEndpoint(worker),
    terminate: () => void worker.terminate(),
    onDeath: (listener) => {
      worker.once('error', (error) => listener(error instanceof Error ? error.message : String(error)))
      worker.once('exit', (code) => listener(`it ended with code ${code}`))
    },
  }
}
