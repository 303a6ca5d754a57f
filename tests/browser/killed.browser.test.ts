// A browser killed (SIGKILL) in the middle of an import and of a transform: reopened, everything is consistent, nothing
// is half written, no run claims to be running, and what was computed is not computed again.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type RunningApp, startApp } from '../../scripts/start-app.ts'
import { engineReady, rows, send } from './console.ts'
import { killBrowser } from './kill-browser.ts'
import { launchBrowser } from './launch.ts'
import { sharedModels } from './shared-models.ts'

let app: RunningApp
let profile: string
let context: BrowserContext
let page: Page

beforeAll(async () => {
  app = await startApp({ models: sharedModels() })
})
afterAll(() => app.close())
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'mldb-web-profile-'))
  await open()
})
afterEach(async () => {
  await context.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

async function open(): Promise<void> {
  context = await launchBrowser({ profile })
  page = context.pages()[0] ?? (await context.newPage())
  await page.goto(app.address)
  await engineReady(page)
}

/** Kills the browser and opens it again on what it left. */
async function killAndReopen(): Promise<void> {
  await killBrowser(profile)
  await context.close().catch(() => {})
  await open()
}

interface Run {
  id: string
  state: string
  progress?: { steps: { name: string; done: number; total?: number }[] }
  status?: { error?: string }
}

async function latestRun(procedure: string): Promise<Run | undefined> {
  const { body: ids } = await send<string[]>(page, 'GET', `/v1/procedures/${procedure}/runs`)
  const id = Array.isArray(ids) ? ids.toSorted().at(-1) : undefined
  return id === undefined
    ? undefined
    : (await send<Run>(page, 'GET', `/v1/procedures/${procedure}/runs/${encodeURIComponent(id)}`)).body
}

/** Starts a procedure without waiting for it, and waits until a step has done so much. */
async function startAndWait(id: string, body: object, step: RegExp, least: number): Promise<number> {
  await page.evaluate(
    ([id, body]) => {
      const { mldb } = window as unknown as { mldb: { request(request: object): Promise<unknown> } }
      void mldb.request({ method: 'PUT', path: `/v1/procedures/${id}`, headers: { async: 'true' }, body })
    },
    [id, body] as const,
  )
  for (;;) {
    const run = await latestRun(id).catch(() => undefined)
    const done = run?.progress?.steps.find(({ name }) => step.test(name))?.done ?? 0
    if (run?.state === 'executing' && done >= least) return done
    if (run && run.state !== 'executing')
      throw new Error(`${id} ended before it was killed: ${JSON.stringify(run)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('in the middle of an import', async () => {
  await send(page, 'PUT', '/v1/datasets/kept', { type: 'sparse.mutable' })
  await send(page, 'POST', '/v1/datasets/kept/rows', { rowName: 'r', columns: [['x', 1, 0]] })
  expect((await send(page, 'POST', '/v1/datasets/kept/commit', {})).status).toBe(200)
  const lines = ['n,text', ...Array.from({ length: 400_000 }, (_, i) => `${i},row number ${i}`)]
  await page.evaluate(async (text) => {
    const { mldb } = window as unknown as { mldb: { request(request: object): Promise<unknown> } }
    await mldb.request({ method: 'PUT', path: '/v1/files/big.csv', body: new TextEncoder().encode(text) })
  }, lines.join('\n'))
  const body = { type: 'import.text', params: { dataFileUrl: 'file:///big.csv', outputDataset: 'big' } }
  await startAndWait('import_big', body, /./, 1)
  await killAndReopen()

  expect(await rows(page, 'SELECT * FROM kept')).toEqual([{ _rowName: 'r', x: 1 }])
  const { body: datasets } = await send<string[]>(page, 'GET', '/v1/datasets')
  expect(datasets).toEqual(['kept'])
  expect((await latestRun('import_big'))?.state).toBe('error')

  const again = await send(page, 'PUT', '/v1/procedures/import_big', body)
  expect(again.status).toBe(201)
  expect(await rows(page, 'SELECT count(*) AS n, sum(n) AS total FROM big')).toEqual([
    { _rowName: '[]', n: 400_000, total: (400_000 * 399_999) / 2 },
  ])
})

test('in the middle of a transform', async () => {
  const outputs = sharedModels() ? 'pool_3' : '"mixed7/mean" AS mixed7'
  const created = await send(page, 'PUT', '/v1/functions/inception', {
    type: 'tensorflow.graph',
    params: {
      modelFileUrl: 'inception-v3',
      inputs: 'fetcher(url)[content] AS "DecodeJpeg/contents"',
      outputs,
    },
  })
  expect(created.status).toBe(201)
  await send(page, 'PUT', '/v1/procedures/import', {
    type: 'import.text',
    params: { dataFileUrl: 'samples/photos.csv', outputDataset: 'images', limit: 40 },
  })
  const body = {
    type: 'transform',
    params: { inputData: 'SELECT label, inception({url}) AS * FROM images', outputDataset: 'training' },
  }
  const reached = await startAndWait('embed', body, /inception/, 12)
  await killAndReopen()

  expect((await send<string[]>(page, 'GET', '/v1/datasets')).body).toEqual(['images'])
  const interrupted = await latestRun('embed')
  expect(interrupted?.state).toBe('error')
  expect(JSON.stringify(interrupted)).toMatch(/interrupted/)

  expect((await send(page, 'PUT', '/v1/procedures/embed', body)).status).toBe(201)
  const { body: details } = await send<{ images: { computed: number; cached: number } }>(
    page,
    'GET',
    '/v1/functions/inception/details',
  )
  expect(details.images.cached).toBeGreaterThanOrEqual(reached)
  expect(details.images.computed + details.images.cached).toBe(40)
  expect(await rows(page, 'SELECT count(*) AS n FROM training')).toEqual([{ _rowName: '[]', n: 40 }])
})
