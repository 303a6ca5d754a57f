import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { ModelInfo } from '../../../contract/rest.ts'
import { download } from './download.ts'
import type { SourcesOptions } from './model-sources.ts'
import type { ModelCard } from './model-types.ts'

const MAX_LIST_BYTES = 1_000_000

/** The list is local: an app that does not answer at once serves no models. */
const LIST_TIMEOUT_MS = 3_000

interface Entry {
  name: string
  path: string
  sizeBytes?: number
  /** Changes when the folder does. */
  stamp?: string
  card?: ModelCard
}

/** The networks that the app serves itself, by `models/index.json`: `[{name, path, sizeBytes?, stamp?, card?}]`, paths
 *  relative to `models/`. Empty where there is no such list: the app then was started without a folder of models. */
export async function listServedModels(
  { fetch, appUrl }: SourcesOptions,
  call: Call,
): Promise<{ info: ModelInfo; stamp: string }[]> {
  if (!appUrl) return []
  const base = new URL('models/', appUrl)
  try {
    const limits = { firstByteMs: LIST_TIMEOUT_MS, maxBytes: MAX_LIST_BYTES }
    const bytes = await download(new URL('index.json', base).href, { fetch, ...limits, signal: call.signal })
    const list: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return Array.isArray(list) ? list.filter(isEntry).map((entry) => describe(entry, base)) : []
  } catch (error) {
    if (error instanceof EngineError && error.code === 'cancelled') throw error
    return []
  }
}

const isEntry = (entry: unknown): entry is Entry =>
  typeof entry === 'object' &&
  entry !== null &&
  typeof (entry as Entry).name === 'string' &&
  typeof (entry as Entry).path === 'string'

function describe(entry: Entry, base: URL): { info: ModelInfo; stamp: string } {
  const card = entry.card ?? {}
  return {
    stamp: entry.stamp ?? String(entry.sizeBytes ?? ''),
    info: {
      name: entry.name,
      title: card.title ?? entry.name,
      source: card.source ?? 'the folder of models that this app was started with',
      url: new URL(entry.path, base).href,
      licence: card.licence ?? 'see the folder',
      ...(entry.sizeBytes === undefined ? {} : { sizeBytes: entry.sizeBytes }),
      output: card.output ?? 'pool_3',
      outputSize: card.outputSize ?? 2048,
      goodFor: card.goodFor ?? 'Photographs of all kinds: transfer learning and similarity.',
      ...(card.caveat === undefined ? {} : { caveat: card.caveat }),
      available: true,
    },
  }
}
