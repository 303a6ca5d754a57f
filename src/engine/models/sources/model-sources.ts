// sources/ finds a network's bytes by name, address or file, verifies them, and keeps them by digest so that they work
// with no network the next time. It knows model.json files, addresses and the `models` store; it never runs a network
// (that is ../inception) and knows no SQL. Start here; known-models.ts says what is offered.
import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { ModelInfo } from '../../../contract/rest.ts'
import type { Storage } from '../../storage/storage.ts'
import { BUNDLED, DEFAULT_MODEL, type KnownModel, PUBLIC_MODELS } from './known-models.ts'
import { createModelStore } from './model-store.ts'
import type { LoadedModel } from './model-types.ts'
import { type ReadFile, readModel } from './read-model.ts'
import { listServedModels } from './served-models.ts'

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
   *    TensorFlow.js model.json: http(s), `file:///`, or relative to the app
   *  @param digest the very network to take, as a function that was made earlier demands
   *  @throws EngineError `fetch-failed`, `bad-file`, `not-supported`, `invalid-argument`, `cancelled` */
  load(modelFileUrl: string, call?: Call, digest?: string): Promise<LoadedModel>
  /** Forgets the kept copy of a network. */
  remove(digest: string): Promise<void>
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
    for (const candidate of await candidates(modelFileUrl, options, await store.list(), call)) {
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
    remove: (digest) => store.remove(digest),
  }
}

/** A place where a network may be. */
export interface Candidate {
  info: ModelInfo
  known?: KnownModel
  /** Another place is tried if this one fails. */
  optional: boolean
  /** Changes when the file behind the address does: a kept copy under another stamp is stale. */
  stamp?: string | undefined
  readFile: ReadFile
}

async function candidates(
  modelFileUrl: string,
  options: SourcesOptions,
  kept: ModelInfo[],
  call: Call,
): Promise<Candidate[]> {
  refuseFrozenGraph(modelFileUrl)
  const served = await servedCandidates(options, call)
  if (isAddress(modelFileUrl)) {
    const asked = addressCandidate(modelFileUrl, options)
    const copies = kept.filter(({ url }) => url === asked.info.url).map(keptCandidate)
    const place = served.find(({ info }) => info.url === asked.info.url) ?? asked
    return [{ ...place, optional: copies.length > 0 }, ...copies]
  }
  const known = [...PUBLIC_MODELS, BUNDLED].map((model) => knownCandidate(model, options))
  const all = [...served, ...kept.map(keptCandidate), ...known]
  const named = all.filter(({ info }) => info.name === modelFileUrl)
  if (modelFileUrl === DEFAULT_MODEL) return [...named, ...known]
  if (named.length > 0) return named
  const names = [...new Set([DEFAULT_MODEL, ...all.map(({ info }) => info.name)])].join(', ')
  throw new EngineError(
    'invalid-argument',
    `No network is called "${modelFileUrl}"; known are ${names}, or the address of a model.json.`,
  )
}

/** A copy kept from before: what remains of a served folder when the app is offline. */
const keptCandidate = (info: ModelInfo): Candidate => ({ info, optional: true, readFile: { from: 'store' } })

/** A name has neither a scheme nor a path nor an ending. */
const isAddress = (text: string): boolean => /[:/]/.test(text) || text.endsWith('.json')

function refuseFrozenGraph(modelFileUrl: string): void {
  if (!/^archive\+|\.(pb|zip)([?#]|$)/i.test(modelFileUrl)) return
  throw new EngineError(
    'not-supported',
    `A frozen TensorFlow graph (${modelFileUrl}) cannot be read yet; name "${DEFAULT_MODEL}" or the address of a TensorFlow.js model.json.`,
    { suggestion: DEFAULT_MODEL },
  )
}

function addressCandidate(modelFileUrl: string, options: SourcesOptions): Candidate {
  const isFile = modelFileUrl.startsWith('file:')
  const url = isFile ? modelFileUrl : resolveUrl(modelFileUrl, options.appUrl)
  return {
    info: {
      name: modelFileUrl,
      title: modelFileUrl.split('/').slice(-2).join('/'),
      source: isFile ? 'a file of this database' : 'the address that was given',
      url,
      licence: 'see its source',
      output: 'pool_3',
      outputSize: 0,
      goodFor: 'What its source says.',
      available: true,
    },
    optional: false,
    readFile: isFile ? { from: 'files' } : { from: 'web', patient: true },
  }
}

function resolveUrl(address: string, appUrl: string | undefined): string {
  try {
    const url = new URL(address, appUrl)
    if (/^https?:$/.test(url.protocol)) return url.href
  } catch {
    // falls through to the sentence below
  }
  throw new EngineError(
    'invalid-argument',
    `"${address}" is no address of a network: give http(s)://…/model.json, file:///…/model.json, or a name such as ${DEFAULT_MODEL}.`,
  )
}

async function servedCandidates(options: SourcesOptions, call: Call): Promise<Candidate[]> {
  const served = await listServedModels(options, call)
  const readFile: ReadFile = { from: 'web', patient: true }
  return served.map(({ info, stamp }) => ({ info, stamp, optional: true, readFile }))
}

function knownCandidate(known: KnownModel, { appUrl }: SourcesOptions): Candidate {
  const url = known.bundled && appUrl ? new URL(known.info.url, appUrl).href : known.info.url
  const patient = known.bundled === true
  return { info: { ...known.info, url }, known, optional: true, readFile: { from: 'web', patient } }
}

function otherWeights(modelFileUrl: string, model: LoadedModel, digest: string): EngineError {
  return new EngineError(
    'fetch-failed',
    `The network that this function was made with (${digest.slice(0, 12)}) is gone, and "${modelFileUrl}" now holds other weights (${model.files.digest.slice(0, 12)}), whose features would not fit: create the function again, and train again what was trained on it.`,
    { digest },
  )
}

async function listModels(
  options: SourcesOptions,
  store: ReturnType<typeof createModelStore>,
  call: Call,
): Promise<ModelInfo[]> {
  const kept = await store.list()
  const served = await servedCandidates(options, call)
  const known = [...PUBLIC_MODELS, BUNDLED].map((model) => knownCandidate(model, options))
  const offered = [...served, ...known].map(({ info }) => {
    const copy = kept.find((candidate) => candidate.url === info.url)
    return copy ? { ...info, ...copy, available: true } : info
  })
  return [...offered, ...kept.filter((copy) => !offered.some(({ url }) => url === copy.url))]
}
