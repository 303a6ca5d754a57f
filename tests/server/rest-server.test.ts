import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startRestServer } from '../../src/server/rest-server.ts'

type Server = Awaited<ReturnType<typeof startRestServer>>
let server: Server
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mldb-server-'))
  server = await startRestServer({ port: 0 })
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const call = (path: string, init: RequestInit = {}) => fetch(new URL(path, server.address), init)
const send = (method: string, path: string, body: unknown) =>
  call(path, { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } })

/** A request that `fetch` would not make: any headers, a body with GET. */
function raw(method: string, path: string, headers: Record<string, string>, body?: string) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
    const options = { method, headers: { ...headers, ...length } }
    const outgoing = httpRequest(new URL(path, server.address), options, async (response) => {
      const pieces: Buffer[] = []
      for await (const piece of response) pieces.push(piece as Buffer)
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString() })
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

describe('REST over HTTP', () => {
  test('create, query by query string and by body, delete', async () => {
    const made = await send('POST', '/v1/procedures', {
      type: 'import.text',
      params: { text: 'a,b\n1,x\n9007199254740993,y\n', outputDataset: 't' },
    })
    expect(made.status).toBe(201)
    expect(made.headers.get('location')).toMatch(/^\/v1\/procedures\/auto_/)
    const q = encodeURIComponent('SELECT * FROM t')
    const answer = await call(`/v1/query?format=table&q=${q}`)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.text()).toBe('[["_rowName","a","b"],["2",1,"x"],["3",9007199254740993,"y"]]')
    const byBody = await raw(
      'GET',
      '/v1/query',
      {},
      JSON.stringify({ q: 'SELECT b FROM t LIMIT 1', format: 'atom' }),
    )
    expect(byBody).toEqual({ status: 200, text: '"x"' })
    expect((await call('/v1/datasets/t', { method: 'DELETE' })).status).toBe(204)
  })

  test('a relative address is one of the app’s own files', async () => {
    const made = await send('PUT', '/v1/procedures/sample', {
      type: 'import.text',
      params: { dataFileUrl: 'samples/penguins.csv', outputDataset: 'penguins' },
    })
    expect(await made.json()).toMatchObject({
      status: { firstRun: { status: { rowCount: expect.any(Number), numLineErrors: 0 } } },
    })
  })

  test('files are bytes', async () => {
    const bytes = new Uint8Array([0, 255, 10])
    expect((await call('/v1/files/dir/x.png', { method: 'PUT', body: bytes })).status).toBe(201)
    const answer = await call('/v1/files/dir/x.png')
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('HEAD, OPTIONS, other verbs, bad JSON, the compact format', async () => {
    const head = await call('/info', { method: 'HEAD' })
    expect([head.status, await head.text(), Number(head.headers.get('content-length')) > 10]).toEqual([
      200,
      '',
      true,
    ])
    const options = await call('/v1/query', { method: 'OPTIONS' })
    expect([options.status, options.headers.get('allow')]).toEqual([
      204,
      'GET, PUT, POST, DELETE, HEAD, OPTIONS',
    ])
    expect((await call('/v1/query', { method: 'PATCH' })).status).toBe(405)
    const bad = await call('/v1/datasets', { method: 'POST', body: '{"type": tabular}' })
    expect([bad.status, await bad.json()]).toEqual([
      400,
      {
        error: expect.stringContaining('the body is no JSON: '),
        httpCode: 400,
        code: 'syntax',
      },
    ])
    expect((await call('/v1/query?q=SELECT%201&format=compact')).status).toBe(400)
  })

  test('pages of other origins, and other names for this machine, are refused', async () => {
    const host = new URL(server.address).host
    expect((await raw('GET', '/v1/datasets', { Origin: 'https://evil.test' })).status).toBe(400)
    expect((await raw('GET', '/v1/datasets', { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(400)
    expect((await raw('GET', '/v1/datasets', { Host: 'evil.test' })).status).toBe(400)
    expect(
      (await raw('GET', '/v1/datasets', { Origin: `http://${host}`, 'Sec-Fetch-Site': 'same-origin' }))
        .status,
    ).toBe(200)
  })

  test('a client that goes away cancels its run', async () => {
    const gone = new AbortController()
    const running = call('/v1/procedures/slow', {
      method: 'PUT',
      body: JSON.stringify({ type: 'mock', params: { durationMs: 20_000, refreshRateMs: 5 } }),
      signal: gone.signal,
    }).catch(() => 'gone')
    const state = async (): Promise<string> => {
      const answer = await call('/v1/procedures/slow')
      return answer.status === 200 ? ((await answer.json()) as { state: string }).state : 'absent'
    }
    while ((await state()) !== 'initializing') await new Promise((resolve) => setTimeout(resolve, 10))
    gone.abort()
    expect(await running).toBe('gone')
    while ((await state()) === 'initializing') await new Promise((resolve) => setTimeout(resolve, 10))
    expect(await state()).toBe('absent')
  })

  test('what a folder holds is there after a restart', async () => {
    const first = await startRestServer({ port: 0, folder })
    const put = (base: string, path: string, body: object) =>
      fetch(new URL(path, base), { method: 'PUT', body: JSON.stringify(body) })
    await put(first.address, '/v1/procedures/i', {
      type: 'import.text',
      params: { text: 'a\n5\n', outputDataset: 't' },
    })
    await put(first.address, '/v1/functions/f', {
      type: 'sql.expression',
      params: { expression: 'x * 2 AS y' },
    })
    await first.close()
    await new Promise((resolve) => setTimeout(resolve, 100))
    const second = await startRestServer({ port: 0, folder })
    const q = encodeURIComponent('SELECT f({x: a}) AS * FROM t')
    expect(await (await fetch(new URL(`/v1/query?format=aos&q=${q}`, second.address))).json()).toEqual([
      { _rowName: '2', y: 10 },
    ])
    await second.close()
  })
})
