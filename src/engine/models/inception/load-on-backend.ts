import type { Backend, NetworkFiles } from '../../../contract/inception.ts'
import { NotPlanned } from '../executor/plan/plan.ts'
import { hasRelaxedSimd, hasSimd } from '../executor/wasm/compile-kernels.ts'
import { loadNetwork } from './load-network.ts'
import { loadOwnNetwork } from './load-own-network.ts'
import type { Network } from './network.ts'

/** A network on a backend: by our own kernels where they can, else by tfjs.
 *  @param startTfjs makes tfjs ready for the backend
 *  @returns with it, in a sentence, which of the two it is and why */
export async function loadOnBackend(
  files: NetworkFiles,
  backend: Backend,
  startTfjs: () => Promise<void>,
): Promise<{ network: Network; how: string }> {
  const own = backend === 'wasm' ? tryOwn(files) : undefined
  if (own && 'network' in own) return own
  await startTfjs()
  return {
    network: loadNetwork(files),
    how: own ? `TensorFlow.js computes it: ${own.why}.` : 'TensorFlow.js computes it.',
  }
}

function tryOwn(files: NetworkFiles): { network: Network; how: string } | { why: string } {
  if (!hasSimd()) return { why: 'our kernels need SIMD' }
  try {
    const network = loadOwnNetwork(files)
    const how = hasRelaxedSimd() ? 'fused multiply-add' : 'no fused multiply-add here'
    return { network, how: `Our own kernels compute it (${how}).` }
  } catch (error) {
    if (error instanceof NotPlanned) return { why: error.message }
    throw error
  }
}
