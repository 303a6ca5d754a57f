import * as tf from '@tensorflow/tfjs-core'
import { EngineError } from '../../../contract/errors.ts'
import type { Backend, EmbedResult, NetworkFiles, NetworkInfo } from '../../../contract/inception.ts'
import { type BackendPlatform, type ChosenBackend, chooseBackend } from './choose-backend.ts'
import { decodeInput } from './decode-input.ts'
import type { DecodeImage } from './decoded-image.ts'
import { BrokenBackend, infer } from './infer.ts'
import { loadOnBackend } from './load-on-backend.ts'
import type { Network, NodeOutput } from './network.ts'
import { inputSize } from './preprocess.ts'
import { listOutputs, resolveOutput } from './resolve-output.ts'
import type { EmbedRequest, InceptionWorkerApi, LoadRequest, Reply, WorkerFailure } from './worker-api.ts'

/** Networks kept on the backend at once; each is some hundred megabytes of weights and buffers. */
const MAX_LOADED = 2

/** Images a batch: a graphics card wants many, a processor gains nothing from more than one (peer baselines: 8 images
 *  at once cost 8 times one) and answers sooner with one. */
const BATCH_SIZE: Record<Backend, number> = { webgpu: 8, wasm: 1, cpu: 1 }

export interface EmbedderPlatform extends BackendPlatform {
  decode: DecodeImage
}

const NOT_LOADED: { failure: WorkerFailure } = {
  failure: { code: 'internal', message: 'The network is not loaded in this worker.', notLoaded: true },
}

interface Loaded {
  network: Network
  files: Pick<NetworkFiles, 'preprocessing'>
  info: NetworkInfo
}

/** The inside of an inception worker: networks on one backend, and images through them. One inference runs at a time;
 *  the images of the next call are decoded meanwhile. */
export function createEmbedder(platform: EmbedderPlatform): InceptionWorkerApi {
  tf.enableProdMode()
  const loaded = new Map<string, Loaded>()
  const rooms = createRooms()
  let chosen: (ChosenBackend & { forced: Backend | undefined }) | undefined
  let turn: Promise<unknown> = Promise.resolve()

  /** Runs one after the other what touches the backend. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work)
    turn = result.catch(() => {})
    return result
  }

  const load = async ({ files, backend, skip = {} }: LoadRequest): Promise<NetworkInfo> => {
    if (!chosen || chosen.forced !== backend || chosen.backend in skip) {
      disposeAll(loaded)
      chosen = { ...(await chooseBackend(platform, backend, skip)), forced: backend }
    }
    const known = loaded.get(files.digest)
    if (known) return known.info
    if (loaded.size >= MAX_LOADED) evictOldest(loaded)
    const { network, how } = await loadOnBackend(files, chosen.backend, platform)
    const info: NetworkInfo = {
      digest: files.digest,
      backend: chosen.backend,
      reason: `${chosen.reason} ${how}`,
      outputs: listOutputs(network),
      batchSize: BATCH_SIZE[chosen.backend],
    }
    loaded.set(files.digest, { network, files: { preprocessing: files.preprocessing }, info })
    return info
  }

  /** A backend that starts may still not take a network: too little memory, a shader that does not compile. */
  const loadSomewhere = async (request: LoadRequest): Promise<NetworkInfo> => {
    try {
      return await load(request)
    } catch (error) {
      const broken = chosen?.backend
      const isLast = broken === undefined || broken === 'cpu' || request.backend !== undefined
      if (error instanceof EngineError || isLast) throw error
      const message = error instanceof Error ? error.message : String(error)
      const skip = { ...request.skip, [broken]: message }
      return loadSomewhere({ ...request, skip }).catch(() => {
        // No backend takes it, so it is the file's fault: the next network begins with the fastest again.
        chosen = undefined
        throw error
      })
    }
  }

  const embed = async ({ digest, images, outputs }: EmbedRequest): Promise<Reply<EmbedResult[]>> => {
    const entry = loaded.get(digest)
    if (!entry) return NOT_LOADED
    const nodes = outputs.map((name) => resolveOutput(entry.network, name))
    const { preprocessing } = entry.files
    const room = images.map(() => rooms.take(inputSize(preprocessing)))
    try {
      const inputs = await Promise.all(
        images.map((bytes, i) =>
          decodeInput(platform.decode, bytes, preprocessing, entry.info.backend, room[i]),
        ),
      )
      return await inTurn(async () =>
        // It may have made room for another network while the images were decoded.
        loaded.get(digest) === entry ? { value: await embedDecoded(entry, inputs, nodes) } : NOT_LOADED,
      )
    } finally {
      rooms.give(room)
    }
  }

  return {
    load: (request) => reply(() => inTurn(async () => ({ value: await loadSomewhere(request) }))),
    embed: (request) => reply(() => embed(request)),
    memory: async () => {
      // A tfjs that was never started has no backend to ask.
      const { numTensors, numBytes } = tf.getBackend() ? tf.memory() : { numTensors: 0, numBytes: 0 }
      const own = [...loaded.values()].reduce((sum, { network }) => sum + (network.bytes?.() ?? 0), 0)
      return { tensors: numTensors, bytes: numBytes + own }
    },
  }
}

async function embedDecoded(
  { network, info }: Loaded,
  inputs: (Float32Array | EngineError)[],
  nodes: NodeOutput[],
): Promise<EmbedResult[]> {
  const good = inputs.filter((input) => input instanceof Float32Array)
  const features = good.length === 0 ? [] : await infer({ network, backend: info.backend }, good, nodes)
  let next = 0
  return inputs.map((input) =>
    input instanceof EngineError
      ? { error: { code: input.code, message: input.message } }
      : { outputs: features[next++]! },
  )
}

/** Arrays that are used again: one of a megabyte for each image costs as much of the processor in fresh pages as its resize. */
function createRooms() {
  let free: Float32Array[] = []
  return {
    take: (length: number): Float32Array => {
      free = free.filter((room) => room.length === length)
      return free.pop() ?? new Float32Array(length)
    },
    give: (rooms: readonly Float32Array[]): void => {
      free = [...free, ...rooms].slice(0, 2 * Math.max(...Object.values(BATCH_SIZE)))
    },
  }
}

function disposeAll(loaded: Map<string, Loaded>): void {
  for (const { network } of loaded.values()) network.dispose()
  loaded.clear()
}

function evictOldest(loaded: Map<string, Loaded>): void {
  const [digest, oldest] = loaded.entries().next().value!
  oldest.network.dispose()
  loaded.delete(digest)
}

async function reply<T>(work: () => Promise<Reply<T>>): Promise<Reply<T>> {
  try {
    return await work()
  } catch (error) {
    return { failure: toFailure(error) }
  }
}

function toFailure(error: unknown): WorkerFailure {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof EngineError) return { code: error.code, message, detail: error.detail }
  if (error instanceof BrokenBackend) return { code: 'internal', message, broken: true }
  // WebAssembly's memory may be damaged now: the worker must not go on with it.
  if (error instanceof WebAssembly.RuntimeError)
    return {
      code: 'bad-file',
      message: `The network does not load: its shapes do not fit (${message}).`,
      broken: true,
    }
  const operation = /^Unknown op '([^']*)'/.exec(message)?.[1]
  if (operation !== undefined)
    return {
      code: 'not-supported',
      message: `The network has the operation "${operation}", which is not known here.`,
    }
  const what =
    error instanceof TypeError ? 'the attributes of its nodes are not what they should be.' : message
  return { code: 'bad-file', message: `The network does not load: ${what}` }
}
