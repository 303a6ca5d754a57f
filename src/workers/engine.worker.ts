import { createEngine, type Engine } from '../engine/engine.ts'
import { createInception } from '../engine/models/inception/create-inception.ts'
import { createLearning } from '../engine/models/learners/create-learning.ts'
import { sqliteWasmUrl } from '../engine/sqlite/wasm-url.ts'
import { openIndexedDb } from '../engine/storage/indexed-db.ts'
import type { EnginePort } from '../rpc/engine-port.ts'
import { packResponse } from '../rpc/pack-response.ts'
import { serve } from '../rpc/serve.ts'
import { workerHandle } from '../rpc/worker-handle.ts'

const spawnInception = () =>
  workerHandle(
    new Worker(new URL('./inception.worker.ts', import.meta.url), { type: 'module', name: 'inception' }),
  )
const spawnTrees = () =>
  workerHandle(new Worker(new URL('./tree.worker.ts', import.meta.url), { type: 'module', name: 'trees' }))
const cores = navigator.hardwareConcurrency || 2
let engine: Promise<Engine>

const open = async (appUrl: string): Promise<Engine> =>
  createEngine({
    storage: await openIndexedDb(),
    sqlite: { locateFile: () => sqliteWasmUrl },
    inception: createInception({ spawn: spawnInception, cores }),
    learning: createLearning({ spawn: spawnTrees, workers: cores }),
    fetch: self.fetch.bind(self),
    appUrl,
  })

serve(
  {
    open: async (appUrl) => void (await (engine = open(appUrl))),
    request: async (request, call) => packResponse(await (await engine).request(request, call)),
  } satisfies EnginePort,
  self,
)
