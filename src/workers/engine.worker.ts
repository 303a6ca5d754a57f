import type { Engine } from '../engine/engine.ts'
import type { EnginePort } from '../rpc/engine-port.ts'
import { packResponse } from '../rpc/pack-response.ts'
import { serve } from '../rpc/serve.ts'
import { openEngine } from './open-engine.ts'

let engine: Promise<Engine>

serve(
  {
    open: async (appUrl) => {
      engine = openEngine(appUrl)
      await engine
    },
    request: async (request, call) => packResponse(await (await engine).request(request, call)),
  } satisfies EnginePort,
  self,
)
