// Works the app as a person does: by its buttons. Shared by the demo and the browser tests.
import type { Locator, Page } from 'playwright-core'

/** What a card ended as. */
export type StepOutcome = 'done' | 'failed' | 'cancelled'

/** Longest time that a step may take: embedding the sample on two busy cores without a GPU. */
const STEP_TIMEOUT_MS = 480_000

/** Opens the app and the sample's walk-through. */
export async function openSample(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.getByTestId('start-sample').click()
  await page.getByTestId('step-1').waitFor()
}

export const stepCard = (page: Page, step: number): Locator => page.getByTestId(`step-${step}`)

/** Presses Run on a card and waits for its end.
 *  @throws Error with the message that the card shows, if the step failed */
export async function runStep(page: Page, step: number): Promise<void> {
  await page.getByTestId(`step-${step}-run`).click()
  const outcome = await stepEnd(page, step)
  if (outcome === 'done') return
  const reason = await stepCard(page, step).getByRole('alert').first().innerText()
  throw new Error(`step ${step} ${outcome}: ${reason}`)
}

/** Waits until a card that was started stands still. */
export async function stepEnd(page: Page, step: number): Promise<StepOutcome> {
  const ended = stepCard(page, step).and(
    page.locator('[data-state=done], [data-state=failed], [data-state=cancelled]'),
  )
  await ended.waitFor({ timeout: STEP_TIMEOUT_MS })
  return (await ended.getAttribute('data-state')) as StepOutcome
}

/** Chooses the learner of step 7. */
export async function chooseLearner(page: Page, learner: 'boosted' | 'forest'): Promise<void> {
  await stepCard(page, 7)
    .getByRole('tab')
    .nth(learner === 'boosted' ? 0 : 1)
    .click()
}

export interface Matrix {
  labels: string[]
  /** counts[actual][predicted] */
  counts: number[][]
}

/** The confusion matrix that step 7 shows. */
export async function readMatrix(page: Page): Promise<Matrix> {
  const table = page.getByTestId('confusion-matrix')
  await table.locator('td[data-actual]').first().waitFor() // the card is done a moment before its result is read
  const labels = await table.locator('tbody th').allInnerTexts()
  const cells = (await table.locator('tbody td[data-actual] b').allInnerTexts()).map(Number)
  return {
    labels,
    counts: labels.map((_, row) => cells.slice(row * labels.length, (row + 1) * labels.length)),
  }
}

/** Share of the matrix on its diagonal. */
export function accuracy({ counts }: Matrix): number {
  const total = counts.flat().reduce((sum, count) => sum + count, 0)
  return counts.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) / total
}

/** Gives step 8 an address and waits for the label it predicts. */
export async function predict(page: Page, url: string): Promise<string> {
  await page.getByTestId('predict-url').fill(url)
  await page.getByTestId('predict-run').click()
  return readPrediction(page)
}

/** Waits for the prediction under way: its label.
 *  @throws Error with the message shown, if it failed */
export async function readPrediction(page: Page): Promise<string> {
  const result = page.getByTestId('predict-result')
  await result
    .and(page.locator('[data-state=done], [data-state=failed]'))
    .waitFor({ timeout: STEP_TIMEOUT_MS })
  if ((await result.getAttribute('data-state')) === 'failed') throw new Error(await result.innerText())
  return page.getByTestId('predicted-label').innerText()
}
