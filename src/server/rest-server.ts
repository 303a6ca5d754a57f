import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Engine } from '../engine/engine.ts'
import { createAppHandler } from './app/app-handler.ts'
import { listen } from './listen.ts'
import { openNodeEngine } from './open-node-engine.ts'
import { createRestHandler } from './rest-handler.ts'

export interface RestServerOptions {
  port: number
  folder?: string | undefined
  models?: string | undefined
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Serves /v1 over HTTP on loopback, and beside it what functions may read by relative addresses: `models/` and
 *  `samples/`. */
export async function startRestServer({ port, folder, models }: RestServerOptions) {
  let answer: ReturnType<typeof createRestHandler> | undefined
  const files = createAppHandler({
    root: join(ROOT, 'public'),
    models,
    bundledModel: join(ROOT, '.cache/models/nsfwjs-inception-v3'),
  })
  const listening = await listen((request, response) => {
    const isRest = /^\/(v1\/|info$)/.test(request.url ?? '')
    return isRest && answer ? answer(request, response) : files(request, response)
  }, port)
  let engine: Engine
  try {
    // Opened when the address is known: functions read `models/` from this very server.
    engine = await openNodeEngine({ folder, appUrl: listening.address })
  } catch (error) {
    await listening.close()
    throw error
  }
  answer = createRestHandler(engine)
  return {
    address: listening.address,
    async close() {
      await listening.close()
      engine.close()
    },
  }
}
