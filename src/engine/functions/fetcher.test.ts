import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RowValue } from '../../contract/values.ts'
import { createFetcher } from './fetcher.ts'
import { createUrlReader } from './fetching/create-url-reader.ts'

let server: Server
let base: string
const calls: string[] = []
let atOnce = 0
let most = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = request.url ?? ''
    calls.push(url)
    const tries = calls.filter((call) => call === url).length
    if (url === '/flaky' && tries === 1) return void response.writeHead(503).end()
    if (url === '/busy' && tries === 1) return void response.writeHead(429, { 'retry-after': '1' }).end()
    if (url.startsWith('/none')) return void response.writeHead(404).end()
    if (url === '/hang') return
    if (url.startsWith('/slow')) {
      most = Math.max(most, ++atOnce)
      return void setTimeout(() => {
        atOnce--
        response.end('slow')
      }, 40)
    }
    response.end(`body of ${url}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const files = {
  read: async (path: string) =>
    path === 'file:///a.txt' ? new TextEncoder().encode('from a file') : undefined,
}
const world = () => ({ fetch, files: { ...files } as never, appUrl: base })
const text = (bytes: unknown) => new TextDecoder().decode(bytes as Uint8Array)

async function fetchOne(url: string): Promise<{ content: unknown; error: unknown }> {
  const [row] = await createFetcher(world()).apply([[url]], {})
  const { columns } = row as RowValue
  return { content: columns[0]![1], error: columns[1]![1] }
}

test.each([
  ['a path of the app', 'samples/x.jpg', 'body of /samples/x.jpg'],
  ['a file', 'file:///a.txt', 'from a file'],
  ['base64 data', 'data:text/plain;base64,aGVsbG8=', 'hello'],
  ['percent-encoded data', 'data:,a%20b', 'a b'],
  ['a server that fails once', 'flaky', 'body of /flaky'],
  ['a server that is busy once', 'busy', 'body of /busy'],
])('fetches %s', async (_, url, expected) => {
  const { content, error } = await fetchOne(url)
  expect(error).toBeNull()
  expect(text(content)).toBe(expected)
})

test.each([
  ['an address that is not there', 'none', /none answered with status 404/],
  ['a file that is not there', 'file:///b.txt', /no file file:\/\/\/b\.txt/],
  [
    'a host that does not answer',
    'http://127.0.0.1:1/x.jpg',
    /http:\/\/127\.0\.0\.1:1\/x\.jpg cannot be read/,
  ],
  ['another scheme', 'ftp://example.com/x', /is no address/],
  ['broken data', 'data:text/plain;base64,%%%', /not well-formed/],
])('gives the reason for %s', async (_, url, reason) => {
  const { content, error } = await fetchOne(url)
  expect(content).toBeNull()
  expect(error).toMatch(reason)
})

test('a missing file is not asked for twice', async () => {
  await fetchOne('none-once')
  expect(calls.filter((call) => call === '/none-once')).toHaveLength(1)
})

test('one host is asked by a few at a time', async () => {
  const rows = Array.from({ length: 20 }, (_, i) => [`slow${i}`])
  await createFetcher(world()).apply(rows, {})
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(6)
})

test('a batch is cancelled while a server keeps silent', async () => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 50)
  await expect(createFetcher(world()).apply([['hang']], { signal: controller.signal })).rejects.toMatchObject(
    {
      code: 'cancelled',
    },
  )
})

test('without a reason from the browser, the sentence speaks of CORS and offers drop and paste', async () => {
  const refusing = async () => {
    throw new TypeError('Failed to fetch')
  }
  const read = createUrlReader({
    fetch: refusing,
    files,
    appUrl: 'https://app.example/',
    retries: { backoffMs: 1 },
  })
  await expect(read('https://elsewhere.example/x.jpg')).rejects.toMatchObject({
    code: 'fetch-failed',
    message: expect.stringMatching(/elsewhere.*Most often.*CORS.*drop the file or paste/),
  })
})

test("the app's own server is tried second, where there is one", async () => {
  const asked: string[] = []
  const withProxy: typeof fetch = async (input) => {
    const url = String(input)
    asked.push(url)
    if (url === 'https://app.example/fetch')
      return new Response('{"error":"url is missing"}', {
        status: 400,
        headers: { 'content-type': 'application/json' },
      })
    if (url.startsWith('https://app.example/') && url.includes('private'))
      return Response.json({ error: 'no public address' }, { status: 502 })
    if (url.startsWith('https://app.example/fetch?url=')) return new Response('by proxy')
    throw new TypeError('Failed to fetch')
  }
  const read = createUrlReader({
    fetch: withProxy,
    files,
    appUrl: 'https://app.example/',
    retries: { backoffMs: 1 },
  })
  expect(text(await read('https://elsewhere.example/x.jpg'))).toBe('by proxy')
  expect(asked.at(-1)).toBe('https://app.example/fetch?url=https%3A%2F%2Felsewhere.example%2Fx.jpg')
  await expect(read('https://private.example/')).rejects.toThrow(
    "https://private.example/ cannot be read, neither directly nor by the app's own server: no public address (tried 2 times).",
  )
})
