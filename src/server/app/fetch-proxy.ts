import type { IncomingMessage, ServerResponse } from 'node:http'
import { EngineError } from '../../contract/errors.ts'
import { toEngineError, toErrorBody } from '../../engine/error-body.ts'
import { isSameOrigin } from '../same-origin.ts'
import { type FetchedContent, fetchPublic } from './fetch-public.ts'

const LIMITS = { maxBytes: 64 * 1024 * 1024, timeoutMs: 60_000, maxRedirects: 5 }
/** Each may hold `maxBytes`. */
const MAX_AT_ONCE = 12

/** `GET /fetch?url=…`: an image or a text of another server, for the page that this server serves and for no other. */
export function createFetchProxy(
  fetchContent: (url: string) => Promise<FetchedContent> = (url) => fetchPublic(url, LIMITS),
) {
  let running = 0
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const url = readUrl(request)
      if (running >= MAX_AT_ONCE) throw new EngineError('fetch-failed', 'too many fetches at once; try again')
      running++
      const content = await fetchContent(url).finally(() => running--)
      response
        .writeHead(200, {
          'Content-Type': servedType(content, url),
          'Content-Length': content.bytes.length,
          'Content-Security-Policy': "sandbox; default-src 'none'",
          'X-Content-Type-Options': 'nosniff',
          'Cross-Origin-Resource-Policy': 'same-origin',
          'Cache-Control': 'no-store',
        })
        .end(content.bytes)
    } catch (thrown) {
      const error = toEngineError(thrown)
      const status = error.code === 'invalid-argument' ? 400 : 502
      response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
      response.end(JSON.stringify({ ...toErrorBody(error), httpCode: status }))
    }
  }
}

function readUrl(request: IncomingMessage): string {
  if (request.method !== 'GET') throw new EngineError('invalid-argument', 'only GET is served here')
  if (!isSameOrigin(request)) {
    throw new EngineError('invalid-argument', 'only the page of this server may fetch through it')
  }
  const url = new URL(request.url ?? '/', 'http://localhost').searchParams.get('url')
  if (!url) throw new EngineError('invalid-argument', 'url is a required parameter: /fetch?url=https://…')
  return url
}

/** The type under which content is passed on.
 *  @throws EngineError `fetch-failed` for what is neither an image nor a text */
function servedType({ contentType, bytes }: FetchedContent, url: string): string {
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase()
  // Never as what a browser would run: a page is passed on as the text that it is, so that it can be told from an image.
  if (type === 'text/html' || type === 'application/xhtml+xml' || type === 'image/svg+xml')
    return 'text/plain; charset=utf-8'
  if (type.startsWith('image/') || type.startsWith('text/') || type === 'application/json') return contentType
  if (
    (type === '' || type === 'application/octet-stream' || type === 'binary/octet-stream') &&
    isImage(bytes)
  ) {
    return 'application/octet-stream'
  }
  throw new EngineError('fetch-failed', `${url} is neither an image nor a text but ${type || 'of no type'}`)
}

const SIGNATURES = [
  [0xff, 0xd8, 0xff],
  [0x89, 0x50, 0x4e, 0x47],
  [0x47, 0x49, 0x46, 0x38],
  [0x42, 0x4d],
  [0x52, 0x49, 0x46, 0x46],
]

const isImage = (bytes: Uint8Array): boolean =>
  SIGNATURES.some((signature) => signature.every((byte, i) => bytes[i] === byte)) ||
  new TextDecoder('latin1').decode(bytes.subarray(4, 12)).startsWith('ftypavif')
