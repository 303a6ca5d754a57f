// A user who writes no code: trains on a table, reads how good the model is, asks it why, scores a dataset, compares, and
// thinks better of a training under way. Accessible in both colour schemes.
import { mkdir, readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningApp, startApp } from '../../scripts/start-app.ts'
import { bodyOf, openTestEngine } from '../conformance/open-test-engine.ts'
import { rows, send } from './console.ts'
import { withPage } from './with-page.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp({})
})
afterAll(() => app.close())

const SHOTS = process.env.SCREENSHOTS

async function accessible(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${name}, ${id}: ${nodes[0]?.html}`)).toEqual([])
    if (SHOTS) {
      await mkdir(SHOTS, { recursive: true })
      await page.screenshot({ path: `${SHOTS}/models-${name}-${colorScheme}.png`, fullPage: true })
    }
  }
}

const metric = (page: Page, id: string) => page.locator(`[data-metric=${id}] strong`).first().innerText()

test('penguins: trained, judged, explained, scored and compared on the page of models', () =>
  withPage(async ({ page }) => {
    await page.goto(`${app.address}#/models`)
    await page.getByTestId('take-sample').click()

    // The form guesses the label and what kind of answer it makes, and lets the engine judge what is typed.
    await page.getByText('Chosen because the label has 3 different values.').waitFor()
    await page.getByTestId('train-label-column').selectOption('sex')
    await page.getByText('Chosen because the label has two values.').waitFor()
    await page.getByTestId('setting-max_depth').fill('0.5')
    await page.getByText(/weak_learner\.max_depth is 0\.5; it must be an integer/).waitFor()
    await page.getByTestId('setting-max_depth').fill('6')
    await page.getByRole('checkbox', { name: /^species/ }).uncheck()
    await page.getByTestId('train-run').click()

    // Yes or no: what the page shows is what the rows of the results say.
    await page.getByTestId('threshold').waitFor()
    const results = await rows(page, 'SELECT label, score FROM penguins_sex_rf_results_0')
    const right = results.filter(({ label, score }) => Number(score) >= 0.5 === (label === 1))
    expect(await metric(page, 'accuracy')).toBe(percent(right.length / results.length))
    await page.getByRole('button', { name: '0.5', exact: true }).click()
    const cut = Number(await page.getByTestId('cut').getAttribute('data-threshold'))
    const called = results.filter(({ score }) => Number(score) >= cut)
    const found = called.filter(({ label }) => label === 1).length
    expect(await metric(page, 'cut-precision')).toBe(percent(found / called.length))
    const before = await metric(page, 'cut-recall')
    await page.getByTestId('cut-slider').press('End')
    expect([await metric(page, 'cut-recall'), before]).toEqual(['0%', expect.not.stringMatching(/^0%$/)])
    const [svg] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save “ROC” as SVG' }).click(),
    ])
    expect(svg.suggestedFilename()).toBe('roc.svg')
    await accessible(page, 'evaluation')

    // A row that was got wrong, and why: contributions add up to the score.
    await page.getByRole('button', { name: 'Best F1' }).click()
    await page.getByTestId('cut-matrix').locator('button.hit').first().click()
    await page.getByTestId('cell-rows').locator('button.link').first().click()
    const sum = page.getByTestId('explained-sum')
    await sum.waitFor()
    expect(Number(await sum.getAttribute('data-sum'))).toBeCloseTo(
      Number(await sum.getAttribute('data-score')),
      6,
    )
    await page.getByText(/row \d+ is picked/).waitFor()
    const said = await page.getByTestId('prediction').innerText()
    await page.getByRole('textbox', { name: 'body_mass_g' }).fill('6000')
    await page.getByRole('textbox', { name: 'beak_depth_mm' }).fill('21')
    await expect.poll(() => page.getByTestId('prediction').innerText()).not.toBe(said)
    await accessible(page, 'explanation')

    // Every row of a dataset, by one button.
    await page.getByRole('tab', { name: 'A whole dataset' }).click()
    await page.getByTestId('score-run').click()
    await page.getByTestId('open-scored').waitFor()
    const [scored] = await rows(page, 'SELECT count(predicted) AS n FROM penguins_scored')
    expect(scored!.n).toBe(344)

    // Two models of several labels, side by side.
    for (const learner of [/^Naive Bayes/, /^Decision tree/]) {
      await page.goto(`${app.address}#/models/train?dataset=penguins`)
      await page.getByTestId('train-label-column').selectOption('species')
      await page.getByText('Chosen because the label has 3 different values.').waitFor()
      await page.getByRole('radio', { name: learner }).check()
      await page.getByTestId('train-run').click()
      await page.getByRole('heading', { name: 'Label by label' }).waitFor()
    }
    await page.getByTestId('compare-with').selectOption('train_penguins_species_naive_bayes')
    await page
      .getByTestId('comparison')
      .getByRole('row', { name: /^Accuracy/ })
      .first()
      .waitFor()
    await accessible(page, 'comparison')

    // Deleted, after asking: what it made goes with it, and the other stays.
    await page.goto(`${app.address}#/models/run/train_penguins_species_dt`)
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('button', { name: 'Delete all of it' }).click()
    await page.getByRole('heading', { name: 'Trained and tested' }).waitFor()
    expect(await named(page, '_dt')).toEqual([])
    expect(await named(page, 'train_penguins_sex_rf')).toEqual(['train_penguins_sex_rf'])

    // Thought better of, in the middle of what takes a minute: nothing of it is left.
    await page.goto(`${app.address}#/models/train?dataset=penguins`)
    await page.getByRole('radio', { name: /^Neural network/ }).check()
    await page.getByTestId('setting-arch').fill('400_400')
    await page.getByTestId('setting-max_iter').fill('1000000')
    await page.getByTestId('train-run').click()
    await page.getByTestId('train-cancel').click()
    await page.getByText('Cancelled. Nothing of it was kept.').waitFor()
    expect(await named(page, '_nn')).toEqual([])

    // A model leaves as ONNX, and a file dropped on the page is a model again: of a name that is there only when told to.
    await send(page, 'POST', '/v1/procedures', {
      type: 'export.model',
      params: { functionName: RF, format: 'onnx', dataFileUrl: 'file:///again.onnx' },
    })
    await page.goto(`${app.address}#/models`)
    for (const button of ['import-run', 'import-replace']) {
      await dropStored(page, 'again.onnx')
      await page.getByTestId('import-run').click()
      if (button !== 'import-run') await page.getByTestId(button).click()
      await page.getByRole('heading', { name: 'again', exact: true }).waitFor()
      await page.getByRole('link', { name: 'Models' }).last().click()
    }
    await page.getByTestId('other-models').getByRole('link', { name: 'again' }).waitFor()
    await accessible(page, 'list')
    const [differing] = await rows(
      page,
      `SELECT count(*) AS n FROM penguins WHERE abs(${RF}({features: {*}})[score] - again({features: {*}})[score]) > 0.000001`,
    )
    expect(differing!.n).toBe(0)

    await sameByTeam(page)
  }))

const RF = 'penguins_sex_rf_scorer_0'

/** Drops a file that the engine keeps on the page. */
async function dropStored(page: Page, name: string): Promise<void> {
  const file = await page.evaluate(async (name) => {
    const { mldb } = window as unknown as { mldb: { get(path: string): Promise<Uint8Array<ArrayBuffer>> } }
    return Array.from(await mldb.get(`/v1/files/${name}`))
  }, name)
  await page.evaluate(
    ([name, bytes]) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([new Uint8Array(bytes)], name))
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }))
    },
    [name, file] as const,
  )
}

/** Enough rows for gradient boosting to be done by all workers together, in shared memory: the trees are those of one. */
async function sameByTeam(page: Page): Promise<void> {
  const training = {
    type: 'classifier.train',
    params: {
      trainingData:
        'SELECT {a.* EXCLUDING (species), b.*} AS features, a.species AS label FROM penguins AS a JOIN penguins AS b LIMIT 42000',
      mode: 'categorical',
      configuration: { type: 'gradient_boosting', max_iter: 2 },
      modelFileUrl: 'file:///team.cls',
      functionName: 'team',
    },
  }
  expect(await page.evaluate(() => crossOriginIsolated && navigator.hardwareConcurrency > 1)).toBe(true)
  expect((await send(page, 'POST', '/v1/procedures', training)).status).toBe(201)
  const { body } = await send<{ model: object }>(page, 'GET', '/v1/functions/team/details')
  const alone = await openTestEngine()
  const text = await readFile(new URL('../../public/samples/penguins.csv', import.meta.url), 'utf8')
  bodyOf(
    await alone.post('/v1/procedures', { type: 'import.text', params: { text, outputDataset: 'penguins' } }),
  )
  bodyOf(await alone.post('/v1/procedures', training))
  expect(body.model).toEqual(bodyOf<{ model: object }>(await alone.get('/v1/functions/team/details')).model)
}

/** All there is whose name holds a text. */
async function named(page: Page, part: string): Promise<string[]> {
  const kinds = ['procedures', 'functions', 'datasets']
  const lists = await Promise.all(kinds.map((kind) => send<string[]>(page, 'GET', `/v1/${kind}`)))
  return lists.flatMap(({ body }) => body).filter((id) => id.includes(part))
}

const percent = (share: number): string =>
  new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 }).format(share)
