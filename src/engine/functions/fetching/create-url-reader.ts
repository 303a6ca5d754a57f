// fetching/ reads an address into bytes for fetcher() and for networks' inputs: http(s), the app's own files, file:///
// and data:. It knows what browsers allow and how to be polite to a server; it knows no SQL and no images.
import { EngineError } from '../../../contract/errors.ts'
import { download } from '../../models/sources/download.ts'
import { createHostLimit } from './create-host-limit.ts'
import { type AppProxy, createProxy } from './create-proxy.ts'
import { pause } from './pause.ts'
import { readDataUrl } from './read-data-url.ts'

export interface UrlReaderOptions {
  fetch: typeof fetch
  files: { read(path: string): Promise<Uint8Array | undefined> }
  /** Where relative addresses start, ending in '/'. */
  appUrl?: string | undefined
  /** First wait before the second attempt, in milliseconds. */
  backoffMs?: number
}

/** Reads the bytes of an address.
 *  @throws EngineError `fetch-failed` with a sentence that names the address, `cancelled` */
export type ReadUrl = (url: string, signal?: AbortSignal) => Promise<Uint8Array>

const MAX_BYTES = 64 * 1024 * 1024
const FIRST_BYTE_MS = 20_000

/** As many as browsers open to one host. */
const PER_HOST = 6

/** Longest that a server's Retry-After is obeyed. */
const MAX_WAIT_MS = 10_000

const LIMITS = { firstByteMs: FIRST_BYTE_MS, stallMs: FIRST_BYTE_MS, maxBytes: MAX_BYTES }

/** Makes the reader: direct first, then by the app's own server where there is one; twice where a second attempt may
 *  help; a few at a time per host. */
export function createUrlReader({ fetch, files, appUrl, backoffMs = 500 }: UrlReaderOptions): ReadUrl {
  const inTurn = createHostLimit(PER_HOST)
  const proxy = createProxy(fetch, appUrl)

  const readWeb = async (url: URL, signal: AbortSignal | undefined): Promise<Uint8Array> => {
    const sameOrigin = appUrl !== undefined && url.origin === new URL(appUrl).origin
    try {
      return await twice(() => download(url.href, { fetch, ...LIMITS, signal }), backoffMs, signal)
    } catch (error) {
      if (sameOrigin || !isUnreachable(error)) throw error
      return twice(() => readByProxy(proxy, url, error as EngineError, signal), backoffMs, signal)
    }
  }

  return async (address, signal) => {
    if (/^data:/i.test(address)) return readDataUrl(address, MAX_BYTES)
    if (/^file:/i.test(address)) {
      const bytes = await files.read(address)
      if (bytes) return bytes
      throw new EngineError('fetch-failed', `There is no file ${address}; drop it into the page first.`)
    }
    const url = parseWebUrl(address, appUrl)
    return inTurn(url.host, () => readWeb(url, signal), signal)
  }
}

function parseWebUrl(address: string, appUrl: string | undefined): URL {
  try {
    const url = new URL(address, appUrl)
    if (/^https?:$/.test(url.protocol)) return url
  } catch {
    // falls through to the sentence below
  }
  throw new EngineError(
    'fetch-failed',
    `"${shorten(address)}" is no address: give http(s)://…, file:///…, or a path of the app.`,
  )
}

const shorten = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text)

const isUnreachable = (error: unknown): boolean =>
  error instanceof EngineError && error.detail?.unreachable === true

/** A second attempt for what passes by itself: no connection, overload (429), a server's own failure (5xx). */
async function twice<T>(
  work: () => Promise<T>,
  backoffMs: number,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const wait = error instanceof EngineError ? retryWait(error, backoffMs) : undefined
    if (wait === undefined) throw error
    await pause(wait, signal)
    return work()
  }
}

function retryWait({ detail }: EngineError, backoffMs: number): number | undefined {
  const status = Number(detail?.status ?? 0)
  if (!detail?.unreachable && status !== 429 && status < 500) return undefined
  // Half of it random, so that a batch that failed together does not come back together.
  return Math.min(Number(detail?.retryAfterMs ?? backoffMs * (0.5 + Math.random())), MAX_WAIT_MS)
}

async function readByProxy(
  proxy: AppProxy,
  url: URL,
  direct: EngineError,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const through = await proxy.addressFor(url, signal)
  if (through === undefined) throw unreachable(url, direct)
  return proxy.read(through, url, { ...LIMITS, signal })
}

/** A browser tells a page nothing of why another server cannot be read, so the sentence claims no more than that. Node
 *  says why. */
function unreachable(url: URL, direct: EngineError): EngineError {
  const cause = (direct.cause as { cause?: { message?: unknown } } | undefined)?.cause?.message
  const why =
    typeof cause === 'string'
      ? `: ${cause}.`
      : '. Most often its server does not allow other web pages to read it (CORS): drop the file or paste it instead.'
  return new EngineError('fetch-failed', `${url.href} cannot be read${why}`, { url: url.href })
}
