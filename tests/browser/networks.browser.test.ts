// The page of networks: what is at hand is kept, measured and removed; accessible in both colour schemes.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningApp, startApp } from '../../scripts/start-app.ts'
import { readFrozenGraph } from '../../src/engine/models/graph/read-frozen-graph.ts'
import { constant, FLOAT, jpegFrontEnd, writeGraphDef } from '../golden/inception/write-graph-def.ts'
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

/** A network of three colours as TensorFlow.js keeps it: model.json, two shards, the names of its classes. */
async function writeNetwork(folder: string): Promise<void> {
  const node = (name: string, op: string, inputs: string[]) => ({
    name,
    op,
    inputs,
    attrs: { T: { type: FLOAT } },
  })
  const { modelJson, weights } = readFrozenGraph(
    writeGraphDef([
      ...jpegFrontEnd(8),
      constant('axes', { shape: [2], values: [1, 2], type: 'int32' }),
      node('pool', 'Mean', ['Mul', 'axes']),
      constant('weights', { shape: [3, 3], values: [4, 0, 0, 0, 4, 0, 0, 0, 4] }),
      node('logits', 'MatMul', ['pool', 'weights']),
      node('softmax', 'Softmax', ['logits']),
    ]),
  )
  const [group] = modelJson.weightsManifest
  const json = {
    ...modelJson,
    weightsManifest: [{ ...group, paths: ['shard1.bin', 'shard2.bin'] }],
    userDefinedMetadata: { labels: ['mostly red', 'mostly green', 'mostly blue'] },
  }
  await writeFile(join(folder, 'model.json'), JSON.stringify(json))
  await writeFile(join(folder, 'shard1.bin'), weights.subarray(0, 10))
  await writeFile(join(folder, 'shard2.bin'), weights.subarray(10))
}

test('a dropped folder becomes a network with its facts, which says in words what is in a picture', () =>
  withPage(async ({ page }) => {
    const folder = join(await mkdtemp(join(tmpdir(), 'network-')), 'colours')
    await mkdir(folder)
    await writeNetwork(folder)
    await page.goto(`${app.address}#/networks`)
    await engineReady(page)
    const session = await page.context().newCDPSession(page)
    const data = { items: [], files: [folder], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
    const card = page.getByTestId('model').filter({ hasText: 'colours/model.json' }).first()
    await card.getByText('kept here, works offline').waitFor()
    for (const fact of ['From', 'Licence', 'Size', 'SHA-256', 'Output', 'Good for'])
      await card.getByText(fact, { exact: true }).waitFor()
    await card.getByText('3, by name').waitFor()
    await card.getByLabel('Address of a picture').fill('samples/photos/animal-duck.jpg')
    await card.getByRole('button', { name: 'Name it' }).click()
    const labels = card.getByTestId('picture-labels')
    await labels
      .getByRole('row', { name: /mostly (red|green|blue)/ })
      .first()
      .waitFor({ timeout: 60_000 })
    expect(await labels.getByRole('rowheader').count()).toBe(3)
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/networks-name.png`, fullPage: true })
  }))
