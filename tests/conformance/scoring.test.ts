import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

// A model as a function in SQL gives the same however a statement comes to it: many rows at a time, where they are a table's,
// or one by one, as inside `try`.

const PENGUINS = readFileSync(new URL('../../public/samples/penguins.csv', import.meta.url), 'utf8')
const FEATURES = '{* EXCLUDING (species)}'

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
  const [head, ...lines] = PENGUINS.trim().split('\n')
  // Twice, and rows of which nothing is known.
  const text = [head, ...lines, ...lines, ',,,,,,', ...lines].join('\n')
  const post = async (type: string, params: object) =>
    bodyOf(await api.post('/v1/procedures', { type, params }))
  await post('import.text', { text, outputDataset: 'penguins' })
  const train = (functionName: string, params: object) =>
    post('classifier.train', { modelFileUrl: `file:///${functionName}.cls`, functionName, ...params })
  const label = (text: string) => `SELECT ${FEATURES} AS features, ${text} AS label FROM penguins`
  const forest = {
    type: 'bagging',
    num_bags: 20,
    validation_split: 0,
    weak_learner: { type: 'decision_tree', random_feature_propn: 'sqrt' },
  }
  await train('adelie', { trainingData: label("species = 'Adelie'"), configuration: forest })
  await train('line', { trainingData: label("species = 'Adelie'"), algorithm: 'glz' })
  await train('kind', { trainingData: label('species'), mode: 'categorical', algorithm: 'dt' })
})

const call = (name: string, features = FEATURES) => `${name}({features: ${features}})`
const score = `${call('adelie')}[score]`

test.each([
  `SELECT ${score} AS a, try(${score}, -1) AS b FROM penguins`,
  `SELECT ${call('line')}[score] AS a, try(${call('line')}[score], -1) AS b FROM penguins ORDER BY rowName() DESC`,
  `SELECT ${call('kind')}[scores]."""Gentoo""" AS a, try(${call('kind')}[scores]."""Gentoo""", -1) AS b FROM penguins`,
  `SELECT ${score} AS a, try(${score}, -1) AS b FROM penguins WHERE ${score} > 0.3 AND beak_length_mm < 45`,
  `SELECT ${score} AS a, try(${score}, -1) AS b FROM penguins ORDER BY ${score} DESC LIMIT 200 OFFSET 3`,
  `SELECT sum(${score} + ${call('line')}[score]) AS a, sum(try(${score} + ${call('line')}[score], -1)) AS b FROM penguins GROUP BY island`,
  `SELECT ${score} AS a, try(${score}, -1) AS b FROM (SELECT * FROM penguins WHERE sex = 'male')`,
  `SELECT ${call('adelie', '{p.* EXCLUDING (species)}')}[score] AS a, try(${call('adelie', '{p.* EXCLUDING (species)}')}[score], -1) AS b
     FROM penguins AS p JOIN penguins AS q ON p.beak_length_mm = q.beak_length_mm`,
  `SELECT ${call('adelie', '{island, body_mass_g / 2 AS body_mass_g}')}[score] AS a,
     try(${call('adelie', '{island, body_mass_g / 2 AS body_mass_g}')}[score], -1) AS b FROM penguins`,
])('%s', async (sql) => {
  const rows = (await api.query(sql)) as { a: number | null; b: number | null }[]
  expect(rows.length).toBeGreaterThan(2)
  for (const { a, b } of rows) expect(a).toBe(b)
})

test('a row of which the model knows nothing has no score', async () => {
  expect(await api.query(`SELECT ${score} AS s FROM penguins WHERE island IS NULL`)).toEqual([
    expect.objectContaining({ s: null }),
  ])
})

test('one row over REST has the score that it has in SQL', async () => {
  const [row] = (await api.query(
    `SELECT ${score} AS s, ${FEATURES} AS * FROM penguins WHERE beak_length_mm IS NOT NULL LIMIT 1`,
  )) as Record<string, unknown>[]
  const { s, _rowName, ...features } = row!
  const { output } = bodyOf<{ output: { score: number } }>(
    await api.get('/v1/functions/adelie/application', { input: { features } }),
  )
  expect(output.score).toBe(s)
})
