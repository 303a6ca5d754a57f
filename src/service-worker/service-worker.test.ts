import { afterEach, describe, expect, it, vi } from 'vitest'
import { answerModel, isModelRequest } from './cache.ts'
import { withIsolation } from './isolation.ts'

const SCOPE = 'http://localhost/app/'

function createCaches() {
  const kept = new Map<string, Response>()
  const cache = {
    match: async (request: Request) => kept.get(request.url)?.clone(),
    put: async (request: Request, answer: Response) => void kept.set(request.url, answer),
    delete: async (request: Request) => kept.delete(request.url),
  }
  return { storage: { open: async () => cache } as unknown as CacheStorage, kept }
}

afterEach(() => vi.unstubAllGlobals())

describe('networks', () => {
  const weights = new Request(`${SCOPE}models/bundled/weights.bin`)
  const list = new Request(`${SCOPE}models/index.json`)

  it('are known by their place', () => {
    expect(isModelRequest(weights, SCOPE)).toBe(true)
    expect(isModelRequest(new Request('http://localhost/models/x'), SCOPE)).toBe(false)
    expect(isModelRequest(new Request(weights, { method: 'POST', body: 'x' }), SCOPE)).toBe(false)
  })

  it('are read once, and work offline after that', async () => {
    const fetched = vi.fn(async () => new Response('bytes'))
    vi.stubGlobal('fetch', fetched)
    const { storage } = createCaches()
    expect(await (await answerModel(weights, storage)).text()).toBe('bytes')
    const second = await answerModel(weights, storage)
    expect(await second.text()).toBe('bytes')
    expect(fetched).toHaveBeenCalledTimes(1)
    expect(second.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp')
  })

  it('are listed by the server while it answers, and not when it says there are none', async () => {
    const { storage, kept } = createCaches()
    const answers = [new Response('[1]'), new Response('[2]')]
    vi.stubGlobal('fetch', async () => {
      const next = answers.shift()
      if (!next) throw new TypeError('offline')
      return next
    })
    await answerModel(list, storage)
    expect(await (await answerModel(list, storage)).text()).toBe('[2]')
    expect(await (await answerModel(list, storage)).text()).toBe('[2]')
    vi.stubGlobal('fetch', async () => new Response('', { status: 404 }))
    expect((await answerModel(list, storage)).status).toBe(404)
    expect(kept.size).toBe(0)
  })

  it('that fail are not kept', async () => {
    const { storage, kept } = createCaches()
    vi.stubGlobal('fetch', async () => new Response('no', { status: 500 }))
    expect((await answerModel(weights, storage)).status).toBe(500)
    expect(kept.size).toBe(0)
  })
})

describe('isolation', () => {
  it('adds its headers and keeps the rest', async () => {
    const answer = withIsolation(new Response('x', { status: 201, headers: { 'Content-Type': 'text/css' } }))
    expect(answer.status).toBe(201)
    expect(answer.headers.get('Content-Type')).toBe('text/css')
    expect(answer.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin')
    expect(withIsolation(new Response(null, { status: 304 })).status).toBe(304)
  })
})
