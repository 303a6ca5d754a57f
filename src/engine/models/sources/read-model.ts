import { EngineError } from '../../../contract/errors.ts'
import type { NetworkFiles, Preprocessing } from '../../../contract/inception.ts'
import type { Call } from '../../../contract/progress.ts'
import type { Candidate } from './candidates.ts'
import { digestModel } from './digest-model.ts'
import { download } from './download.ts'
import type { SourcesOptions } from './model-sources.ts'
import type { LoadedModel, ModelCard } from './model-types.ts'
import { type ModelJson, parseModelJson, weightTotal } from './parse-model-json.ts'

/** Where a candidate's files are. `patient`: the place is local or was named by the user, so waiting is right. */
export type ReadFile = { from: 'web'; patient: boolean } | { from: 'files' } | { from: 'store' }

const MAX_JSON_BYTES = 32_000_000
const PATIENT_MS = 30_000

/** A public address that may be gone gets this long to begin its answer. */
const IMPATIENT_MS = 5_000

type Read = (address: string, maxBytes: number, onBytes?: (count: number) => void) => Promise<Uint8Array>

/** A network's bytes with what is known of them, and the exact files, for the store. */
export interface ReadModel extends LoadedModel {
  json: Uint8Array
}

/** Reads and verifies a network: model.json, its weights in manifest order, and `model-card.json` if it has one.
 *  Progress in bytes, in the step `download <name>`.
 *  @throws EngineError `fetch-failed`, `bad-file`, `cancelled` */
export async function readModel(
  candidate: Candidate,
  options: SourcesOptions,
  call: Call,
): Promise<ReadModel> {
  const { info, known } = candidate
  const read = reader(candidate, options, call)
  const json = await read(info.url, MAX_JSON_BYTES)
  const modelJson = parseModelJson(json, info.url)
  const card = known && !known.bundled ? {} : await readCard(read, info.url)
  const weights = await readWeights(read, modelJson, candidate, call)
  const preprocessing = preprocessingOf(modelJson, { ...known?.preprocessing, ...card.preprocessing })
  const digest = await digestModel(json, weights, preprocessing)
  if (card.digest !== undefined && card.digest !== digest)
    throw new EngineError(
      'bad-file',
      `The weights of ${info.url} are damaged: their digest is not the one on their card.`,
    )
  const { format, whole } = modelJson
  const files: NetworkFiles = { digest, format, modelJson: whole, weights, preprocessing }
  const { preprocessing: _, ...words } = card
  return { json, files, info: { ...info, ...words, digest, sizeBytes: json.byteLength + weights.byteLength } }
}

function reader({ info, readFile }: Candidate, { fetch, files }: SourcesOptions, call: Call): Read {
  if (readFile.from === 'web') {
    const firstByteMs = readFile.patient ? PATIENT_MS : IMPATIENT_MS
    return (address, maxBytes, onBytes) =>
      download(address, {
        fetch,
        firstByteMs,
        maxBytes,
        signal: call.signal,
        ...(onBytes ? { onBytes } : {}),
      })
  }
  return async (address, _maxBytes, onBytes) => {
    const bytes = await files.read(address)
    if (!bytes)
      throw new EngineError('fetch-failed', `There is no file ${address} (needed for ${info.name}).`)
    onBytes?.(bytes.byteLength)
    return bytes
  }
}

/** Resolves a file's name against model.json's address, keeping its query as TensorFlow Hub's addresses need it. */
function beside(url: string, name: string): string {
  const address = new URL(name, url)
  address.search ||= new URL(url).search
  return address.href
}

async function readCard(read: Read, url: string): Promise<ModelCard> {
  try {
    const card: unknown = JSON.parse(
      new TextDecoder().decode(await read(beside(url, 'model-card.json'), 1_000_000)),
    )
    return typeof card === 'object' && card !== null && !Array.isArray(card) ? (card as ModelCard) : {}
  } catch (error) {
    if (error instanceof EngineError && error.code === 'cancelled') throw error
    return {} // Most networks have no card.
  }
}

async function readWeights(
  read: Read,
  modelJson: ModelJson,
  { info }: Candidate,
  call: Call,
): Promise<Uint8Array> {
  const total = weightTotal(modelJson)
  const weights = new Uint8Array(total)
  let at = 0
  let done = 0
  for (const name of modelJson.paths) {
    const shard = await read(beside(info.url, name), total - at, (count) => {
      done += count
      call.onProgress?.({ phase: 'bytes', step: `download ${info.name}`, done: Math.min(done, total), total })
    })
    if (at + shard.byteLength > total) throw wrongSize(info.url)
    weights.set(shard, at)
    at += shard.byteLength
  }
  if (at !== total) throw wrongSize(info.url)
  return weights
}

const wrongSize = (url: string): EngineError =>
  new EngineError('bad-file', `The weights of ${url} do not have the size that its model.json states.`)

/** What the card says, else the convention of the format: the 2015 graph's range for a layers model, TensorFlow Hub's
 *  for a graph model; the size is the input's own where it is stated. */
function preprocessingOf(modelJson: ModelJson, stated: Partial<Preprocessing>): Preprocessing {
  const range =
    modelJson.format === 'graph-model' ? { subtract: 0, divide: 255 } : { subtract: 128, divide: 128 }
  const { width = 299, height = 299 } = modelJson.inputSize ?? {}
  return { width, height, halfPixelCenters: false, ...range, ...stated }
}
