import { afterEach, describe, expect, it, vi } from 'vitest'
import { EngineError } from '../contract/errors.ts'
import type { Call } from '../contract/progress.ts'
import type { RestRequest, RestResponse } from '../contract/rest.ts'
import type { EnginePort } from '../rpc/engine-port.ts'
import { serve } from '../rpc/serve.ts'
import { type Client, createClient } from './client.ts'
import { filePath } from './file-path.ts'
import { restPath } from './rest-path.ts'
import { currentStep } from './run-procedure.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** Web Locks with one queue per name, as far as the leader uses them. */
function createLocks() {
  const queue: (() => void)[] = []
  let held = false
  async function hold(callback: (lock: unknown) => unknown) {
    held = true
    try {
      return await callback({})
    } finally {
      held = queue.length > 0
      queue.shift()?.()
    }
  }
  const request = async (_name: string, ...rest: unknown[]) => {
    const callback = rest.at(-1) as (lock: unknown) => unknown
    const ifAvailable = rest.length > 1
    if (held && ifAvailable) return callback(null)
    if (held) await new Promise<void>((resolve) => queue.push(resolve))
    return hold(callback)
  }
  return { request } as unknown as Pick<LockManager, 'request'>
}

type Handler = (request: RestRequest, call: Call) => RestResponse | Promise<RestResponse>

/** A worker that is a port: the engine behind it is `handler`. */
function createSpawn(handler: Handler) {
  const workers: { die: (message: string) => void; terminated: boolean }[] = []
  const spawn = () => {
    const { port1, port2 } = new MessageChannel()
    closers.push(() => port1.close())
    const api: EnginePort = { open: async () => undefined, request: async (r, c) => handler(r, c) }
    serve(api, port2)
    port2.start()
    const onError: ((event: { message: string }) => void)[] = []
    const worker = {
      die: (message: string) => {
        for (const listener of onError) listener({ message })
      },
      terminated: false,
    }
    workers.push(worker)
    return {
      postMessage: (message: unknown, transfer: Transferable[]) => port1.postMessage(message, transfer),
      addEventListener: (type: string, listener: never) => {
        if (type === 'error') onError.push(listener)
        else port1.addEventListener(type, listener)
        port1.start()
      },
      removeEventListener: (type: string, listener: never) => port1.removeEventListener(type, listener),
      terminate: () => {
        worker.terminated = true
        port1.close()
      },
    } as unknown as Worker
  }
  return { spawn, workers }
}

const ok = (body: unknown): RestResponse => ({ status: 200, headers: {}, body })

function open(
  handler: Handler,
  locks = createLocks(),
): Client & { workers: ReturnType<typeof createSpawn>['workers'] } {
  const { spawn, workers } = createSpawn(handler)
  const channel = new BroadcastChannel('mldb-engine-test')
  const client = createClient({ spawn, locks, channel, appUrl: 'http://localhost/' })
  closers.push(() => client.close())
  return Object.assign(client, { workers })
}

describe('requests', () => {
  it('carry parameters in the query string and give the body back', async () => {
    const client = open((request) => ok(request.path))
    expect(await client.get('/v1/query', { q: 'SELECT 1 AS "a&b"', format: 'aos', no: undefined })).toBe(
      '/v1/query?q=SELECT%201%20AS%20%22a%26b%22&format=aos',
    )
    expect(restPath('/v1/functions/f/application', { input: { url: 'x' } })).toBe(
      '/v1/functions/f/application?input=%7B%22url%22%3A%22x%22%7D',
    )
  })

  it('that are refused become EngineErrors with code and detail', async () => {
    const span = { start: 7, end: 8, line: 1, column: 8 }
    const body = { error: 'no column "x"', httpCode: 400, code: 'unknown-column', details: { span } }
    const client = open(() => ({ status: 400, headers: {}, body }))
    await expect(client.query('SELECT x')).rejects.toMatchObject({ code: 'unknown-column', detail: { span } })
    expect((await client.request({ method: 'GET', path: '/' })).status).toBe(400)
  })

  it('tell who listens that something changed, but not after a GET', async () => {
    const client = open(() => ok({}))
    const changed = vi.fn()
    client.onChange(changed)
    await client.get('/v1/datasets')
    expect(changed).not.toHaveBeenCalled()
    await client.put('/v1/functions/f', { type: 'sql.expression' })
    expect(changed).toHaveBeenCalledTimes(1)
  })

  it('escape every element of a file path', () => {
    expect(filePath('file:///images/a b/ü#1.jpg')).toBe('/v1/files/images/a%20b/%C3%BC%231.jpg')
  })
})

describe('a worker that dies', () => {
  it('fails the calls under way and is started again', async () => {
    let answer = false
    const client = open((request) => (answer ? ok(request.path) : new Promise(() => undefined)))
    const waiting = client.get('/v1/datasets')
    await vi.waitFor(() => expect(client.status().state).toBe('ready'))
    answer = true
    client.workers[0]!.die('out of memory')
    await expect(waiting).rejects.toMatchObject({ code: 'worker-died' })
    expect(client.workers[0]!.terminated).toBe(true)
    expect(await client.get('/v1/functions')).toBe('/v1/functions')
    expect(client.workers).toHaveLength(2)
  })

  it('is left down when it dies again and again', async () => {
    const client = open(() => ok(1))
    for (let i = 0; i < 4; i++) client.workers.at(-1)!.die('boom')
    expect(client.workers).toHaveLength(4)
    expect(client.status()).toMatchObject({ state: 'failed' })
    await expect(client.get('/v1/types')).rejects.toBeInstanceOf(EngineError)
  })
})

describe('two tabs', () => {
  it('never have two engines: the first serves the second, with progress and cancelling', async () => {
    const locks = createLocks()
    let cancelled = false
    const first = open(async ({ path }, call) => {
      if (path !== '/slow') return ok(`first ${path}`)
      call.onProgress?.({ phase: 'rows', step: 's', done: 1 })
      await new Promise((resolve) => call.signal?.addEventListener('abort', resolve))
      cancelled = true
      throw new EngineError('cancelled', 'The call was cancelled.')
    }, locks)
    const second = open(() => ok('second'), locks)
    await vi.waitFor(() => expect(second.status()).toEqual({ state: 'ready', elsewhere: true }))
    expect(second.workers).toHaveLength(0)
    expect(await second.get('/v1/datasets')).toBe('first /v1/datasets')
    const changed = vi.fn()
    first.onChange(changed)
    second.onChange(changed)
    await second.put('/v1/functions/f', {})
    await vi.waitFor(() => expect(changed.mock.calls.length).toBeGreaterThanOrEqual(2))
    const controller = new AbortController()
    const seen: unknown[] = []
    const slow = second.get('/slow', {}, { signal: controller.signal, onProgress: (p) => seen.push(p) })
    await vi.waitFor(() => expect(seen).toHaveLength(1))
    controller.abort()
    await expect(slow).rejects.toMatchObject({ code: 'cancelled' })
    expect(cancelled).toBe(true)
  })

  it('the second takes over when the first is closed: reading goes on, writing fails', async () => {
    const locks = createLocks()
    const first = open(() => new Promise(() => undefined), locks)
    const second = open(() => ok('second'), locks)
    const third = open(() => ok('third'), locks)
    await vi.waitFor(() => expect(second.status()).toEqual({ state: 'ready', elsewhere: true }))
    await vi.waitFor(() => expect(third.status()).toEqual({ state: 'ready', elsewhere: true }))
    const reading = [second.get('/v1/datasets'), third.get('/v1/datasets')]
    const writing = [second.put('/v1/datasets/a', {}), third.put('/v1/datasets/a', {})]
    const failed = writing.map((write) => expect(write).rejects.toMatchObject({ code: 'worker-died' }))
    await new Promise((resolve) => setTimeout(resolve, 20))
    first.close()
    expect(await Promise.all(reading)).toEqual(['second', 'second'])
    await Promise.all(failed)
    expect(second.status()).toEqual({ state: 'ready' })
    expect(third.workers).toHaveLength(0)
    second.close()
    await vi.waitFor(async () => expect(await third.get('/')).toBe('third'))
  })

  it('the second may take over from one that does not answer', async () => {
    const locks = createLocks()
    const first = open(() => ok('first'), locks)
    const second = open(() => ok('second'), locks)
    await vi.waitFor(() => expect(second.status()).toEqual({ state: 'ready', elsewhere: true }))
    second.takeOver()
    await vi.waitFor(() => expect(second.status()).toEqual({ state: 'ready' }))
    expect(await second.get('/')).toBe('second')
    expect(first.workers[0]!.terminated).toBe(true)
    await vi.waitFor(async () => expect(await first.get('/')).toBe('second'))
    second.close()
    await vi.waitFor(async () => expect(await first.get('/')).toBe('first'))
  })
})

describe('what is stored', () => {
  it('is asked to be kept once, after the first change that was acknowledged', async () => {
    const storage = { persisted: vi.fn(async () => false), persist: vi.fn(async () => true) }
    const { spawn } = createSpawn(({ path }) =>
      path === '/bad' ? { status: 400, headers: {}, body: {} } : ok(1),
    )
    const channel = new BroadcastChannel('mldb-engine-test')
    const client = createClient({
      spawn,
      locks: createLocks(),
      channel,
      appUrl: 'http://localhost/',
      storage,
    })
    closers.push(() => client.close())
    await client.get('/v1/datasets')
    await client.put('/bad').catch(() => undefined)
    expect(storage.persisted).not.toHaveBeenCalled()
    await client.put('/v1/datasets/a', {})
    await client.put('/v1/datasets/b', {})
    await vi.waitFor(() => expect(storage.persist).toHaveBeenCalledTimes(1))
  })
})

describe('runProcedure', () => {
  const run = (state: string, extra: object = {}) => ok({ id: 'r1', runStarted: '', state, ...extra })

  it('reports steps as progress and ends with the run', async () => {
    let polls = 0
    const steps = [{ name: 'inception', type: 'percentile', value: 0.5, done: 2, total: 4, started: '' }]
    const client = open(({ method, path, headers }) => {
      if (method === 'PUT') return headers?.async === 'true' ? { status: 202, headers: {}, body: {} } : ok({})
      if (path.endsWith('/runs')) return ok(['r1'])
      return ++polls < 3
        ? run('executing', { progress: { steps } })
        : run('finished', { status: { rowCount: 4 } })
    })
    const seen: unknown[] = []
    const status = await client.runProcedure('p', { type: 'transform' }, { onProgress: (p) => seen.push(p) })
    expect(status.status).toEqual({ rowCount: 4 })
    expect(seen[0]).toEqual({ phase: 'images', step: 'inception', done: 2, total: 4 })
  })

  it('shows the count that knows its end, of two that go on', () => {
    const bytes = { name: 'read', type: 'percentile', value: 0.5, done: 5, total: 10, started: '' } as const
    const rows = { name: 'rows', type: 'count', value: 70, done: 70, started: '' } as const
    expect(currentStep([bytes, rows])).toBe(bytes)
    expect(currentStep([{ ...bytes, ended: '' }, rows])).toBe(rows)
    expect(currentStep([{ ...bytes, ended: '' }])).toMatchObject(bytes)
  })

  it('cancels the run and throws cancelled', async () => {
    let cancelled = false
    const client = open(({ method, path, body }) => {
      if (path.endsWith('/state')) {
        cancelled = (body as { state: string }).state === 'cancelled'
        return ok({})
      }
      if (method === 'PUT') return { status: 202, headers: {}, body: {} }
      if (path.endsWith('/runs')) return ok(['r1'])
      return run(cancelled ? 'cancelled' : 'executing')
    })
    const controller = new AbortController()
    const running = client.runProcedure('p', { type: 'transform' }, { signal: controller.signal })
    setTimeout(() => controller.abort(), 30)
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect(cancelled).toBe(true)
  })

  it('throws what the run failed with', async () => {
    const failure = { error: 'no dataset "x"', httpCode: 400, code: 'unknown-dataset' }
    const client = open(({ method, path }) => {
      if (method === 'PUT') return { status: 202, headers: {}, body: {} }
      return path.endsWith('/runs') ? ok(['r1']) : run('error', { status: failure })
    })
    await expect(client.runProcedure('p', { type: 'transform' })).rejects.toMatchObject({
      code: 'unknown-dataset',
    })
  })
})
