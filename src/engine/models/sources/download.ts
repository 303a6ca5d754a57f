import { EngineError } from '../../../contract/errors.ts'

export interface DownloadOptions {
  fetch: typeof fetch
  /** Longest wait for the answer to begin. */
  firstByteMs: number
  /** Longest silence between two pieces; 30 s by default. */
  stallMs?: number
  /** Longest time in all; unbounded by default. */
  totalMs?: number
  maxBytes: number
  signal?: AbortSignal | undefined
  /** Called with each piece's size, and the whole's where the server states it (it may be wrong). */
  onBytes?: (count: number, total: number | undefined) => void
}

/** The body of an address, in bounded time and space.
 *  @throws EngineError `cancelled`, or `fetch-failed`: an error status (in `detail.status`, with the server's Retry-After
 *    in `detail.retryAfterMs`), unreachable (`detail.unreachable`), broken off (`detail.broken`), too slow
 *    (`detail.tooSlow`), or too large */
export async function download(url: string, options: DownloadOptions): Promise<Uint8Array> {
  // Called without its object: a browser's fetch refuses any other `this`.
  const { fetch, firstByteMs, stallMs = 30_000, totalMs, maxBytes, signal } = options
  const stop = new AbortController()
  const cancel = () => stop.abort(CANCELLED)
  if (signal?.aborted) throw new EngineError('cancelled', 'Cancelled.')
  signal?.addEventListener('abort', cancel, { once: true })
  let timer = setTimeout(() => stop.abort(TOO_SLOW), firstByteMs)
  const deadline = totalMs === undefined ? undefined : setTimeout(() => stop.abort(TOO_SLOW), totalMs)
  const pieces: Uint8Array[] = []
  let begun = false
  try {
    const response = await fetch(url, { signal: stop.signal })
    if (!response.ok) throw await refused(url, response)
    begun = true
    let size = 0
    const total = statedLength(response)
    const reader = response.body?.getReader()
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
      clearTimeout(timer)
      timer = setTimeout(() => stop.abort(TOO_SLOW), stallMs)
      size += piece.value.byteLength
      if (size > maxBytes) throw new EngineError('fetch-failed', `${url} is larger than ${maxBytes} bytes.`)
      options.onBytes?.(piece.value.byteLength, total)
      pieces.push(piece.value)
    }
  } catch (error) {
    const { reason } = stop.signal
    stop.abort()
    throw explain(error, url, begun, reason)
  } finally {
    clearTimeout(timer)
    clearTimeout(deadline)
    signal?.removeEventListener('abort', cancel)
  }
  return join(pieces)
}

/** The Content-Length, where it counts the bytes that arrive. */
function statedLength({ headers }: Response): number | undefined {
  const length = Number(headers.get('content-length'))
  return length > 0 && !headers.has('content-encoding') ? length : undefined
}

/** Our own server, and many others, give the reason as the `error` of a JSON body. */
async function refused(url: string, response: Response): Promise<EngineError> {
  const { status, headers } = response
  const retryAfterMs = readRetryAfter(headers.get('retry-after'))
  const reason = headers.get('content-type')?.includes('json') ? await readReason(response) : undefined
  const detail = {
    url,
    status,
    ...(retryAfterMs > 0 ? { retryAfterMs } : {}),
    ...(reason === undefined ? {} : { reason }),
  }
  if (reason === undefined) await response.body?.cancel()
  const patience = retryAfterMs > 0 ? `; it asks to wait ${Math.ceil(retryAfterMs / 1000)} s` : ''
  return new EngineError('fetch-failed', `${url} answered with status ${status}${patience}.`, detail)
}

/** Milliseconds of a Retry-After, which is a number of seconds or a date (RFC 9110, 10.2.3); 0 for neither. */
function readRetryAfter(header: string | null): number {
  if (header === null) return 0
  const seconds = Number(header)
  return Math.max(0, Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000) || 0
}

const MAX_REASON = 500

async function readReason(response: Response): Promise<string | undefined> {
  try {
    const { error } = (await response.json()) as { error?: unknown }
    return typeof error === 'string' ? error.slice(0, MAX_REASON) : undefined
  } catch {
    return undefined
  }
}

const CANCELLED = 'cancelled'
const TOO_SLOW = 'too slow'

function explain(error: unknown, url: string, begun: boolean, reason: unknown): EngineError {
  if (error instanceof EngineError) return error
  if (reason === CANCELLED) return new EngineError('cancelled', 'Cancelled.')
  if (reason === TOO_SLOW)
    return new EngineError('fetch-failed', `${url} ${begun ? 'is too slow' : 'does not answer in time'}.`, {
      url,
      tooSlow: true,
    })
  const options = { cause: error }
  if (begun)
    return new EngineError('fetch-failed', `${url} broke off in the middle.`, { url, broken: true }, options)
  return new EngineError('fetch-failed', `${url} cannot be reached.`, { url, unreachable: true }, options)
}

function join(pieces: Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.byteLength
  }
  return whole
}
