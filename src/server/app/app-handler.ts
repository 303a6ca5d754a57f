import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { isLocalHost } from '../same-origin.ts'
import { createFetchProxy } from './fetch-proxy.ts'
import { listModels } from './list-models.ts'
import { serveFolder } from './serve-folder.ts'

/** The page is cross-origin isolated (threads, precise clocks) and runs no code but its own. */
const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' https: http: data: blob:",
    "connect-src 'self' https: http: data: blob:",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; '),
}

export interface AppOptions {
  /** The built page; the source's own `public` folder for a server without a page. */
  root: string
  /** A folder of networks, each in a folder of its own. */
  models?: string | undefined
  /** The network of last resort, unpacked. */
  bundledModel?: string | undefined
}

/** Answers for the page's files, `models/` and the fetch proxy. */
export function createAppHandler({ root, models = join(root, 'models'), bundledModel }: AppOptions) {
  const proxy = createFetchProxy()
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = decodePath(request.url)
    if (!isLocalHost(request) || path === undefined) return refuse(response, 400, 'bad request')
    if (path === '/fetch') return proxy(request, response)
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'only GET and HEAD')
    if (path === '/models/index.json') {
      response.writeHead(200, { ...HEADERS, 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' })
      const list = await listModels(models)
      response.end(JSON.stringify(list.filter(({ name }) => name !== 'bundled')))
      return
    }
    for (const [folder, inner] of places(path, { root, models, bundledModel })) {
      if (await serveFolder(folder, inner, request, response, HEADERS)) return
    }
    refuse(response, 404, 'not found')
  }
}

/** Where a path may be found, in order. */
function places(path: string, { root, models, bundledModel }: AppOptions): [folder: string, inner: string][] {
  const bundled = '/models/bundled/'
  if (path.startsWith(bundled)) {
    const inner = path.slice(bundled.length - 1)
    return [
      [join(root, bundled), inner],
      ...(bundledModel ? [[bundledModel, inner] as [string, string]] : []),
    ]
  }
  if (path.startsWith('/models/')) return [[models!, path.slice('/models'.length)]]
  return [[root, path === '/' ? '/index.html' : path]]
}

function decodePath(url = '/'): string | undefined {
  try {
    return decodeURIComponent(url.split('?')[0]!)
  } catch {
    return undefined
  }
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain' }).end(why)
}
