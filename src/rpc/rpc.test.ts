import { afterEach, describe, expect, it } from 'vitest'
import { EngineError } from '../contract/errors.ts'
import type { Call, Progress } from '../contract/progress.ts'
import { closeCall } from './call-channel.ts'
import { connect } from './connect.ts'
import { packResponse } from './pack-response.ts'
import { serve } from './serve.ts'
import { toWireError } from './wire-error.ts'

const ports: MessagePort[] = []

function join<T>(api: object) {
  const { port1, port2 } = new MessageChannel()
  ports.push(port1, port2)
  serve(api, port2)
  port2.start()
  return connect<T>(port1)
}

afterEach(() => {
  for (const port of ports.splice(0)) port.close()
})

describe('errors', () => {
  it('keep class, code, message and detail', async () => {
    const api = {
      fail: (): number => {
        throw new EngineError('unknown-column', 'no column "x" in t', {
          span: { start: 7, end: 8, line: 1, column: 8 },
        })
      },
    }
    const remote = join<typeof api>(api)
    const error: unknown = await remote.fail().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(EngineError)
    expect(error).toMatchObject({ code: 'unknown-column', message: 'no column "x" in t', status: 400 })
    expect((error as EngineError).detail?.span?.column).toBe(8)
  })

  it('that are no EngineError become internal, aborts become cancelled', () => {
    expect(toWireError(new TypeError('x is not a function')).code).toBe('internal')
    expect(toWireError(new DOMException('stop', 'AbortError')).code).toBe('cancelled')
    expect(toWireError('text')).toMatchObject({ code: 'internal', message: 'text' })
  })

  it('cross even if their detail holds what cannot be cloned', () => {
    const error = new EngineError('internal', 'm', { helper: () => 1, kept: 2 })
    expect(toWireError(error).detail).toEqual({ kept: 2 })
  })
})

describe('calls', () => {
  it('carry progress back, first and last of each step always', async () => {
    const api = {
      work: (call: Call) => {
        for (let done = 0; done <= 1000; done++)
          call.onProgress?.({ phase: 'rows', step: 'a', done, total: 1000 })
        call.onProgress?.({ phase: 'trees', step: 'b', done: 1 })
      },
    }
    const seen: Progress[] = []
    const call: Call = { onProgress: (progress) => seen.push(progress) }
    await join<typeof api>(api).work(call)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(seen[0]).toMatchObject({ step: 'a', done: 0 })
    expect(seen).toContainEqual({ phase: 'rows', step: 'a', done: 1000, total: 1000 })
    expect(seen.at(-1)).toMatchObject({ step: 'b' })
    expect(seen.length).toBeLessThan(100)
    closeCall(call)
  })

  it('carry an abort over, before and during the call', async () => {
    const api = {
      wait: (call: Call) =>
        new Promise<string>((resolve) => {
          if (call.signal?.aborted) resolve('at once')
          else call.signal?.addEventListener('abort', () => resolve('later'))
        }),
    }
    const remote = join<typeof api>(api)
    expect(await remote.wait({ signal: AbortSignal.abort() })).toBe('at once')
    const controller = new AbortController()
    const waiting = remote.wait({ signal: controller.signal })
    setTimeout(() => controller.abort(), 10)
    expect(await waiting).toBe('later')
  })
})

describe('packResponse', () => {
  it('sends a small view without the buffer behind it, and leaves the original whole', async () => {
    const chunk = new Float32Array(100_000).fill(3)
    const api = {
      get: () =>
        packResponse({
          status: 200,
          headers: {},
          body: {
            rowNames: ['a'],
            columns: [
              {
                path: ['v'],
                name: 'v',
                values: [{ kind: 'embedding', shape: [4], data: chunk.subarray(8, 12) }],
              },
            ],
            rowErrors: [],
            durationMs: 1,
          },
        }),
    }
    const answer = await join<typeof api>(api).get()
    const body = answer.body as { columns: { values: { data: Float32Array }[] }[] }
    const data = body.columns[0]!.values[0]!.data
    expect([...data]).toEqual([3, 3, 3, 3])
    expect(data.buffer.byteLength).toBe(16)
    expect(chunk.length).toBe(100_000)
    expect(chunk[9]).toBe(3)
  })
})
