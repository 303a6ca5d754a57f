import { Worker } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import type { SpawnedWorker } from '../../engine/models/inception/lane.ts'

/** Starts a thread of Node for `createInception`. TypeScript is loaded through tsx, as the server itself is. */
export function spawnInception(): SpawnedWorker {
  const entry = new URL('./inception-worker.ts', import.meta.url)
  const worker = new Worker(
    `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(entry.href)}) })`,
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
