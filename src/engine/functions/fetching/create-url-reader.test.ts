// Against a server that misbehaves in every way of its kind, over real sockets.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createUrlReader } from './create-url-reader.ts'

type Behaviour = (response: ServerResponse, request: IncomingMessage, attempt: number) => void

const drip = (response: ServerResponse, everyMs: number): void => {
  const timer = setInterval(() => response.write('x'), everyMs)
  response.on('close', () => clearInterval(timer))
}

const BEHAVIOURS: Record<string, Behaviour> = {
  'fails-thrice': (response, _, attempt) => response.writeHead(attempt < 4 ? 500 : 200).end('at last'),
  fails: (response) => response.writeHead(503).end(),
  'busy-seconds': (response, _, attempt) =>
    attempt === 1 ? response.writeHead(429, { 'Retry-After': '0.3' }).end() : response.end('later'),
  'busy-date': (response, _, attempt) =>
    attempt === 1
      ? response.writeHead(503, { 'Retry-After': new Date(Date.now() + 1_500).toUTCString() }).end()
      : response.end('later'),
  'busy-for-long': (response) => response.writeHead(429, { 'Retry-After': '3600' }).end(),
  none: (response) => response.writeHead(404).end(),
  forbidden: (response) => response.writeHead(403).end(),
  hangs: () => {},
  'hangs-once': (response, _, attempt) => {
    if (attempt > 1) response.end('awake')
  },
  stalls: (response) => response.writeHead(200).write('some'),
  drips: (response) => drip(response.writeHead(200), 20),
  resets: (_, { socket }) => socket.resetAndDestroy(),
  'breaks-off-twice': (response, { socket }, attempt) => {
    response.writeHead(200, { 'Content-Length': 10 })
    if (attempt > 2) return void response.end('0123456789')
    response.write('0123', () => socket.resetAndDestroy())
  },
}

let server: Server
let base: string
const attempts = new Map<string, number[]>()

beforeAll(async () => {
  server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1)
    const times = attempts.get(name) ?? []
    attempts.set(name, [...times, performance.now()])
    BEHAVIOURS[name]!(response, request, times.length + 1)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const read = createUrlReader({
  fetch,
  files: { read: async () => undefined },
  retries: { backoffMs: 10, maxWaitMs: 3_000 },
  timeouts: { firstByteMs: 500, stallMs: 500, totalMs: 900 },
})
const text = async (name: string): Promise<string> => new TextDecoder().decode(await read(base + name))
const triesOf = (name: string): number => attempts.get(name)?.length ?? 0
const waitsOf = (name: string): number[] =>
  (attempts.get(name) ?? []).flatMap((time, i, times) => (i > 0 ? [time - times[i - 1]!] : []))

test.concurrent.each([
  ['fails-thrice', 'at last', 4],
  ['busy-seconds', 'later', 2],
  ['busy-date', 'later', 2],
  ['hangs-once', 'awake', 2],
  ['breaks-off-twice', '0123456789', 3],
])('%s: is asked again until it answers', async (name, content, tries) => {
  expect(await text(name)).toBe(content)
  expect(triesOf(name)).toBe(tries)
})

test('waits grow, and are at least as long as the server asks for', () => {
  const [first, , third] = waitsOf('fails-thrice')
  expect(first).toBeGreaterThanOrEqual(4)
  expect(third).toBeGreaterThanOrEqual(19) // Half of 40 ms at least.
  expect(waitsOf('busy-seconds')[0]).toBeGreaterThanOrEqual(298)
  expect(waitsOf('busy-date')[0]).toBeGreaterThan(400) // The date has whole seconds.
})

test.concurrent.each([
  ['fails', 4, /fails answered with status 503 \(tried 4 times\)\.$/],
  ['none', 1, /none answered with status 404\.$/],
  ['forbidden', 1, /forbidden answered with status 403\.$/],
  ['busy-for-long', 1, /busy-for-long answered with status 429; it asks to wait 3600 s\.$/],
  ['hangs', 2, /hangs does not answer in time \(tried 2 times\)\.$/],
  ['stalls', 2, /stalls is too slow \(tried 2 times\)\.$/],
  ['drips', 2, /drips is too slow/],
  ['resets', 2, /resets cannot be read/],
])('%s: is given up after %i attempts, with the reason', async (name, tries, reason) => {
  await expect(text(name)).rejects.toMatchObject({
    code: 'fetch-failed',
    message: expect.stringMatching(reason),
  })
  expect(triesOf(name)).toBe(tries)
})

test('a cancel ends the wait for a further attempt at once', async () => {
  const slow = createUrlReader({
    fetch,
    files: { read: async () => undefined },
    retries: { backoffMs: 60_000 },
  })
  const controller = new AbortController()
  const reading = slow(`${base}fails`, controller.signal)
  setTimeout(() => controller.abort(), 60)
  const start = performance.now()
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
  expect(performance.now() - start).toBeLessThan(1_000)
})
