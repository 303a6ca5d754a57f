import { EngineError } from '../../../contract/errors.ts'
import type { NetworkFiles, Preprocessing } from '../../../contract/inception.ts'
import type { Call } from '../../../contract/progress.ts'
import type { Candidate } from './candidates.ts'
import { digestModel } from './digest-model.ts'
import { labelsOf } from './labels-of.ts'
import type { SourcesOptions } from './model-sources.ts'
import type { LoadedModel } from './model-types.ts'
import { type ModelJson, parseModelJson, weightTotal } from './parse-model-json.ts'
import { type Place, parsePlace } from './place.ts'
import { readFrozenModel } from './read-frozen-model.ts'
import { beside, type Read, readCard, reader } from './reader.ts'

const MAX_JSON_BYTES = 32_000_000

/** A network's bytes with what is known of them, and the exact files, for the store. */
export interface ReadModel extends LoadedModel {
  json: Uint8Array
}

/** Reads and verifies a network: model.json and its weights in manifest order, or a frozen graph, which becomes the
 *  same; and `model-card.json` if it has one. Progress in bytes, in the step `download <name>`.
 *  @throws EngineError `fetch-failed`, `bad-file`, `not-supported`, `invalid-argument`, `cancelled` */
export async function readModel(
  candidate: Candidate,
  options: SourcesOptions,
  call: Call,
): Promise<ReadModel> {
  const { info, known } = candidate
  const read = reader(candidate, options, call)
  const place = parsePlace(info.url)
  const { json, modelJson, weights, own } =
    place.format === 'frozen-graph'
      ? await readGraph(read, place, candidate, call)
      : await readJson(read, candidate, call)
  const alone = (known && !known.bundled) || place.member !== undefined
  const card = alone ? {} : await readCard(read, info.url)
  const stated = { ...own, ...known?.preprocessing, ...card.preprocessing }
  const preprocessing = preprocessingOf(modelJson, stated)
  const digest = await digestModel(json, weights, preprocessing)
  if (card.digest !== undefined && card.digest !== digest)
    throw new EngineError(
      'bad-file',
      `The weights of ${info.url} are damaged: their digest is not the one on their card.`,
    )
  const { format, whole } = modelJson
  const files: NetworkFiles = { digest, format, modelJson: whole, weights, preprocessing }
  const { preprocessing: _, ...words } = card
  const labels = labelsOf(files)
  const facts = { digest, sizeBytes: json.byteLength + weights.byteLength }
  return {
    json,
    files,
    info: { ...info, ...words, ...facts, ...(labels ? { classes: labels.length } : {}) },
  }
}

/** The files of a network, whatever form they came in. */
interface Parts {
  json: Uint8Array
  modelJson: ModelJson
  weights: Uint8Array
  /** What the network's own file says of its preprocessing. */
  own: Partial<Preprocessing>
}

async function readJson(read: Read, candidate: Candidate, call: Call): Promise<Parts> {
  const { url } = candidate.info
  const json = await read(url, MAX_JSON_BYTES)
  const modelJson = parseModelJson(json, url)
  return { json, modelJson, weights: await readWeights(read, modelJson, candidate, call), own: {} }
}

async function readGraph(read: Read, place: Place, candidate: Candidate, call: Call): Promise<Parts> {
  const {
    modelJson: whole,
    weights,
    preprocessing: own,
  } = await readFrozenModel(read, place, candidate, call)
  const json = new TextEncoder().encode(JSON.stringify(whole))
  return { json, modelJson: parseModelJson(json, candidate.info.url), weights, own }
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
