import { EngineError } from '../../../contract/errors.ts'
import type { InceptionApi } from '../../../contract/inception.ts'
import type { Call } from '../../../contract/progress.ts'
import type { Value } from '../../../contract/values.ts'
import { sha256 } from '../../../lib/sha256.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import { RowFailure } from '../../sql/catalog.ts'
import { mapLimited } from '../fetching/map-limited.ts'
import type { Feature, FeatureCache } from './feature-cache.ts'
import type { InputPlan } from './plan-inputs.ts'
import type { OutputPlan } from './plan-outputs.ts'

/** Batches on their way at once: while one is inferred the next ones are fetched, and the workers never wait for the
 *  last image of a batch. */
const BATCHES_AT_ONCE = 3

/** Fewest images a batch: each is one commit to the cache. */
const MIN_BATCH = 4

export interface EmbedRows {
  digest: string
  batchSize: number
  inputs: InputPlan
  outputs: OutputPlan
  inception: InceptionApi
  cache: FeatureCache
  /** The step's name in progress. */
  step: string
  /** Counted up: how many images were computed, and how many read from the cache. */
  counts: { computed: number; cached: number }
}

type Outcome = readonly Feature[] | RowFailure

/** Rows of arguments to rows of outputs, in batches. An image that was embedded before, in any run, is read from the
 *  cache; equal images are computed once. A batch is in the cache before its progress is told, so that a run that is
 *  cancelled or killed goes on where it was. One image that fails is a `RowFailure` in its place.
 *  @throws EngineError `cancelled`, and what fails for all images alike */
export async function embedRows(
  how: EmbedRows,
  rows: Value[][],
  call: Call,
): Promise<(Value | RowFailure)[]> {
  const size = Math.max(MIN_BATCH, how.batchSize)
  const batches = Array.from({ length: Math.ceil(rows.length / size) }, (_, i) =>
    rows.slice(i * size, (i + 1) * size),
  )
  const known = new Map<string, Promise<Outcome>>()
  let done = 0
  const results = await mapLimited(batches, BATCHES_AT_ONCE, async (batch) => {
    checkCancelled(call)
    const outcomes = await embedBatch(how, batch, known, call)
    const values = await toValues(how.outputs, outcomes, call)
    done += batch.length
    call.onProgress?.({ phase: 'images', step: how.step, done, total: rows.length })
    return values
  })
  return results.flat()
}

/** @param known every image of this call by its digest, finished or on its way */
async function embedBatch(
  how: EmbedRows,
  batch: Value[][],
  known: Map<string, Promise<Outcome>>,
  call: Call,
): Promise<Outcome[]> {
  const images = await how.inputs.read(batch, call)
  const digests = await Promise.all(images.map((image) => (image instanceof RowFailure ? '' : sha256(image))))
  const fresh = new Map<string, Uint8Array>()
  for (const [i, image] of images.entries()) {
    const digest = digests[i]!
    if (!(image instanceof RowFailure) && !known.has(digest)) fresh.set(digest, image)
  }
  const computed = embedFresh(how, fresh, call)
  for (const digest of fresh.keys()) {
    const outcome = computed.then((outcomes) => outcomes.get(digest)!)
    outcome.catch(() => {}) // Told by the batch that computes it; others may be gone by then.
    known.set(digest, outcome)
  }
  await computed
  return Promise.all(
    images.map(async (image, i) => {
      const outcome = image instanceof RowFailure ? image : await known.get(digests[i]!)!
      return outcome instanceof RowFailure ? named(outcome, batch[i]![0]) : outcome
    }),
  )
}

/** Features of images by their digests: from the cache, else computed and kept. */
async function embedFresh(
  how: EmbedRows,
  images: Map<string, Uint8Array>,
  call: Call,
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>()
  const cached = await Promise.all([...images.keys()].map((digest) => how.cache.get(digest)))
  const missing = [...images].filter(([digest], i) => {
    const features = cached[i]
    if (features) outcomes.set(digest, features)
    return features === undefined
  })
  how.counts.cached += outcomes.size
  if (missing.length === 0) return outcomes
  const bytes = missing.map(([, image]) => image)
  const signalOnly: Call = call.signal ? { signal: call.signal } : {}
  const results = await how.inception.embed(how.digest, bytes, how.outputs.nodes, signalOnly)
  const computed = results.flatMap((result, i) => {
    const imageDigest = missing[i]![0]
    if ('outputs' in result) return [{ imageDigest, features: result.outputs }]
    outcomes.set(imageDigest, new RowFailure(result.error.code, result.error.message))
    return []
  })
  how.counts.computed += computed.length
  await keep(how.cache, computed)
  for (const { imageDigest, features } of computed) outcomes.set(imageDigest, features)
  return outcomes
}

/** A full disk loses the cache, not the features. */
async function keep(cache: FeatureCache, entries: Parameters<FeatureCache['put']>[0]): Promise<void> {
  try {
    if (entries.length > 0) await cache.put(entries)
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'storage-full') throw error
  }
}

/** The failure with the argument that it is about, for the list of failed rows. */
const named = (failure: RowFailure, argument: Value | undefined): RowFailure =>
  failure.input === undefined && typeof argument === 'string'
    ? new RowFailure(failure.code, failure.message, argument)
    : failure

async function toValues(
  outputs: OutputPlan,
  outcomes: Outcome[],
  call: Call,
): Promise<(Value | RowFailure)[]> {
  const good = outcomes.flatMap((outcome) => (outcome instanceof RowFailure ? [] : [outcome]))
  const rows = await outputs.toRows(good, call)
  let next = 0
  return outcomes.map((outcome) => (outcome instanceof RowFailure ? outcome : rows[next++]!))
}
