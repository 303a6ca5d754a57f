import type { IncomingMessage, ServerResponse } from 'node:http'
import { EngineError } from '../contract/errors.ts'
import type { RestRequest, RestResponse } from '../contract/rest.ts'
import type { Engine } from '../engine/engine.ts'
import { toEngineError, toErrorBody } from '../engine/error-body.ts'
import { stringifyJson } from '../engine/sql/values/stringify-json.ts'
import type { Json } from '../engine/sql/values/value-to-json.ts'
import { parseJsonBody, readBody } from './read-body.ts'
import { isLocalHost, isSameOrigin } from './same-origin.ts'

const METHODS = ['GET', 'PUT', 'POST', 'DELETE'] as const
const MAX_JSON_BYTES = 256 * 1024 * 1024
const MAX_FILE_BYTES = 1024 * 1024 * 1024

/** Answers HTTP requests by an engine: the same router as in the page. A client that goes away cancels its request. */
export function createRestHandler(engine: Engine) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      refuseForeign(request)
      if (request.method === 'OPTIONS') {
        response.writeHead(204, { Allow: `${METHODS.join(', ')}, HEAD, OPTIONS` }).end()
        return
      }
      const gone = new AbortController()
      response.once('close', () => {
        if (!response.writableFinished) gone.abort()
      })
      const answer = await engine.request(await readRequest(request), { signal: gone.signal })
      send(response, answer, request.method === 'HEAD')
    } catch (thrown) {
      const error = toEngineError(thrown)
      send(
        response,
        { status: error.status, headers: JSON_TYPE, body: toErrorBody(error) },
        request.method === 'HEAD',
      )
    }
  }
}

const JSON_TYPE = { 'Content-Type': 'application/json' }

function refuseForeign(request: IncomingMessage): void {
  if (isLocalHost(request) && isSameOrigin(request)) return
  throw new EngineError(
    'invalid-argument',
    'only this machine may call the server, and no page of another origin',
  )
}

async function readRequest(request: IncomingMessage): Promise<RestRequest> {
  const path = request.url ?? '/'
  const method = METHODS.find((name) => name === (request.method === 'HEAD' ? 'GET' : request.method))
  if (!method)
    throw new EngineError('method-not-allowed', `${request.method} is not allowed; use ${METHODS.join(', ')}`)
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
  if (method === 'PUT' && path.startsWith('/v1/files/')) {
    return { method, path, headers, body: await readBody(request, MAX_FILE_BYTES) }
  }
  refuseCompact(path)
  const body = parseJsonBody(await readBody(request, MAX_JSON_BYTES))
  return { method, path, headers, ...(body === undefined ? {} : { body }) }
}

/** Typed arrays have no JSON form. */
function refuseCompact(path: string): void {
  const query = new URLSearchParams(path.split('?')[1] ?? '')
  if (query.get('format') === 'compact' || query.get('outputFormat') === 'compact') {
    throw new EngineError(
      'not-supported',
      'the compact format is for callers within the page; use full, aos or table',
    )
  }
}

function send(response: ServerResponse, { status, headers, body }: RestResponse, headOnly: boolean): void {
  if (response.destroyed) return
  const bytes = toBytes(body, headers)
  response.writeHead(status, {
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    ...headers,
    ...(bytes ? { 'Content-Length': bytes.length } : {}),
  })
  response.end(headOnly ? undefined : bytes)
}

function toBytes(body: unknown, headers: Record<string, string>): Uint8Array | undefined {
  if (body === undefined) return undefined
  if (body instanceof Uint8Array) return body
  const isJson = headers['Content-Type']?.startsWith('application/json') ?? true
  return Buffer.from(isJson ? toJsonText(body) : String(body))
}

/** `JSON.stringify` knows no integers beyond 2^53; the slower way is taken only where there are some. */
function toJsonText(body: unknown): string {
  try {
    return JSON.stringify(body)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return stringifyJson(body as Json)
  }
}
