import { EngineError } from '../../contract/errors.ts'
import type { RowValue, Value } from '../../contract/values.ts'
import type { EngineContext } from '../context.ts'
import { param } from '../params.ts'
import type { FunctionInput, FunctionOutput, NativeFunction } from '../sql/catalog.ts'
import { defineFunction } from './define-function.ts'
import { createUrlReader, type ReadUrl } from './fetching/create-url-reader.ts'
import { mapLimited } from './fetching/map-limited.ts'

/** Fetches at once over all hosts; per host there are fewer. */
const AT_ONCE = 16

const INPUT: readonly FunctionInput[] = [{ name: 'url', type: { kind: 'atoms', types: ['string'] } }]
const OUTPUT: FunctionOutput = {
  columns: [
    { path: ['content'], values: { kind: 'atoms', types: ['null', 'blob'] } },
    { path: ['error'], values: { kind: 'atoms', types: ['null', 'string'] } },
  ],
  open: false,
}

type World = Pick<EngineContext, 'fetch' | 'files' | 'appUrl'>

const readers = new WeakMap<object, ReadUrl>()

/** The reader that an engine's functions share, so that its limits per host hold for all of them. */
export function urlReader(world: World): ReadUrl {
  const known = readers.get(world.files)
  if (known) return known
  const reader = createUrlReader({ fetch: world.fetch, files: world.files, appUrl: world.appUrl })
  readers.set(world.files, reader)
  return reader
}

/** The builtin `fetcher(url)`: a row of `content` (blob) and `error` (text), one of them NULL. Never throws, except when
 *  cancelled. */
export const createFetcher = (world: World): NativeFunction => ({
  ...makeFetcher('fetcher', urlReader(world), AT_ONCE),
  positional: true,
})

/** The same as a function under /v1/functions, called as `f({url})`. */
export const fetcher = defineFunction({
  type: 'fetcher',
  summary: 'Fetches a URL: its content as a blob, or the error.',
  params: {
    maxConcurrentFetch: param.integer('Fetches at once; -1 for the usual number.', { default: -1 }),
  },
  async create({ id, params, context }) {
    const atOnce = params.maxConcurrentFetch > 0 ? params.maxConcurrentFetch : AT_ONCE
    return { function: makeFetcher(id, urlReader(context), atOnce) }
  },
})

function makeFetcher(id: string, read: ReadUrl, atOnce: number): NativeFunction {
  return {
    kind: 'native',
    id,
    input: INPUT,
    output: OUTPUT,
    mode: 'async',
    batchSize: 64,
    apply: (rows, call) => {
      let done = 0
      return mapLimited(rows, atOnce, async ([url]) => {
        const row = await fetchRow(read, url ?? null, call.signal)
        call.onProgress?.({ phase: 'rows', step: id, done: ++done, total: rows.length })
        return row
      })
    },
  }
}

async function fetchRow(read: ReadUrl, url: Value, signal: AbortSignal | undefined): Promise<RowValue> {
  try {
    if (typeof url !== 'string') throw new EngineError('fetch-failed', 'The URL is not a text.')
    return toRow(await read(url, signal), null)
  } catch (error) {
    if (!(error instanceof EngineError) || error.code === 'cancelled') throw error
    return toRow(null, error.message)
  }
}

const toRow = (content: Uint8Array | null, error: string | null): RowValue => ({
  kind: 'row',
  columns: [
    [['content'], content],
    [['error'], error],
  ],
})
