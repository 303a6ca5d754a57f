import { EngineError } from '../../../contract/errors.ts'
import type {
  Backend,
  EmbedResult,
  InceptionApi,
  NetworkFiles,
  NetworkInfo,
} from '../../../contract/inception.ts'
import type { Call } from '../../../contract/progress.ts'
import { createLane, type Lane, type SpawnedWorker, type Troubles } from './lane.ts'
import { whenAborted } from './when-aborted.ts'

export interface InceptionOptions {
  spawn: () => SpawnedWorker
  /** Processor cores that may be used. */
  cores: number
}

/** Engines at once without a graphics card: each holds a copy of the network, and past four the memory's speed
 *  is what limits them. */
const MAX_WORKERS = 4

interface Loaded {
  files: NetworkFiles
  backend: Backend | undefined
  info: NetworkInfo
}

/** Networks in a pool of workers: one where there is a graphics card, else one single-threaded engine per core, which
 *  is faster than one engine on all cores. Workers start when first needed; one that dies or whose backend breaks
 *  is replaced, and its images are tried once more. */
export function createInception({ spawn, cores }: InceptionOptions): InceptionApi & { close(): void } {
  const networks = new Map<string, Loaded>()
  const lanes: Lane[] = []
  const troubles: Troubles = { skip: {} }
  /** A network that fell back to another backend stays there, with another size of batches and number of workers. */
  const remember = (info: NetworkInfo): void => {
    const network = networks.get(info.digest)
    if (network) network.info = info
  }
  const lane = (index: number): Lane => (lanes[index] ??= createLane(spawn, troubles, remember))

  const load = async (
    files: NetworkFiles,
    backend: Backend | undefined,
    call: Call,
  ): Promise<NetworkInfo> => {
    const known = networks.get(files.digest)
    // The caller's copy gives way to the one that all share.
    files.weights = known?.files.weights ?? shareBytes(files.weights)
    if (known && known.backend === backend) return known.info
    const info = await cancellable(lane(0).load({ files, backend }), call)
    networks.set(files.digest, { files: { ...files }, backend, info })
    return info
  }

  const embed = async (
    digest: string,
    images: Uint8Array[],
    outputs: string[],
    call: Call,
  ): Promise<EmbedResult[]> => {
    const network = networks.get(digest)
    if (!network) throw new EngineError('internal', 'A network must be loaded before images go through it.')
    const results: EmbedResult[] = new Array(images.length)
    const step = { phase: 'images', step: 'inception', total: images.length } as const
    let next = 0
    let done = 0
    let stopped = call.signal?.aborted ?? false

    const takeTurns = async (worker: Lane): Promise<void> => {
      while (next < images.length && !stopped) {
        const start = next
        next = Math.min(images.length, next + network.info.batchSize)
        const batch = images.slice(start, next)
        const embedded = await worker.embed(network, { digest, images: batch, outputs })
        for (const [i, result] of embedded.entries()) results[start + i] = result
        done += embedded.length
        if (!stopped) call.onProgress?.({ ...step, done })
      }
    }

    const workers = Math.min(
      workersFor(network.info.backend, cores),
      Math.ceil(images.length / network.info.batchSize),
    )
    // Two turns a worker, so that the next images are decoded while the network computes.
    const turns = Array.from({ length: workers * 2 }, (_, i) => takeTurns(lane(i % workers)))
    try {
      await cancellable(Promise.all(turns), call)
    } finally {
      stopped = true
    }
    return results
  }

  return {
    load,
    embed,
    describe: (digest) => networks.get(digest)?.info,
    close: () => {
      for (const worker of lanes) worker.close()
    },
  }
}

const workersFor = (backend: Backend, cores: number): number =>
  backend === 'webgpu' ? 1 : Math.max(1, Math.min(cores, MAX_WORKERS))

/** One copy of the file for all engines, where the page is isolated; elsewhere each gets its own. */
function shareBytes(bytes: Uint8Array): Uint8Array {
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean }
  const mayShare = typeof SharedArrayBuffer === 'function' && crossOriginIsolated !== false
  if (!mayShare || bytes.buffer instanceof SharedArrayBuffer) return bytes
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength))
  shared.set(bytes)
  return shared
}

/** Answers at once when the caller cancels; what runs ends by itself, within a batch. */
async function cancellable<T>(work: Promise<T>, { signal }: Call): Promise<T> {
  const { aborted, release } = whenAborted(signal)
  try {
    return await Promise.race([work, aborted])
  } finally {
    release()
    work.catch(() => {}) // If the race was lost nobody else looks at it.
  }
}
