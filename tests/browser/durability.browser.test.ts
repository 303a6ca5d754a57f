// A tab killed again and again at random instants while rows are recorded and overwritten, files imported, queries transformed, datasets
// deleted and functions replaced, all at once. After each start: every write that was acknowledged is there, no other is
// there in part, nothing is left over, SQLite and the digests are in order, no run claims to run.
//
// KILLS sets how many times (8 by default); DURABILITY_SEED repeats the instants of another run. KILL=browser kills the
// whole browser instead (SIGKILL).
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningApp, startApp } from '../../scripts/start-app.ts'
import { engineReady, rows, send } from './console.ts'
import {
  IMPORT_ROWS,
  type Report,
  ROWS_A_RECORDING,
  SEED_ROWS,
  startWorkload,
  UPDATED_ROWS,
  UPDATED_TEXT,
  WRITERS,
  type Writer,
} from './durability-workload.ts'
import { killBrowser } from './kill-browser.ts'
import { launchBrowser } from './launch.ts'

const KILLS = Number(process.env.KILLS ?? 8)
const KILLS_BROWSER = process.env.KILL === 'browser'
const SEED = Number(process.env.DURABILITY_SEED ?? Date.now() % 1_000_000)
const LONGEST_MS = 2_500

let app: RunningApp
let profile: string
let context: BrowserContext | undefined
let page: Page

beforeAll(async () => {
  app = await startApp({})
  profile = await mkdtemp(join(tmpdir(), 'mldb-web-profile-'))
})
afterAll(async () => {
  await context?.close().catch(() => {})
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  await app.close()
})

/** What was sent and what was answered, by writer: the last generation of each. */
const sent = Object.fromEntries(WRITERS.map((writer) => [writer, -1])) as Record<Writer, number>
const acknowledged = { ...sent }
let failures: string[] = []

function note(report: Report): void {
  if ('failure' in report) failures.push(report.failure)
  else if (report.event === 'sent') sent[report.writer] = report.generation
  else acknowledged[report.writer] = report.generation
}

async function open(): Promise<void> {
  context ??= await launchBrowser({ profile })
  page = await context.newPage()
  await page.exposeFunction('report', note)
  await page.goto(app.address)
  await engineReady(page)
}

async function kill(): Promise<void> {
  if (KILLS_BROWSER) {
    await killBrowser(profile)
    await context?.close().catch(() => {})
    context = undefined
    return
  }
  const session = await page.context().newCDPSession(page)
  void session.send('Page.crash').catch(() => {}) // its answer never comes
  await page.waitForEvent('crash')
  await page.close()
}

/** The only generations that a reader may find: the last acknowledged one, or one that was sent after it. */
function expectGeneration(writer: Writer, found: unknown): void {
  expect([acknowledged[writer], sent[writer]], `generation of ${writer}`).toContain(found)
  acknowledged[writer] = found as number
  sent[writer] = found as number
}

async function ids(kind: string): Promise<string[]> {
  return (await send<string[]>(page, 'GET', `/v1/${kind}`)).body
}

async function checkTables(): Promise<void> {
  const datasets = await ids('datasets')
  const whole = async (id: string, writer: Writer, count: number): Promise<void> => {
    if (!datasets.includes(id)) return expectGeneration(writer, -1)
    const sql = `SELECT count(*) AS n, sum(i) AS total, min(generation) AS first, max(generation) AS last FROM ${id}`
    const [row] = await rows(page, sql)
    expect(row, id).toMatchObject({ n: count, total: (count * (count - 1)) / 2, first: row!.last })
    expectGeneration(writer, row!.last)
  }
  await whole('imported', 'import', IMPORT_ROWS)
  await whole('transformed', 'transform', SEED_ROWS)
  if (datasets.includes('victim')) await whole('victim', 'victim', 100)
  else expectAbsence('victim')
}

/** Odd generations are the absence of the dataset. */
function expectAbsence(writer: Writer): void {
  const found = [sent[writer], acknowledged[writer]].find((generation) => generation % 2 !== 0)
  expect(found, `a generation of ${writer} without its dataset`).toBeDefined()
  expectGeneration(writer, found)
}

/** Recordings are only ever added: all acknowledged ones are there, each with all its rows, those committed at once. */
async function checkRecordings(): Promise<void> {
  const counts = async (): Promise<Map<number, number>> => {
    const found = await rows(page, 'SELECT n, count(*) AS c FROM log WHERE n >= 0 GROUP BY n')
    return new Map(found.map(({ n, c }) => [Number(n), Number(c)]))
  }
  const committed = await counts()
  const lastCommit = acknowledged.record - (((acknowledged.record % 3) + 3) % 3)
  for (let n = 0; n <= lastCommit; n++)
    expect(committed.get(n), `rows of recording ${n}`).toBe(ROWS_A_RECORDING)
  expect((await send(page, 'POST', '/v1/datasets/log/commit', {})).status).toBe(200)
  const all = await counts()
  for (let n = 0; n <= acknowledged.record; n++)
    expect(all.get(n), `rows of recording ${n}`).toBe(ROWS_A_RECORDING)
  for (const [n, count] of all) {
    expect(n).toBeLessThanOrEqual(sent.record)
    expect(count, `rows of recording ${n}`).toBe(ROWS_A_RECORDING)
  }
  expectGeneration('record', Math.max(-1, ...all.keys()))
}

/** Rows that are overwritten have the cells of one generation, all of them. */
async function checkUpdates(): Promise<void> {
  expect((await send(page, 'POST', '/v1/datasets/updated/commit', {})).status).toBe(200)
  const [row] = await rows(
    page,
    'SELECT count(*) AS n, min(generation) AS first, max(generation) AS last, min(text) AS a, max(text) AS b FROM updated',
  )
  const { last } = row!
  const text = last === -1 ? 'none' : `${last} ${UPDATED_TEXT}`
  expect(row).toMatchObject({ n: UPDATED_ROWS, first: last, a: text, b: text })
  expectGeneration('update', last)
}

async function checkFunction(): Promise<void> {
  if (!(await ids('functions')).includes('f')) return expectGeneration('function', -1)
  const [row] = await rows(page, 'SELECT f({}) AS *')
  expectGeneration('function', row!.generation)
}

async function checkRuns(): Promise<void> {
  for (const id of await ids('procedures')) {
    const { body } = await send<string[]>(page, 'GET', `/v1/procedures/${id}/runs`)
    for (const run of body) {
      const path = `/v1/procedures/${id}/runs/${encodeURIComponent(run)}`
      const { state } = (await send<{ state: string }>(page, 'GET', path)).body
      expect(['finished', 'error'], `run of ${id}`).toContain(state)
    }
  }
}

async function checkAll(): Promise<void> {
  await checkTables()
  await checkRecordings()
  await checkUpdates()
  await checkFunction()
  await checkRuns()
  // Digests, SQLite's own check, and that nothing is stored which no dataset owns.
  expect((await send(page, 'GET', '/v1/integrity')).body).toEqual({ ok: true, problems: [] })
}

async function prepare(): Promise<void> {
  const lines = Array.from({ length: SEED_ROWS }, (_, i) => String(i))
  const params = { text: ['i', ...lines].join('\n'), outputDataset: 'seed' }
  expect((await send(page, 'PUT', '/v1/procedures/seed', { type: 'import.text', params })).status).toBe(201)
  expect((await send(page, 'PUT', '/v1/datasets/log', { type: 'sparse.mutable' })).status).toBe(201)
  expect((await send(page, 'PUT', '/v1/datasets/updated', { type: 'sparse.mutable' })).status).toBe(201)
  const none = [
    ['generation', -1, -1],
    ['text', 'none', -1],
  ]
  const updated = Array.from({ length: UPDATED_ROWS }, (_, i) => [`row${i}`, none])
  expect((await send(page, 'POST', '/v1/datasets/updated/multirows', updated)).status).toBe(200)
  expect((await send(page, 'POST', '/v1/datasets/updated/commit', {})).status).toBe(200)
  // So that the column is there whenever the first kill comes.
  await send(page, 'POST', '/v1/datasets/log/rows', { rowName: 'first', columns: [['n', -1, 0]] })
  expect((await send(page, 'POST', '/v1/datasets/log/commit', {})).status).toBe(200)
}

test(
  `killed ${KILLS} times at random instants (seed ${SEED}), nothing acknowledged is lost, nothing is half there`,
  async () => {
    let state = SEED
    await open()
    await prepare()
    let reached = 0
    for (let i = 1; i <= KILLS; i++) {
      failures = []
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      const before = Object.values(sent).reduce((sum, generation) => sum + generation, 0)
      await startWorkload(
        page,
        Object.fromEntries(WRITERS.map((writer) => [writer, sent[writer] + 1])) as typeof sent,
      )
      await new Promise((resolve) => setTimeout(resolve, 20 + (state / 2 ** 32) * LONGEST_MS))
      await kill()
      expect(failures.filter((failure) => !/closed|destroyed/.test(failure))).toEqual([])
      if (Object.values(sent).reduce((sum, generation) => sum + generation, 0) > before) reached++
      await open()
      await checkAll()
      if (KILLS > 20) console.log(`kill ${i} of ${KILLS}: ${JSON.stringify(acknowledged)}`)
    }
    // Otherwise it was killed before anything was sent, and nothing was tested.
    expect(reached).toBe(KILLS)
  },
  600_000 + KILLS * 30_000,
)
