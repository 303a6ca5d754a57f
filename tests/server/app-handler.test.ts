import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAppHandler } from '../../src/server/app/app-handler.ts'
import { fetchPublic } from '../../src/server/app/fetch-public.ts'
import { listen } from '../../src/server/listen.ts'

let folder: string
let app: Awaited<ReturnType<typeof listen>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mldb-app-'))
  const root = join(folder, 'dist')
  await mkdir(join(root, 'assets'), { recursive: true })
  await mkdir(join(folder, 'models/net'), { recursive: true })
  await writeFile(join(root, 'index.html'), '<!doctype html><title>x</title>')
  await writeFile(join(root, 'assets/main-abcd1234.js'), 'let x')
  await writeFile(join(root, 'assets/engine.wasm'), 'wasm')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await symlink(join(folder, 'secret.txt'), join(root, 'link.txt'))
  await writeFile(join(folder, 'models/net/model.json'), '{}')
  await writeFile(join(folder, 'models/net/weights.bin'), '12345')
  app = await listen(createAppHandler({ root, models: join(folder, 'models') }), 0)
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

const get = (path: string, init?: RequestInit) => fetch(new URL(path, app.address), init)

/** As it stands: `fetch` would take the dots out of a path. */
function rawStatus(path: string, headers: Record<string, string> = {}): Promise<number> {
  const { hostname, port } = new URL(app.address)
  return new Promise((resolve, reject) => {
    httpRequest({ hostname, port, path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .once('error', reject)
      .end()
  })
}

describe('the page', () => {
  test('is isolated and runs no code but its own', async () => {
    const answer = await get('/')
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(answer.headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    const policy = answer.headers.get('content-security-policy')!
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'")
    expect(policy).not.toContain('unsafe-inline')
    expect(policy).not.toContain("'unsafe-eval'")
  })

  test('named assets are kept for ever, all else is asked for again', async () => {
    const asset = await get('/assets/main-abcd1234.js')
    expect(asset.headers.get('cache-control')).toContain('immutable')
    expect(asset.headers.get('content-type')).toContain('text/javascript')
    expect((await get('/assets/engine.wasm')).headers.get('content-type')).toBe('application/wasm')
    const page = await get('/')
    expect(page.headers.get('cache-control')).toBe('no-cache')
    expect((await get('/', { headers: { 'If-None-Match': page.headers.get('etag')! } })).status).toBe(304)
  })

  test('nothing outside its folder is served', async () => {
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/link.txt',
      '/assets',
      '/%00',
      '/%zz',
    ]) {
      expect([path, await rawStatus(path)]).toEqual([path, path === '/%zz' ? 400 : 404])
    }
    expect(await rawStatus('/', { Host: 'evil.test' })).toBe(400)
    expect((await get('/', { method: 'POST' })).status).toBe(405)
  })

  test('a folder of models is listed and served', async () => {
    expect(await (await get('/models/index.json')).json()).toEqual([
      { name: 'net', path: 'net/model.json', sizeBytes: 7, stamp: expect.stringMatching(/^\d+$/) },
    ])
    expect(await (await get('/models/net/weights.bin')).text()).toBe('12345')
    expect((await get('/models/none/model.json')).status).toBe(404)
  })
})

describe('the fetch proxy', () => {
  let upstream: Server
  let base: string
  beforeAll(async () => {
    upstream = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://x')
      if (pathname === '/redirect') response.writeHead(302, { Location: '/image' }).end()
      else if (pathname === '/loop') response.writeHead(302, { Location: '/loop' }).end()
      else if (pathname === '/inside') response.writeHead(302, { Location: 'http://10.0.0.1/' }).end()
      else if (pathname === '/file') response.writeHead(302, { Location: 'file:///etc/passwd' }).end()
      else if (pathname === '/large') response.writeHead(200).end(Buffer.alloc(5000))
      else if (pathname === '/slow') setTimeout(() => response.end(), 5000).unref()
      else if (pathname === '/image') response.writeHead(200, { 'Content-Type': 'image/png' }).end('png')
      else response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
  })
  afterAll(() => {
    upstream.closeAllConnections()
    upstream.close()
  })
  const LIMITS = { maxBytes: 1000, timeoutMs: 1000, maxRedirects: 3 }
  /** As if the upstream's address were a public one. */
  const through = (path: string) => fetchPublic(base + path, LIMITS, (address) => address === '127.0.0.1')

  test('follows redirects, within limits of size, time and number', async () => {
    expect(await through('/redirect')).toEqual({
      contentType: 'image/png',
      bytes: new Uint8Array([112, 110, 103]),
    })
    await expect(through('/loop')).rejects.toThrow(/redirects too often/)
    await expect(through('/large')).rejects.toThrow(/larger than/)
    await expect(through('/slow')).rejects.toThrow(/takes too long/)
    await expect(through('/none')).rejects.toThrow(/status 404/)
  })

  test('refuses what is not on the public internet, by number, by name and by redirect', async () => {
    for (const url of [
      base,
      'http://localhost:1/',
      'http://[::1]/',
      'http://2130706433/',
      'http://0x7f.1/',
      'http://[::ffff:127.0.0.1]/',
    ]) {
      await expect(fetchPublic(url, LIMITS)).rejects.toThrow(/public internet/)
    }
    await expect(through('/inside')).rejects.toThrow(/10\.0\.0\.1.*public internet/)
    await expect(through('/file')).rejects.toThrow(/no plain http/)
    await expect(fetchPublic('ftp://x.test/', LIMITS)).rejects.toThrow(/no plain http/)
    await expect(fetchPublic('http://user:secret@x.test/', LIMITS)).rejects.toThrow(/no plain http/)
  })

  test('over HTTP: says what it needs, and serves no page of another origin', async () => {
    const missing = await get('/fetch')
    expect([missing.status, missing.headers.get('content-type')]).toEqual([400, 'application/json'])
    const inside = await get(`/fetch?url=${encodeURIComponent(base)}`)
    expect(inside.status).toBe(502)
    expect(await inside.json()).toMatchObject({
      code: 'fetch-failed',
      error: expect.stringContaining('public internet'),
    })
    expect(await rawStatus('/fetch?url=https%3A%2F%2Fx.test', { Origin: 'https://evil.test' })).toBe(400)
    expect(await rawStatus('/fetch?url=https%3A%2F%2Fx.test', { 'Sec-Fetch-Site': 'cross-site' })).toBe(400)
  })
})
