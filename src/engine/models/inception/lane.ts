import { type Endpoint, type Remote, wrap } from 'comlink'
import { EngineError } from '../../../contract/errors.ts'
import type { Backend, EmbedResult, NetworkFiles, NetworkInfo } from '../../../contract/inception.ts'
import type { EmbedRequest, InceptionWorkerApi, Reply, Skipped, WorkerFailure } from './worker-api.ts'

/** A worker as its surroundings start it: a browser's module worker or a thread of Node. */
export interface SpawnedWorker {
  endpoint: Endpoint
  terminate(): void
  /** Calls `listener` once if the worker stops by itself. */
  onDeath(listener: (reason: string) => void): void
}

/** A network and the backend it is wanted on; undefined is the fastest that works. */
export interface WantedNetwork {
  files: NetworkFiles
  backend: Backend | undefined
}

/** One place of the pool: a worker, and whoever replaces it when it dies. */
export interface Lane {
  load(network: WantedNetwork): Promise<NetworkInfo>
  /** Results in the order of the images. Loads the network first where it is not loaded.
   *  @throws EngineError what the request has wrong, or `worker-died` if no worker keeps alive */
  embed(network: WantedNetwork, request: EmbedRequest): Promise<EmbedResult[]>
  close(): void
}

interface LiveWorker {
  spawned: SpawnedWorker
  remote: Remote<InceptionWorkerApi>
  /** Rejects when it stops, however that came: all calls that wait for an answer end with it. */
  died: Promise<never>
  stop(reason: Error): void
  /** The backend each network was asked for on. */
  loaded: Map<string, Backend | undefined>
}

/** The worker stopped, or had to be stopped, while it worked. */
class WorkerLost extends Error {
  readonly failure: WorkerFailure | undefined

  constructor(message: string, failure?: WorkerFailure) {
    super(message)
    this.failure = failure
  }
}

/** What went wrong in any lane of a pool, for all of them to know and to tell. */
export interface Troubles {
  /** Backends that broke twice. */
  skip: Skipped
  /** Why a worker had to be replaced, last. */
  lost?: string
}

/** @param troubles this lane adds to them
 *  @param onInfo called whenever a network was loaded: after a failure it may be on another backend */
export function createLane(
  spawn: () => SpawnedWorker,
  troubles: Troubles,
  onInfo: (info: NetworkInfo) => void,
): Lane {
  let live: LiveWorker | undefined
  let backend: Backend | undefined
  /** Ends when no image is being retried: retries run alone, so that it is known which image kills a worker. */
  let quarantine: Promise<unknown> = Promise.resolve()

  const worker = (): LiveWorker => {
    live ??= startWorker(spawn, () => {
      live = undefined
    })
    return live
  }

  const drop = (reason: Error): void => live?.stop(reason)

  const ask = async <T>(
    call: (remote: Remote<InceptionWorkerApi>) => Promise<Reply<T>>,
  ): Promise<Reply<T>> => {
    const { remote, died } = worker()
    return Promise.race([call(remote), died])
  }

  const load = async ({ files, backend: forced }: WantedNetwork): Promise<NetworkInfo> => {
    const { loaded } = worker()
    const reply = await ask(
      (remote) => remote.load({ files, backend: forced, skip: troubles.skip }) as Promise<Reply<NetworkInfo>>,
    )
    const found = unwrap(reply)
    const { lost } = troubles
    const info =
      lost === undefined ? found : { ...found, reason: `${found.reason} ${describeReplacement(lost)}` }
    if ([...loaded.values()].some((other) => other !== forced)) loaded.clear()
    loaded.set(files.digest, forced)
    backend = info.backend
    onInfo(info)
    return info
  }

  const attempt = async (network: WantedNetwork, request: EmbedRequest): Promise<EmbedResult[]> => {
    const { loaded } = worker()
    const ready = loaded.has(request.digest) && loaded.get(request.digest) === network.backend
    if (!ready) await load(network)
    const reply = await ask((remote) => remote.embed(request) as Promise<Reply<EmbedResult[]>>)
    if ('value' in reply) return reply.value
    if (reply.failure.notLoaded) {
      loaded.delete(request.digest)
      return attempt(network, request)
    }
    if (!reply.failure.broken) throw toError(reply.failure)
    const error = new WorkerLost(reply.failure.message, reply.failure)
    drop(error)
    throw error
  }

  const retry = async (network: WantedNetwork, request: EmbedRequest): Promise<EmbedResult[]> => {
    if (request.images.length > 1) return retryEach(network, request)
    try {
      return await attempt(network, request)
    } catch (error) {
      if (!(error instanceof WorkerLost)) throw error
      const mayFallBack =
        error.failure?.broken && network.backend === undefined && backend && backend !== 'cpu'
      if (!mayFallBack) return [{ error: { code: 'worker-died', message: describeLoss(error) } }]
      troubles.skip[backend!] ??= error.message
      return retry(network, request)
    }
  }

  const retryEach = async (network: WantedNetwork, request: EmbedRequest): Promise<EmbedResult[]> => {
    const results: EmbedResult[] = []
    for (const image of request.images)
      results.push(...(await retry(network, { ...request, images: [image] })))
    return results
  }

  return {
    load: async (network) => {
      try {
        return await load(network)
      } catch (error) {
        if (!(error instanceof WorkerLost)) throw error
        drop(error)
        if (error.failure) throw toError(error.failure)
        throw new EngineError('worker-died', `The worker of the network does not start (${error.message}).`)
      }
    },

    embed: async (network, request) => {
      await quarantine
      try {
        return await attempt(network, request)
      } catch (error) {
        if (!(error instanceof WorkerLost)) throw error
        troubles.lost = error.message
        const retried = quarantine.then(() => retry(network, request))
        quarantine = retried.catch(() => {})
        return retried
      }
    },

    close: () => drop(new EngineError('worker-died', 'The network was closed while it computed.')),
  }
}

function startWorker(spawn: () => SpawnedWorker, onGone: () => void): LiveWorker {
  const spawned = spawn()
  let reject = (_: Error): void => {}
  const died = new Promise<never>((_, fail) => {
    reject = fail
  })
  died.catch(() => {}) // It may die while nobody waits.
  let gone = false
  const stop = (reason: Error): void => {
    if (gone) return
    gone = true
    spawned.terminate()
    onGone()
    reject(reason)
  }
  spawned.onDeath((reason) => stop(new WorkerLost(reason)))
  return { spawned, remote: wrap<InceptionWorkerApi>(spawned.endpoint), died, stop, loaded: new Map() }
}

function unwrap<T>(reply: Reply<T>): T {
  if ('value' in reply) return reply.value
  throw reply.failure.broken ? new WorkerLost(reply.failure.message, reply.failure) : toError(reply.failure)
}

const toError = ({ code, message, detail }: WorkerFailure): EngineError =>
  new EngineError(code, message, detail)

const describeReplacement = (message: string): string =>
  `A worker was replaced while it computed (${message}).`

const describeLoss = (error: WorkerLost): string =>
  `The worker of the network stopped twice on this image (${error.message}).`
