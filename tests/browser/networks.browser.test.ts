// The page of networks: what is at hand is kept, measured and removed; accessible in both colour schemes.
import { mkdir } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningApp, startApp } from '../../scripts/start-app.ts'
import { engineReady } from './console.ts'
import { withPage } from './with-page.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp({})
})
afterAll(() => app.close())

const SHOTS = process.env.SCREENSHOTS

test('the bundled network is kept, measured on this machine, still there after a reload, and removed', () =>
  withPage(async ({ page }) => {
    await page.goto(`${app.address}#/networks`)
    await engineReady(page)
    const card = page.getByTestId('model').filter({ hasText: 'bundled' }).first()
    await card.getByRole('button', { name: 'Keep for offline use' }).click()
    await card.getByText('kept here, works offline').waitFor()
    expect(await card.getByText(/^[0-9a-f]{64}$/).count()).toBe(1)
    await card.getByRole('button', { name: 'Measure its speed' }).click()
    await card.getByText(/images a second on wasm/).waitFor({ timeout: 120_000 })
    await page.reload()
    await card.getByText(/images a second on wasm/).waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
      if (SHOTS) {
        await mkdir(SHOTS, { recursive: true })
        await page.screenshot({ path: `${SHOTS}/networks-${colorScheme}.png`, fullPage: true })
      }
    }
    await card.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await card.getByRole('button', { name: 'Keep for offline use' }).waitFor()
  }))

test('files that are no network are refused on the page, and nothing is kept of them', () =>
  withPage(async ({ page }) => {
    await page.goto(`${app.address}#/networks`)
    await engineReady(page)
    await page
      .getByTestId('network-files')
      .setInputFiles({ name: 'x.pb', mimeType: '', buffer: Buffer.from('nothing') })
    await page
      .getByRole('alert')
      .getByText(/no protocol buffer/)
      .waitFor()
    expect(await page.getByText('kept here, works offline').count()).toBe(0)
  }))
