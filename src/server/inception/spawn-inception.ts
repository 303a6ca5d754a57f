import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import type { SpawnedWorker } from '../../engine/models/inception/lane.ts'

/** Starts a thread of Node for `createInception`. TypeScript is loaded through tsx, as the server itself is. */
export function spawnInception(): SpawnedWorker {
  // Found from here: a thread that is given as text looks for packages in the current folder.
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api')).href
  const entry = new URL('./inception-worker.ts', import.meta.url).href
  const worker = new Worker(
    `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(entry)}) })`,
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
