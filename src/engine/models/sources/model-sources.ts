// sources/ finds a network's bytes by name, address or file, verifies them, and keeps them by digest so that they work
// with no network the next time. It knows model.json files, frozen graphs, zips, addresses and the `models` store; it
// never runs a network (that is ../inception) and knows no SQL. Start here; known-models.ts says what is offered.
import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { ModelInfo, ModelSpeed } from '../../../contract/rest.ts'
import type { Storage } from '../../storage/storage.ts'
import { type Candidate, findCandidates, knownCandidate, servedCandidates } from './candidates.ts'
import { BUNDLED, PUBLIC_MODELS } from './known-models.ts'
import { createModelStore } from './model-store.ts'
import type { LoadedModel } from './model-types.ts'
import { readModel } from './read-model.ts'

/** What finding a network needs of the outside world. */
export interface SourcesOptions {
  storage: Pick<Storage, 'get' | 'keys' | 'commit'>
  /** Files that the user dropped or a run wrote, by `file:///` URL. */
  files: { read(path: string): Promise<Uint8Array | undefined> }
  fetch: typeof fetch
  /** Where the app's own files are served, ending in '/'. */
  appUrl?: string | undefined
}

export interface ModelSources {
  /** Every network that can be named, best first; `available` says which can be had right now. */
  list(call?: Call): Promise<ModelInfo[]>
  /** The bytes of a network.
   *  @param modelFileUrl `inception-v3` (the best there is), another name from the list, or the address of a
   *    TensorFlow.js model.json, a frozen graph (`.pb`) or one in a zip (`archive+<zip>#<member>`): http(s), `file:///`,
   *    or relative to the app
   *  @param digest the very network to take, as a function that was made earlier demands
   *  @throws EngineError `fetch-failed`, `bad-file`, `not-supported`, `invalid-argument`, `cancelled` */
  load(modelFileUrl: string, call?: Call, digest?: string): Promise<LoadedModel>
  /** Forgets the kept copy of a network. @throws EngineError `not-found` */
  remove(digest: string): Promise<void>
  /** Keeps how fast a network was. */
  putSpeed(digest: string, speed: ModelSpeed): Promise<void>
}

/** Finds networks in the order: what the user names; a copy that the app serves; the public release; the bundled one. */
export function createModelSources(options: SourcesOptions): ModelSources {
  const store = createModelStore(options.storage)
  const loading = new Map<string, Promise<LoadedModel>>()

  const load = async (modelFileUrl: string, call: Call = {}, digest?: string): Promise<LoadedModel> => {
    const pinned = digest === undefined ? undefined : await store.get(digest)
    if (pinned) return pinned
    const model = await find(modelFileUrl, call, digest)
    if (digest !== undefined && model.files.digest !== digest) throw otherWeights(modelFileUrl, model, digest)
    return model
  }

  const find = async (modelFileUrl: string, call: Call, digest?: string): Promise<LoadedModel> => {
    const misses: string[] = []
    for (const candidate of await findCandidates(modelFileUrl, options, await store.list(), call)) {
      try {
        const model = await obtain(candidate, call)
        if (digest === undefined || model.files.digest === digest) return { ...model, misses }
        misses.push(`${candidate.info.title}: holds other weights`)
      } catch (error) {
        if (!(error instanceof EngineError) || error.code === 'cancelled') throw error
        misses.push(error.message)
        if (!candidate.optional) throw error
      }
    }
    throw new EngineError(
      'fetch-failed',
      `No network could be loaded for "${modelFileUrl}". ${misses.join(' ')}`,
    )
  }

  /** Calls at the same time share one reading; a failed one is forgotten. */
  const obtain = async (candidate: Candidate, call: Call): Promise<LoadedModel> => {
    const key = candidate.info.url
    const running = loading.get(key)
    if (!running) {
      const started = readOrKept(candidate, call).finally(() => loading.delete(key))
      loading.set(key, started)
      return started
    }
    return running.catch((error: unknown) => {
      // The other caller gave up, this one did not.
      if (error instanceof EngineError && error.code === 'cancelled' && !call.signal?.aborted)
        return obtain(candidate, call)
      throw error
    })
  }

  /** From the store if this very file was read before, else read, verified and kept. A file of this database is read
   *  each time: it may have been replaced. */
  const readOrKept = async (candidate: Candidate, call: Call): Promise<LoadedModel> => {
    const { info, stamp, readFile } = candidate
    const kept =
      readFile.from === 'store'
        ? await store.get(info.digest ?? '')
        : readFile.from === 'web' && (await store.getByUrl(info.url, stamp))
    if (kept) return kept
    if (readFile.from === 'store')
      throw new EngineError('fetch-failed', `The kept copy of ${info.title} is damaged.`)
    return store.put(await readModel(candidate, options, call), stamp)
  }

  return {
    load,
    list: (call = {}) => listModels(options, store, call),
    putSpeed: store.putSpeed,
    remove: async (digest) => {
      if (!(await store.list()).some((kept) => kept.digest === digest))
        throw new EngineError('not-found', `No network with the digest ${digest.slice(0, 80)} is kept here.`)
      await store.remove(digest)
    },
  }
}

function otherWeights(modelFileUrl: string, model: LoadedModel, digest: string): EngineError {
  return new EngineError(
    'fetch-failed',
    `The network that this function was made with (${digest.slice(0, 12)}) is gone, and "${modelFileUrl}" now holds other weights (${model.files.digest.slice(0, 12)}), whose features would not fit: create the function again, and train again what was trained on it.`,
    { digest },
  )
}

/** Best first: what the app serves, what was kept of that and other places, the public releases, the bundled one. */
async function listModels(
  options: SourcesOptions,
  store: ReturnType<typeof createModelStore>,
  call: Call,
): Promise<ModelInfo[]> {
  const kept = await store.list()
  const withCopy = ({ info }: Candidate): ModelInfo => {
    const copy = kept.find(({ url }) => url === info.url)
    return copy ? { ...info, ...copy, available: true } : info
  }
  const served = (await servedCandidates(options, call)).map(withCopy)
  const known = [...PUBLIC_MODELS, BUNDLED].map((model) => withCopy(knownCandidate(model, options)))
  const offered = new Set([...served, ...known].map(({ url }) => url))
  return [...served, ...kept.filter(({ url }) => !offered.has(url)), ...known]
}
