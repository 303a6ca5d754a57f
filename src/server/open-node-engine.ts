import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { createEngine, type Engine } from '../engine/engine.ts'
import { createInception } from '../engine/models/inception/create-inception.ts'
import { createLearning } from '../engine/models/learners/create-learning.ts'
import { createMemoryStorage } from '../engine/storage/memory.ts'
import { openFolderStorage } from './folder-storage.ts'
import { spawnInception } from './inception/spawn-inception.ts'
import { spawnThread } from './spawn-thread.ts'

export interface NodeEngineOptions {
  /** Where everything is kept; in memory where it is left out. */
  folder?: string | undefined
  /** Where `models/` and `samples/` are served, ending in '/'. */
  appUrl?: string | undefined
}

/** The engine in Node: SQLite from the package, networks and learners in threads. */
export async function openNodeEngine({ folder, appUrl }: NodeEngineOptions): Promise<Engine> {
  const wasm = await readFile(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))
  const cores = availableParallelism()
  return createEngine({
    storage: folder === undefined ? createMemoryStorage() : await openFolderStorage(folder),
    sqlite: { wasm },
    inception: createInception({ spawn: spawnInception, cores }),
    learning: createLearning({ spawn: spawnTrees, workers: cores }),
    fetch,
    ...(appUrl === undefined ? {} : { appUrl }),
  })
}

const spawnTrees = () => spawnThread(new URL('./learners/tree-worker.ts', import.meta.url))
