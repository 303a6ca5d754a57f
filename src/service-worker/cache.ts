import { withIsolation } from './isolation.ts'

const MODELS = 'models'

/** True for what the app serves under `models/`. */
export function isModelRequest(request: Pick<Request, 'method' | 'url'>, scope: string): boolean {
  return request.method === 'GET' && request.url.startsWith(new URL('models/', scope).href)
}

/** A network's file: from the cache if it was read before, for its weights never change; the list of networks from the
 *  server if that answers, since it does. */
export async function answerModel(request: Request, storage: CacheStorage = caches): Promise<Response> {
  const cache = await storage.open(MODELS)
  const isList = new URL(request.url).pathname.endsWith('/index.json')
  const kept = await cache.match(request, { ignoreSearch: true })
  if (kept && !isList) return withIsolation(kept)
  try {
    const answer = await fetch(request)
    // Written before it is answered: a page that is closed after the last byte has the whole file.
    if (answer.ok && answer.status === 200) await cache.put(request, answer.clone())
    // A list that is gone must not be remembered.
    if (isList && answer.status === 404) await cache.delete(request)
    return withIsolation(answer)
  } catch (error) {
    if (kept) return withIsolation(kept)
    throw error
  }
}
