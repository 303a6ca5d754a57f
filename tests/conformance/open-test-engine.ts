import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { EmbedResult, InceptionApi, NetworkInfo } from '../../src/contract/inception.ts'
import type { Call } from '../../src/contract/progress.ts'
import type { RestResponse } from '../../src/contract/rest.ts'
import { createEngine, type EngineOptions } from '../../src/engine/engine.ts'
import { createLearning } from '../../src/engine/models/learners/create-learning.ts'
import { inProcessWorker } from '../../src/engine/models/learners/worker-like.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'

const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))

/** An engine with everything real but its edge: memory for storage, a fake network and a fake web. */
export async function openTestEngine(options: Partial<EngineOptions> = {}) {
  const engine = await createEngine({
    storage: createMemoryStorage(),
    sqlite: { wasm },
    inception: fakeInception(),
    learning: createLearning({ spawn: inProcessWorker, workers: 1 }),
    fetch: fakeWeb({}),
    ...options,
  })
  const request =
    (method: 'GET' | 'PUT' | 'POST' | 'DELETE') =>
    (path: string, body?: unknown, { headers, ...call }: { headers?: Record<string, string> } & Call = {}) =>
      engine.request({ method, path, body, ...(headers ? { headers } : {}) }, call)
  const get = request('GET')
  return {
    engine,
    get,
    put: request('PUT'),
    post: request('POST'),
    delete: request('DELETE'),
    /** Rows of a query, or the error's text thrown. */
    async query(q: string, format = 'aos', options: Record<string, unknown> = {}): Promise<unknown> {
      return bodyOf(await get('/v1/query', { q, format, ...options }))
    },
  }
}

export type TestEngine = Awaited<ReturnType<typeof openTestEngine>>

/** The body of an answer that must be a success. */
export function bodyOf<T = unknown>({ status, body }: RestResponse): T {
  if (status >= 400) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body as T
}

/** A fetch that knows these addresses and no others. Counts what was asked for. */
export function fakeWeb(pages: Record<string, string | Uint8Array>): typeof fetch & { asked: string[] } {
  const asked: string[] = []
  const answer = async (input: Parameters<typeof fetch>[0]): Promise<Response> => {
    const url = String(input instanceof Request ? input.url : input)
    asked.push(url)
    const content = pages[url]
    return content === undefined
      ? new Response('not found', { status: 404 })
      : new Response(content as BodyInit)
  }
  return Object.assign(answer as typeof fetch, { asked })
}

const SIZE = 2048

/** A network whose `pool_3` is made of the image's bytes: images that start alike are alike. Bytes that start with
 *  `<` are no image. `embedded` counts images. */
export function fakeInception(): InceptionApi & { embedded: number; pauseMs: number } {
  return {
    embedded: 0,
    pauseMs: 0,
    async load({ digest }): Promise<NetworkInfo> {
      const outputs = [{ name: 'pool_3', shape: [1, 1, 1, SIZE] }]
      return { digest, backend: 'cpu', reason: 'a test', outputs, batchSize: 4 }
    },
    async embed(_digest, images, outputs, call): Promise<EmbedResult[]> {
      const results: EmbedResult[] = []
      for (const [i, image] of images.entries()) {
        call.signal?.throwIfAborted()
        if (this.pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, this.pauseMs))
        this.embedded++
        results.push(embed(image, outputs))
        call.onProgress?.({ phase: 'images', step: 'inception', done: i + 1, total: images.length })
      }
      return results
    },
    describe: () => undefined,
  }
}

function embed(image: Uint8Array, outputs: string[]): EmbedResult {
  if (image.length === 0) return { error: { code: 'bad-image', message: 'the image is empty' } }
  if (image[0] === 0x3c) return { error: { code: 'bad-image', message: 'is a web page, not an image' } }
  const data = Float32Array.from(
    { length: SIZE },
    (_, i) => (image[0]! * ((i % 7) + 1) + (image[i % image.length]! & 15)) / 999,
  )
  return { outputs: outputs.map(() => ({ shape: [1, 1, 1, SIZE], data })) }
}

/** The smallest files that a network can be loaded from, to be PUT under /v1/files. */
export const TINY_MODEL = {
  path: 'models/tiny/model.json',
  url: 'file:///models/tiny/model.json',
  json: JSON.stringify({ format: 'layers-model', modelTopology: { model_config: {} }, weightsManifest: [] }),
}
