import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { ModelInfo } from '../../../contract/rest.ts'
import { BUNDLED, DEFAULT_MODEL, type KnownModel, PUBLIC_MODELS } from './known-models.ts'
import type { SourcesOptions } from './model-sources.ts'
import { formatPlace, parsePlace } from './place.ts'
import type { ReadFile } from './reader.ts'
import { listServedModels } from './served-models.ts'

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

/** The places to try for a name or an address, best first.
 *  @throws EngineError `invalid-argument` for what is neither name nor address */
export async function findCandidates(
  modelFileUrl: string,
  options: SourcesOptions,
  kept: ModelInfo[],
  call: Call,
): Promise<Candidate[]> {
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
  // A folder of models may call its Inception otherwise: `inception_v3_2016`.
  const alike = served.filter(
    ({ info }) => !named.some((other) => other.info === info) && /inception/i.test(info.name),
  )
  if (modelFileUrl === DEFAULT_MODEL) return [...named, ...alike, ...known]
  if (named.length > 0) return named
  const names = [...new Set([DEFAULT_MODEL, ...all.map(({ info }) => info.name)])].join(', ')
  throw new EngineError(
    'invalid-argument',
    `No network is called "${modelFileUrl}"; known are ${names}, or the address of a model.json or a frozen graph (.pb).`,
  )
}

/** A copy kept from before: what remains of a served folder when the app is offline. */
const keptCandidate = (info: ModelInfo): Candidate => ({ info, optional: true, readFile: { from: 'store' } })

/** A name has neither a scheme nor a path nor an ending. */
const isAddress = (text: string): boolean => /[:/]/.test(text) || /\.(json|pb|zip)$/i.test(text)

function addressCandidate(modelFileUrl: string, options: SourcesOptions): Candidate {
  const place = parsePlace(modelFileUrl)
  const isFile = place.url.startsWith('file:')
  const url = formatPlace({ ...place, url: isFile ? place.url : resolveUrl(place.url, options.appUrl) })
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
    `"${address}" is no address of a network: give http(s)://…/model.json, …/graph.pb, archive+…/x.zip#graph.pb, file:///…, or a name such as ${DEFAULT_MODEL}.`,
  )
}

/** What the app serves itself. */
export async function servedCandidates(options: SourcesOptions, call: Call): Promise<Candidate[]> {
  const served = await listServedModels(options, call)
  const readFile: ReadFile = { from: 'web', patient: true }
  return served.map(({ info, stamp }) => ({ info, stamp, optional: true, readFile }))
}

/** A network that the app knows of; the bundled one lies beside the app. */
export function knownCandidate(known: KnownModel, { appUrl }: SourcesOptions): Candidate {
  const url = known.bundled && appUrl ? new URL(known.info.url, appUrl).href : known.info.url
  const patient = known.bundled === true
  return { info: { ...known.info, url }, known, optional: true, readFile: { from: 'web', patient } }
}
