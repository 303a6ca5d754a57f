import { createEngine, type Engine } from '../engine/engine.ts'
import { createInception } from '../engine/models/inception/create-inception.ts'
import { createLearning } from '../engine/models/learners/create-learning.ts'
import { sqliteWasmUrl } from '../engine/sqlite/wasm-url.ts'
import { openBrowserStorage } from '../engine/storage/open-browser-storage.ts'
import { workerHandle } from '../rpc/worker-handle.ts'

// Spelled out twice: the bundler finds a worker only where its address stands inside `new Worker`.
const spawnInception = () =>
  workerHandle(
    new Worker(new URL('./inception.worker.ts', import.meta.url), { type: 'module', name: 'inception' }),
  )
const spawnTrees = () =>
  workerHandle(new Worker(new URL('./tree.worker.ts', import.meta.url), { type: 'module', name: 'trees' }))

/** The engine with a browser around it: its storage, and workers of its own for networks and trees.
 *  @param appUrl where the app's own files are served, ending in '/' */
export async function openEngine(appUrl: string): Promise<Engine> {
  const cores = navigator.hardwareConcurrency || 2
  return createEngine({
    storage: await openBrowserStorage(),
    sqlite: { locateFile: () => sqliteWasmUrl },
    inception: createInception({ spawn: spawnInception, cores }),
    learning: createLearning({ spawn: spawnTrees, workers: cores }),
    fetch: self.fetch.bind(self),
    appUrl,
  })
}
