// What a real list of images holds besides images. One bad image marks its row and stops nothing.
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningApp, startApp } from '../../scripts/start-app.ts'
import { FOREST_CONFIGURATION } from '../../src/ui/panels/walkthrough/steps.ts'
import { engineReady, rows, send } from './console.ts'
import { forgetLongTasks, longTasks, watchLongTasks } from './long-tasks.ts'
import { sharedModels } from './shared-models.ts'
import { withPage } from './with-page.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp({ models: sharedModels() })
})
afterAll(() => app.close())

const outputs = sharedModels() ? 'pool_3' : '"mixed7/mean" AS mixed7'
const GRAPH = {
  type: 'tensorflow.graph',
  params: { modelFileUrl: 'inception-v3', inputs: 'fetcher(url)[content] AS "DecodeJpeg/contents"', outputs },
}
const encode = (text: string) => new TextEncoder().encode(text)

test('three bad URLs among 200 become NULL features with a reason; the run finishes and says three', () =>
  withPage(async ({ page }) => {
    await watchLongTasks(page)
    await page.goto(app.address)
    await engineReady(page)
    await forgetLongTasks(page)
    // Twenty photographs, ten times over: features are kept by content, so each is computed once.
    const photos = await page.evaluate(async () =>
      (await (await fetch('samples/photos.csv')).text()).trim().split(/\r?\n/),
    )
    const good = photos.slice(1, 21)
    const lines = Array.from({ length: 200 }, (_, i) => good[i % good.length])
    lines[7] = 'animal,samples/photos/no-such-picture.jpg'
    lines[99] = 'animal,http://127.0.0.1:9/refused.jpg'
    lines[150] = 'animal,file:///page.jpg'
    await send(page, 'PUT', '/v1/files/page.jpg', encode('<!doctype html><title>Not found</title>'))
    await send(page, 'PUT', '/v1/files/list.csv', encode(['label,url', ...lines].join('\n')))
    await send(page, 'PUT', '/v1/functions/inception', GRAPH)
    await send(page, 'POST', '/v1/procedures', {
      type: 'import.text',
      params: { dataFileUrl: 'file:///list.csv', outputDataset: 'images' },
    })
    const { status, body } = await send<{ status: { firstRun: { state: string; status: unknown } } }>(
      page,
      'POST',
      '/v1/procedures',
      {
        type: 'transform',
        params: { inputData: 'SELECT label, inception({url}) AS * FROM images', outputDataset: 'training' },
      },
    )
    expect(status).toBe(201)
    const run = body.status.firstRun
    expect(run.state).toBe('finished')
    expect(run.status).toMatchObject({ rowErrorCount: 3 })
    const { rowErrors } = run.status as { rowErrors: { rowName: string; message: string; input: string }[] }
    expect(rowErrors.map(({ rowName }) => rowName).toSorted()).toEqual(['101', '152', '9'])
    expect(rowErrors.find(({ rowName }) => rowName === '152')?.message).toMatch(/web page, not an image/)
    const column = `${sharedModels() ? 'pool_3' : 'mixed7'}.0.0.0.0`
    expect(await rows(page, `SELECT count(*) AS n, count(${column}) AS embedded FROM training`)).toEqual([
      { _rowName: '[]', n: 200, embedded: 197 },
    ])
    // Rows without features are left out of training and testing, and counted.
    const experiment = await send<{ status: { firstRun: { status: object } } }>(
      page,
      'POST',
      '/v1/procedures',
      {
        type: 'classifier.experiment',
        params: {
          experimentName: 'photos',
          inputData: 'SELECT {* EXCLUDING(label)} AS features, label AS label FROM training',
          mode: 'categorical',
          configuration: FOREST_CONFIGURATION,
        },
      },
    )
    expect(experiment.status).toBe(201)
    expect(Math.max(0, ...(await longTasks(page)))).toBeLessThan(200)
  }))

test('what is no image is refused in a sentence; a 50-megapixel image is embedded', () =>
  withPage(async ({ page }) => {
    await page.goto(app.address)
    await engineReady(page)
    await send(page, 'PUT', '/v1/functions/inception', GRAPH)
    const apply = async (name: string, bytes: Uint8Array) => {
      await send(page, 'PUT', `/v1/files/${name}`, bytes)
      return send<{ error: string; output: object }>(
        page,
        'GET',
        `/v1/functions/inception/application?input=${encodeURIComponent(JSON.stringify({ url: `file:///${name}` }))}`,
      )
    }
    for (const [name, bytes, reason] of [
      ['page.jpg', encode('<html><body>404</body></html>'), /web page, not an image/],
      ['empty.jpg', new Uint8Array(), /empty|0 bytes/],
      ['text.jpg', encode('just text'), /image/],
    ] as const) {
      const refused = await apply(name, bytes)
      expect(refused.status, name).toBe(400)
      expect(refused.body.error).toMatch(reason)
    }
    const huge = await sharp({ create: { width: 10_000, height: 5_000, channels: 3, background: '#88aacc' } })
      .png()
      .toBuffer()
    const embedded = await apply('huge.png', new Uint8Array(huge))
    expect(embedded.status).toBe(200)
    expect(Object.keys(embedded.body.output)).toEqual([sharedModels() ? 'pool_3' : 'mixed7'])
  }))
