import type { Backend, NetworkFiles } from '../../../contract/inception.ts'
import { NotPlanned } from '../executor/plan/plan.ts'
import { type StartPlan, startOnDevice, startOnProcessor } from '../executor/plan-runner.ts'
import { hasRelaxedSimd, hasSimd } from '../executor/wasm/compile-kernels.ts'
import { type BackendPlatform, openDevice, startTfjs } from './choose-backend.ts'
import { loadNetwork } from './load-network.ts'
import { loadOwnNetwork } from './load-own-network.ts'
import type { Network } from './network.ts'

/** A network on a backend: by our own kernels where they can, else by tfjs.
 *  @returns with it, in a sentence, which of the two it is and why
 *  @throws EngineError `bad-file`, `not-supported` */
export async function loadOnBackend(
  files: NetworkFiles,
  backend: Backend,
  platform: BackendPlatform,
): Promise<{ network: Network; how: string }> {
  const byTfjs = async (): Promise<Network> => {
    await startTfjs(backend, platform)
    return loadNetwork(files)
  }
  if (backend === 'cpu') return { network: await byTfjs(), how: 'TensorFlow.js computes it.' }
  try {
    const { start, how } = await (backend === 'wasm' ? findProcessor() : findDevice(platform))
    const network = loadOwnNetwork(files, start, byTfjs)
    return { network, how: `Our own kernels compute it (${how}).` }
  } catch (error) {
    if (!(error instanceof NotPlanned)) throw error
    return { network: await byTfjs(), how: `TensorFlow.js computes it: ${error.message}.` }
  }
}

interface Found {
  start: StartPlan
  /** What is good, or not so good, about it. */
  how: string
}

function findProcessor(): Found {
  if (!hasSimd()) throw new NotPlanned('our kernels need SIMD')
  return {
    start: startOnProcessor,
    how: hasRelaxedSimd() ? 'fused multiply-add' : 'no fused multiply-add here',
  }
}

async function findDevice(platform: BackendPlatform): Promise<Found> {
  return {
    start: startOnDevice(await openDevice(platform)),
    how: 'one dispatch for all that can run at a time',
  }
}
