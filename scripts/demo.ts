// npm run demo [-- --models DIR] [--out DIR]: the whole walk-through on the sample, headless, against the built app. Prints
// the confusion matrices and the predictions, and leaves screenshots.
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { launchBrowser } from '../tests/browser/launch.ts'
import {
  accuracy,
  chooseLearner,
  type Matrix,
  openSample,
  predict,
  readMatrix,
  runStep,
  stepCard,
} from './drive-app.ts'
import { startApp } from './start-app.ts'

const { values } = parseArgs({
  options: { models: { type: 'string' }, out: { type: 'string', default: 'demo-output' } },
})
const out = resolve(values.out)
await mkdir(out, { recursive: true })
const profile = await mkdtemp(join(tmpdir(), 'mldb-web-demo-'))
const app = await startApp({ models: values.models })
const browser = await launchBrowser({ profile })
try {
  const page = browser.pages()[0] ?? (await browser.newPage())
  await openSample(page, app.address)
  const shoot = async (step: number, name: string) => {
    await stepCard(page, step).screenshot({ path: join(out, `${name}.png`) })
  }

  for (const step of [1, 2, 3, 4, 5, 6]) {
    const started = performance.now()
    await runStep(page, step)
    console.log(`step ${step} took ${((performance.now() - started) / 1000).toFixed(1)} s`)
    if (step === 1) console.log(`\n${await page.getByTestId('weights').innerText()}\n`)
    await shoot(step, `step-${step}`)
  }
  for (const learner of ['boosted', 'forest'] as const) {
    await chooseLearner(page, learner)
    await runStep(page, 7)
    console.log(describeMatrix(learner, await readMatrix(page)))
    await shoot(7, `step-7-${learner}`)
  }
  await runStep(page, 8)
  const kept = (await readFile('public/samples/try.csv', 'utf8')).trim().split(/\r?\n/).slice(1)
  let right = 0
  for (const [i, line] of kept.entries()) {
    const [label = '', url = ''] = line.split(',')
    const predicted = await predict(page, url)
    if (predicted === label) right++
    console.log(`${url}: predicted ${predicted}, is ${label}`)
    if (i === 0) await shoot(8, 'step-8')
  }
  console.log(`${right} of ${kept.length} pictures that were kept out are predicted right`)
  await page.screenshot({ path: join(out, 'page.png'), fullPage: true })
  console.log(`\nscreenshots: ${out}`)
} finally {
  await browser.close()
  await app.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
}

function describeMatrix(learner: string, matrix: Matrix): string {
  const width = Math.max(...matrix.labels.map((label) => label.length)) + 2
  const line = (cells: (string | number)[]) => cells.map((cell) => String(cell).padStart(width)).join('')
  return [
    `\n${learner}: accuracy ${accuracy(matrix).toFixed(3)} on ${matrix.counts.flat().reduce((a, b) => a + b, 0)} test rows (rows: actual, columns: predicted)`,
    line(['', ...matrix.labels]),
    ...matrix.labels.map((label, i) => line([label, ...(matrix.counts[i] ?? [])])),
    '',
  ].join('\n')
}
