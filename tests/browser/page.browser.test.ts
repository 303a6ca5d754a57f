// The page around the walk-through: one's own images, two tabs, accessibility, cancel, hostile names.
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accuracy, openSample, readMatrix, runStep, stepCard, stepEnd } from '../../scripts/drive-app.ts'
import { type RunningApp, startApp } from '../../scripts/start-app.ts'
import { engineReady, rows, send } from './console.ts'
import { sharedModels } from './shared-models.ts'
import { withPage } from './with-page.ts'

let app: RunningApp
let folder: string
beforeAll(async () => {
  app = await startApp({ models: sharedModels() })
  folder = await mkdtemp(join(tmpdir(), 'mldb-web-own-'))
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

test('a folder of one’s own, labels by subfolder, goes through the same steps', () =>
  withPage(async ({ page }) => {
    const hostile = `it's "fish" <b>& co`
    for (const [label, prefix] of [
      [hostile, 'fish-fish'],
      ['tools', 'tool-'],
    ] as const) {
      await mkdir(join(folder, 'mine', label), { recursive: true })
      const photos = (await readdir('public/samples/photos')).filter((name) => name.startsWith(prefix))
      for (const name of photos.slice(0, 8))
        await cp(join('public/samples/photos', name), join(folder, 'mine', label, `it's ${name}`))
    }
    await writeFile(join(folder, 'mine', 'notes.txt'), 'not an image')
    await page.goto(app.address)
    await page.getByTestId('use-own').click()
    await page.getByTestId('own-folder').setInputFiles(join(folder, 'mine'))
    expect(await page.getByTestId('left-out').textContent()).toContain('notes.txt')
    await page.getByTestId('own-use').click()
    for (const step of [1, 2, 3, 4, 5, 6, 7]) await runStep(page, step)
    const matrix = await readMatrix(page)
    expect(matrix.labels.every((label) => [hostile, 'tools'].includes(label))).toBe(true)
    expect(accuracy(matrix)).toBeGreaterThan(0.5)
  }))

test('a transform that is cancelled leaves nothing half written, and continues', () =>
  withPage(async ({ page }) => {
    await openSample(page, app.address)
    for (const step of [1, 3]) await runStep(page, step)
    await page.getByTestId('step-6-run').click()
    await stepCard(page, 6)
      .getByText(/ of 147 images/)
      .waitFor({ timeout: 60_000 })
    await page.getByTestId('step-6-cancel').click()
    expect(await stepEnd(page, 6)).toBe('cancelled')
    expect((await send<string[]>(page, 'GET', '/v1/datasets')).body).toEqual(['images'])
    await page.getByTestId('step-6-run').getByText('Continue').waitFor()
    await page.reload()
    await page.getByTestId('step-6-run').getByText('Continue').waitFor()
  }))

test('a second tab is served by the first, sees its changes, and takes over when that is closed or killed', () =>
  withPage(async ({ page, context }) => {
    await page.goto(app.address)
    await engineReady(page)
    await send(page, 'PUT', '/v1/datasets/shared', { type: 'sparse.mutable' })
    const second = await context.newPage()
    await second.goto(`${app.address}#/data`)
    await engineReady(second)
    await second.getByText('shared').first().waitFor()
    await send(page, 'PUT', '/v1/datasets/later', { type: 'sparse.mutable' })
    await second.getByText('later').first().waitFor()
    await send(second, 'PUT', '/v1/datasets/fromSecond', { type: 'sparse.mutable' })
    expect((await send<string[]>(page, 'GET', '/v1/datasets')).body).toHaveLength(3)
    const third = await context.newPage()
    await third.goto(app.address)
    await engineReady(third)
    await page.close()
    expect((await send<string[]>(second, 'GET', '/v1/datasets')).body).toHaveLength(3)
    expect((await send<string[]>(third, 'GET', '/v1/datasets')).body).toHaveLength(3)
    const session = await second.context().newCDPSession(second)
    void session.send('Page.crash').catch(() => {}) // its answer never comes
    await second.waitForEvent('crash')
    const datasets = await send<string[]>(third, 'GET', '/v1/datasets')
    expect(datasets.body).toEqual(['fromSecond', 'later', 'shared'])
    expect((await send(third, 'PUT', '/v1/datasets/last', { type: 'sparse.mutable' })).status).toBe(201)
  }))

test('names and values full of markup and quotes stay text', () =>
  withPage(async ({ page }) => {
    await page.goto(app.address)
    await engineReady(page)
    const name = `x"; DROP TABLE d1; -- <img src=x onerror="document.title='owned'">`
    await send(page, 'PUT', `/v1/datasets/${encodeURIComponent(name)}`, { type: 'sparse.mutable' })
    await send(page, 'POST', `/v1/datasets/${encodeURIComponent(name)}/multirows`, [
      [name, [[[name], name, 0]]],
    ])
    await send(page, 'POST', `/v1/datasets/${encodeURIComponent(name)}/commit`, {})
    const quoted = `"${name.replaceAll('"', '""')}"`
    const [row] = await rows(page, `SELECT ${quoted} FROM ${quoted} WHERE ${quoted} LIKE '%onerror%'`)
    expect(Object.values(row ?? {})).toContain(name)
    await page.goto(`${app.address}#/data`)
    await page.getByText(name).first().click()
    await page.getByText(name).nth(1).waitFor()
    expect(await page.title()).not.toBe('owned')
  }))

test('no accessibility violation in any panel, light or dark', () =>
  withPage(async ({ page }) => {
    await openSample(page, app.address)
    await runStep(page, 3)
    await runStep(page, 4)
    for (const panel of ['walkthrough/sample', 'data', 'sql']) {
      await page.goto(`${app.address}#/${panel}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await expectAccessible(page)
      }
    }
  }))

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
  expect(found).toEqual([])
}
