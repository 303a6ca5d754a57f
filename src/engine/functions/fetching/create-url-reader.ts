// fetching/ reads an address into bytes for fetcher() and for networks' inputs: http(s), the app's own files, file:///
// and data:. It knows what browsers allow and how to be polite to a server; it knows no SQL and no images.
import { EngineError } from '../../../contract/errors.ts'
import { download } from '../../models/sources/download.ts'
import { createHostLimit } from './create-host-limit.ts'
import { createProxy } from './create-proxy.ts'
import { readDataUrl } from './read-data-url.ts'
import { type RetryPolicy, withRetries } from './with-retries.ts'

export interface UrlReaderOptions {
  fetch: typeof fetch
  files: { read(path: string): Promise<Uint8Array | undefined> }
  /** Where relative addresses start, ending in '/'. */
  appUrl?: string | undefined
  retries?: Partial<RetryPolicy>
  timeouts?: Partial<Timeouts>
}

/** In milliseconds: until the answer begins, between two pieces of it, and for all of it. */
interface Timeouts {
  firstByteMs: number
  stallMs: number
  totalMs: number
}

/** Reads the bytes of an address.
 *  @throws EngineError `fetch-failed` with a sentence that names the address, `cancelled` */
export type ReadUrl = (url: string, signal?: AbortSignal) => Promise<Uint8Array>

const MAX_BYTES = 64 * 1024 * 1024
const TIMEOUTS: Timeouts = { firstByteMs: 20_000, stallMs: 20_000, totalMs: 120_000 }
const RETRIES: RetryPolicy = {
  attempts: 4,
  attemptsUnanswered: 2,
  backoffMs: 500,
  maxWaitMs: 30_000,
  totalMs: 120_000,
}

/** As many as browsers open to one host. */
const PER_HOST = 6

/** Makes the reader: direct first, then by the app's own server where there is one; again where a further attempt may
 *  help; a few at a time per host, so that a host which asks for patience gets it from all of them. */
export function createUrlReader({ fetch, files, appUrl, ...options }: UrlReaderOptions): ReadUrl {
  const inTurn = createHostLimit(PER_HOST)
  const proxy = createProxy(fetch, appUrl)
  const retries = { ...RETRIES, ...options.retries }
  const limits = { ...TIMEOUTS, ...options.timeouts, maxBytes: MAX_BYTES }

  const readWeb = async (url: URL, signal: AbortSignal | undefined): Promise<Uint8Array> => {
    const sameOrigin = appUrl !== undefined && url.origin === new URL(appUrl).origin
    try {
      return await withRetries(() => download(url.href, { fetch, ...limits, signal }), retries, signal)
    } catch (error) {
      if (sameOrigin || !isUnreachable(error)) throw error
      const through = await proxy.addressFor(url, signal)
      if (through === undefined) throw unreachable(url, error as EngineError)
      // The proxy answers alike for what passes and for what it never fetches.
      const few = { ...retries, attempts: retries.attemptsUnanswered }
      const readOnce = () => proxy.read(through, url, { ...limits, signal })
      // It is a host as well, which takes only so many at once.
      return inTurn(new URL(through).host, () => withRetries(readOnce, few, signal), signal)
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
