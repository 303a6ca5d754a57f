import { beforeAll, expect, test } from 'vitest'
import type { EntityStatus, RunStatus } from '../../src/contract/rest.ts'
import {
  bodyOf,
  fakeInception,
  fakeWeb,
  openTestEngine,
  type TestEngine,
  TINY_MODEL,
} from './open-test-engine.ts'

const BRANDS = ['audi', 'bmw', 'tesla']
const PER_BRAND = 30

/** Images whose first byte is the brand's letter; the fake network's features follow it. */
const IMAGES = BRANDS.flatMap((brand, b) =>
  Array.from({ length: PER_BRAND }, (_, i) => ({
    brand,
    url: `https://cars.test/${brand}-${i}.jpg`,
    bytes: new Uint8Array([65 + b * 40, i * 7, i * 3, 1, 2]),
  })),
)
const CSV = `brand,url\n${IMAGES.map(({ brand, url }) => `${brand},${url}`).join('\n')}\n`

const web = fakeWeb({
  ...Object.fromEntries(IMAGES.map(({ url, bytes }) => [url, bytes])),
  'https://cars.test/cars_urls.csv': CSV,
  'https://cars.test/new.jpg': new Uint8Array([145, 9, 9, 9]),
})
const inception = fakeInception()

let engine: TestEngine
beforeAll(async () => {
  engine = await openTestEngine({ fetch: web, inception })
  bodyOf(await engine.put(`/v1/files/${TINY_MODEL.path}`, TINY_MODEL.json))
})

const firstRun = (status: EntityStatus): RunStatus => (status.status as { firstRun: RunStatus }).firstRun

test('step 0: the types are there', async () => {
  expect(bodyOf(await engine.get('/v1/types/functions'))).toEqual(
    expect.arrayContaining(['tensorflow.graph', 'sql.expression', 'classifier']),
  )
  expect(bodyOf(await engine.get('/v1/types/procedures'))).toEqual(
    expect.arrayContaining(['import.text', 'transform', 'classifier.experiment']),
  )
})

test('step 1: the network as a function', async () => {
  const answer = await engine.put('/v1/functions/inception', {
    type: 'tensorflow.graph',
    params: {
      modelFileUrl: TINY_MODEL.url,
      inputs: 'fetcher(url)[content] AS "DecodeJpeg/contents"',
      outputs: 'pool_3',
    },
  })
  expect(answer).toMatchObject({
    status: 201,
    headers: { Location: '/v1/functions/inception', EntityPath: '["v1","functions","inception"]' },
    body: { id: 'inception', type: 'tensorflow.graph', state: 'ok' },
  })
  expect(bodyOf(await engine.get('/v1/functions/inception/info'))).toMatchObject({
    input: [{ kind: 'row', columns: [{ name: 'url' }] }],
    output: { columns: [{ name: 'pool_3' }] },
  })
})

test('step 2: one image', async () => {
  const sql = `SELECT inception({url: '${IMAGES[0]!.url}'}) AS *`
  const [header, row] = (await engine.query(sql, 'table')) as unknown[][]
  expect(header).toEqual(['_rowName', ...Array.from({ length: 2048 }, (_, i) => `pool_3.0.0.0.${i}`)])
  expect(row!.length).toBe(2049)
  expect(row![0]).toBe('result')
  expect(row!.slice(1).every((value) => typeof value === 'number' && value >= 0)).toBe(true)
  const [full] = (await engine.query(sql, 'full')) as { columns: unknown[][] }[]
  expect(full!.columns).toHaveLength(2048)
  expect(full!.columns[2047]![0]).toBe('pool_3.0.0.0.2047')
  const compact = (await engine.query(sql, 'compact')) as {
    columns: { name: string; values: { data: Float32Array }[] }[]
  }
  expect(compact.columns.map(({ name }) => name)).toEqual(['pool_3'])
  expect(compact.columns[0]!.values[0]!.data).toBeInstanceOf(Float32Array)
})

test('step 3: import the list', async () => {
  const answer = await engine.post('/v1/procedures', {
    type: 'import.text',
    params: { dataFileUrl: 'https://cars.test/cars_urls.csv', outputDataset: 'images' },
  })
  expect(answer.status).toBe(201)
  const status = bodyOf<EntityStatus>(answer)
  expect(status.id).toMatch(/^auto_[0-9a-f]{16}_[0-9a-f]{16}$/)
  expect(firstRun(status)).toMatchObject({ state: 'finished', status: { rowCount: 90, numLineErrors: 0 } })
  expect(firstRun(status).id).toMatch(/^\d{4}-\d\d-\d\dT.*-[0-9a-f]{16}$/)
  expect(await engine.query('SELECT * FROM images LIMIT 3')).toEqual([
    { _rowName: '2', brand: 'audi', url: 'https://cars.test/audi-0.jpg' },
    { _rowName: '3', brand: 'audi', url: 'https://cars.test/audi-1.jpg' },
    { _rowName: '4', brand: 'audi', url: 'https://cars.test/audi-2.jpg' },
  ])
  expect(bodyOf(await engine.get('/v1/datasets/images'))).toMatchObject({
    type: 'tabular',
    status: { rowCount: 90, columnCount: 2 },
  })
  expect(bodyOf(await engine.get('/v1/datasets/images/columns'))).toEqual(['brand', 'url'])
})

test('step 4: count per class', async () => {
  expect(await engine.query('SELECT count(*) FROM images GROUP BY brand')).toEqual([
    { _rowName: '"[""audi""]"', 'count(*)': 30 },
    { _rowName: '"[""bmw""]"', 'count(*)': 30 },
    { _rowName: '"[""tesla""]"', 'count(*)': 30 },
  ])
})

test('step 5: the network over three rows embeds three images', async () => {
  const before = inception.embedded
  const rows = (await engine.query(
    'SELECT inception({url: url}) AS * FROM images LIMIT 3',
    'table',
  )) as unknown[][]
  expect(rows.map((row) => row.length)).toEqual([2049, 2049, 2049, 2049])
  expect(rows.slice(1).map(([name]) => name)).toEqual(['2', '3', '4'])
  // One of the three was embedded in step 2 and is kept.
  expect(inception.embedded - before).toBe(2)
})

test('step 6: the training set', async () => {
  const steps: string[] = []
  const answer = await engine.post(
    '/v1/procedures',
    {
      type: 'transform',
      params: {
        inputData: 'SELECT brand, inception({url}) AS * FROM images',
        outputDataset: 'training_dataset',
      },
    },
    { onProgress: ({ step }) => steps.push(step) },
  )
  expect(answer.status).toBe(201)
  expect(firstRun(bodyOf(answer)).state).toBe('finished')
  expect(steps).toContain('write')
  expect(bodyOf(await engine.get('/v1/datasets/training_dataset'))).toMatchObject({
    type: 'sparse.mutable',
    status: { rowCount: 90, columnCount: 2049 },
  })
  const three = (await engine.query('SELECT * FROM training_dataset LIMIT 3', 'table')) as unknown[][]
  expect(three.map((row) => row.length)).toEqual([2050, 2050, 2050, 2050])
  const hashes = (await engine.query('SELECT brand FROM training_dataset', 'full')) as { rowHash: string }[]
  expect(hashes.map(({ rowHash }) => rowHash)).toEqual(hashes.map(({ rowHash }) => rowHash).sort())
  const two = "rowName() = '2'"
  expect(await engine.query(`SELECT * EXCLUDING (brand) FROM training_dataset WHERE ${two}`)).toEqual(
    await engine.query(`SELECT inception({url}) AS * FROM images WHERE ${two}`),
  )
})

const EXPERIMENT = {
  type: 'classifier.experiment',
  params: {
    experimentName: 'car_brand_cls',
    inputData: 'SELECT {* EXCLUDING(brand)} AS features, brand AS label FROM training_dataset',
    mode: 'categorical',
    modelFileUrlPattern: 'file:///mldb_data/car_brand_cls.cls',
    configuration: {
      type: 'bagging',
      num_bags: 3,
      weak_learner: {
        type: 'boosting',
        min_iter: 2,
        max_iter: 4,
        weak_learner: {
          type: 'decision_tree',
          max_depth: 5,
          update_alg: 'gentle',
          random_feature_propn: 0.6,
        },
      },
    },
  },
}

test('step 7: train and test', async () => {
  const answer = await engine.post('/v1/procedures', EXPERIMENT)
  expect(answer.status).toBe(201)
  const status = firstRun(bodyOf(answer)).status as {
    folds: Record<string, unknown>[]
    aggregatedTest: unknown
    avgDuration: unknown
  }
  expect(status.folds).toHaveLength(1)
  const [fold] = status.folds
  expect(fold).toMatchObject({
    fold: {
      trainingWhere: 'rowHash() % 2 != 1',
      testingWhere: 'rowHash() % 2 = 1',
      trainingOrderBy: 'rowHash()',
      testingOrderBy: 'rowHash()',
    },
    functionName: 'car_brand_cls_scorer_0',
    accuracyDataset: 'car_brand_cls_results_0',
    modelFileUrl: 'file:///mldb_data/car_brand_cls.cls',
    durationSecs: { train: expect.any(Number), test: expect.any(Number) },
  })
  expect(Object.keys(fold!.fold as object)).toHaveLength(4)
  const { confusionMatrix, labelStatistics, weightedStatistics } = fold!.resultsTest as {
    confusionMatrix: { predicted: string; actual: string; count: number }[]
    labelStatistics: Record<string, { accuracy: number; support: number }>
    weightedStatistics: { accuracy: number; support: number }
  }
  const testRows = confusionMatrix.reduce((sum, { count }) => sum + count, 0)
  expect(weightedStatistics.support).toBe(testRows)
  expect(Object.keys(labelStatistics)).toEqual(BRANDS)
  // The fake features tell the brands apart.
  expect(confusionMatrix.every(({ predicted, actual }) => predicted === actual)).toBe(true)
  expect(status.aggregatedTest).toMatchObject({
    weightedStatistics: { accuracy: { min: 1, max: 1, mean: 1, std: 0 } },
  })
  expect(status.avgDuration).toMatchObject({ train: { std: 0 } })
  const [counts] = (await engine.query('SELECT count(*) AS n FROM car_brand_cls_results_0')) as {
    n: number
  }[]
  expect(counts!.n).toBe(testRows)
  const [trained] = (await engine.query(
    'SELECT count(*) AS n FROM training_dataset WHERE rowHash() % 2 != 1',
  )) as { n: number }[]
  expect(trained!.n + testRows).toBe(90)
})

test('step 8: an endpoint', async () => {
  const answer = await engine.put('/v1/functions/brand_predictor', {
    type: 'sql.expression',
    params: { expression: 'car_brand_cls_scorer_0({features: inception({url})}) AS *' },
  })
  expect(answer.status).toBe(201)
  const path = `/v1/functions/brand_predictor/application?input=${encodeURIComponent('{"url":"https://cars.test/new.jpg"}')}`
  const { output } = bodyOf<{ output: { scores: [string, [number, string]][] } }>(await engine.get(path))
  expect(output.scores.map(([name]) => name).sort()).toEqual(['"audi"', '"bmw"', '"tesla"'])
  const [best] = [...output.scores].sort(([, [a]], [, [b]]) => b - a)
  expect(best![0]).toBe('"tesla"')
  expect(best![1]).toEqual([expect.any(Number), expect.any(String)])
  const plain = bodyOf<{ scores: Record<string, number> }>(
    await engine.get('/v1/functions/brand_predictor/application', {
      input: { url: 'https://cars.test/new.jpg' },
      outputFormat: 'json',
    }),
  )
  expect(plain.scores['"tesla"']).toBe(best![1][0])
})

test('step 9: the same through SQL', async () => {
  const rows = (await engine.query('SELECT brand_predictor({url: url}) AS * FROM images LIMIT 3')) as object[]
  expect(rows).toHaveLength(3)
  expect(Object.keys(rows[0]!).sort()).toEqual(
    ['_rowName', 'scores."""audi"""', 'scores."""bmw"""', 'scores."""tesla"""'].sort(),
  )
  const results = (await engine.query(
    'SELECT label, maxLabel, score.* FROM car_brand_cls_results_0 LIMIT 5',
  )) as object[]
  expect(results).toHaveLength(5)
  expect(Object.keys(results[0]!)).toEqual([
    '_rowName',
    'label',
    'maxLabel',
    'score."""audi"""',
    'score."""bmw"""',
    'score."""tesla"""',
  ])
})

test('steps 3, 6 and 7 again: outputs are replaced, and the same seed gives the same result', async () => {
  const results = () => engine.query('SELECT * FROM car_brand_cls_results_0 ORDER BY rowName()')
  const before = await results()
  const embedded = inception.embedded
  bodyOf(
    await engine.put('/v1/procedures/again', {
      type: 'transform',
      params: {
        inputData: 'SELECT brand, inception({url}) AS * FROM images',
        outputDataset: 'training_dataset',
      },
    }),
  )
  expect(inception.embedded).toBe(embedded)
  bodyOf(await engine.post('/v1/procedures', EXPERIMENT))
  expect(await results()).toEqual(before)
})
