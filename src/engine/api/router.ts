import { EngineError } from '../../contract/errors.ts'
import type { Call } from '../../contract/progress.ts'
import type { RestRequest, RestResponse } from '../../contract/rest.ts'
import { toEngineError, toErrorBody } from '../error-body.ts'
import { type Api, json, type Route } from './route.ts'

/** Finds a request's route and answers it; failures become answers, never exceptions. */
export function createRouter(
  api: Api,
  routes: readonly Route[],
): (request: RestRequest, call?: Call) => Promise<RestResponse> {
  const compiled = routes.map((route) => ({ route, segments: route.pattern.split('/').slice(1) }))
  const answer = async (request: RestRequest, call: Call): Promise<RestResponse> => {
    const { pathname, search } = split(request.path)
    const segments = decodeSegments(pathname)
    const matches = compiled.flatMap(({ route, segments: pattern }) => {
      const path = match(pattern, segments)
      return path ? [{ route, path }] : []
    })
    const found = matches.find(({ route }) => route.method === request.method)
    if (!found)
      throw noRoute(
        request.method,
        pathname,
        matches.map(({ route }) => route.method),
      )
    const headers = Object.fromEntries(
      Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    )
    const query = new URLSearchParams(search)
    const forward = (other: RestRequest): Promise<RestResponse> => respond(other, call)
    return await found.route.handle({ api, request, path: found.path, query, headers, call, forward })
  }
  const respond = async (request: RestRequest, call: Call = {}): Promise<RestResponse> => {
    try {
      return await answer(request, call)
    } catch (thrown) {
      const error = toEngineError(thrown)
      return json({ ...entityOf(error), ...toErrorBody(error) }, error.status)
    }
  }
  return respond
}

function split(path: string): { pathname: string; search: string } {
  const at = path.indexOf('?')
  return at < 0 ? { pathname: path, search: '' } : { pathname: path.slice(0, at), search: path.slice(at + 1) }
}

function decodeSegments(pathname: string): string[] {
  const trimmed = pathname.length > 1 ? pathname.replace(/\/$/, '') : pathname
  try {
    return trimmed.split('/').slice(1).map(decodeURIComponent)
  } catch {
    throw new EngineError('invalid-argument', `the path ${pathname} has a percent sign that encodes nothing`)
  }
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const path: Record<string, string> = {}
  for (const [i, part] of pattern.entries()) {
    if (part.startsWith(':') && part.endsWith('*')) {
      if (i >= segments.length) return undefined
      path[part.slice(1, -1)] = segments.slice(i).join('/')
      return path
    }
    const segment = segments[i]
    if (segment === undefined) return undefined
    if (part.startsWith(':')) path[part.slice(1)] = segment
    else if (part !== segment) return undefined
  }
  return pattern.length === segments.length ? path : undefined
}

function noRoute(method: string, pathname: string, others: readonly string[]): EngineError {
  return others.length > 0
    ? new EngineError(
        'method-not-allowed',
        `${method} is not allowed for ${pathname}; use ${others.join(' or ')}`,
      )
    : new EngineError('not-found', `no route for ${method} ${pathname}; GET /v1/types lists what there is`)
}

/** `kind` and `resource`, as the original adds them to the answer for an absent entity. */
function entityOf(error: EngineError): { kind?: string; resource?: string } {
  const match = error.code === 'not-found' && /^(\w+) entry '([\s\S]*)' does not exist/.exec(error.message)
  return match ? { kind: match[1]!, resource: match[2]! } : {}
}
