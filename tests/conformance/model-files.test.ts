// Models as files: what they say of themselves, and that they score the same wherever they are opened.
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ErrorBody, ImportPreview } from '../../src/contract/rest.ts'
import { toModelFile } from '../../src/engine/models/learners/model-file.ts'
import { loadAnyModel } from '../../src/engine/models/learners/parts/load-any-model.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import { bodyOf, fakeWeb, openTestEngine, type TestEngine, TINY_MODEL } from './open-test-engine.ts'

const PENGUINS = readFileSync(new URL('../../public/samples/penguins.csv', import.meta.url), 'utf8')
const FEATURES = '{* EXCLUDING (species)}'
const QUERY = `SELECT ${FEATURES} AS features, species AS label FROM penguins`

let api: TestEngine
beforeEach(async () => {
  api = await openWithPenguins()
})

async function openWithPenguins(): Promise<TestEngine> {
  const engine = await openTestEngine({ storage: createMemoryStorage() })
  await run(engine, 'import.text', { text: PENGUINS, outputDataset: 'penguins' })
  return engine
}

const run = async (engine: TestEngine, type: string, params: object) =>
  bodyOf(await engine.post('/v1/procedures', { type, params }))

const file = async (engine: TestEngine, path: string) =>
  bodyOf<Uint8Array>(await engine.get(`/v1/files/${path}`))

/** The JSON header of a model file, as docs/model-file.md says. */
function headerOf(bytes: Uint8Array) {
  expect(new TextDecoder().decode(bytes.subarray(0, 8))).toBe('MLDBCLS2')
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true)
  return JSON.parse(new TextDecoder().decode(bytes.subarray(16, 16 + length)))
}

const scoresOf = (engine: TestEngine, id: string) =>
  engine.query(`SELECT ${id}({features: ${FEATURES}}) AS * FROM penguins`)

describe('the header', () => {
  test('says what a model was trained on, how, and how good it is', async () => {
    await run(api, 'classifier.experiment', {
      experimentName: 'e',
      inputData: QUERY,
      mode: 'categorical',
      algorithm: 'dt',
      seed: 5,
      modelFileUrlPattern: 'file:///m/e.cls',
    })
    const header = headerOf(await file(api, 'm/e.cls'))
    expect(header).toMatchObject({
      version: 2,
      kind: 'trees',
      software: 'MLDB Web',
      algorithm: 'dt',
      trainingData: { query: QUERY, datasets: [{ id: 'penguins', version: expect.any(String) }] },
      metrics: { test: { accuracy: expect.any(Number) }, fold: expect.anything() },
      model: {
        mode: 'categorical',
        labels: ['Adelie', 'Chinstrap', 'Gentoo'],
        seed: 5,
        config: { type: 'decision_tree' },
      },
    })
    expect(header.created).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
    expect(header.features).toContainEqual({
      name: 'island',
      type: 'category',
      levels: ['Biscoe', 'Dream', 'Torgersen'],
    })
    const details = bodyOf<{ trainingData: object }>(await api.get('/v1/functions/e_scorer_0/details'))
    expect(details.trainingData).toEqual(header.trainingData)
  })

  test('names the network behind the features, through the dataset that a transform made', async () => {
    const web = fakeWeb(
      Object.fromEntries([65, 66, 120, 121].map((byte) => [`https://p/${byte}`, new Uint8Array([byte, 1])])),
    )
    const engine = await openTestEngine({ fetch: web })
    bodyOf(await engine.put(`/v1/files/${TINY_MODEL.path}`, TINY_MODEL.json))
    bodyOf(
      await engine.put('/v1/functions/inception', {
        type: 'tensorflow.graph',
        params: {
          modelFileUrl: TINY_MODEL.url,
          inputs: 'fetcher(url)[content] AS "DecodeJpeg/contents"',
          outputs: 'pool_3',
        },
      }),
    )
    const text = `url,label\n${[65, 66, 120, 121].map((byte) => `https://p/${byte},${byte > 100}`).join('\n')}\n`
    await run(engine, 'import.text', { text, outputDataset: 'images' })
    await run(engine, 'transform', {
      inputData: 'SELECT label, inception({url}) AS * FROM images',
      outputDataset: 'training',
    })
    await run(engine, 'classifier.train', {
      trainingData: 'SELECT {* EXCLUDING (label)} AS features, label FROM training',
      mode: 'categorical',
      algorithm: 'dt',
      modelFileUrl: 'file:///m.cls',
    })
    const bytes = await file(engine, 'm.cls')
    expect(headerOf(bytes)).toMatchObject({
      features: [{ name: 'pool_3', type: 'number', shape: [1, 1, 1, 2048] }],
      featureModels: [
        {
          function: 'inception',
          digest: expect.stringMatching(/^[0-9a-f]{64}$/),
          outputs: [{ name: 'pool_3', shape: [1, 1, 1, 2048] }],
        },
      ],
    })
    // 2,048 features take no room by themselves.
    expect(bytes.length).toBeLessThan(2500)
  })
})

describe('export and import', () => {
  test.each(['dt', 'gbt', 'glz', 'naive_bayes', 'nn'])(
    '%s scores the same bit for bit elsewhere',
    async (algorithm) => {
      await run(api, 'classifier.train', {
        trainingData: QUERY,
        mode: 'categorical',
        algorithm,
        modelFileUrl: 'file:///m.cls',
        functionName: 'f',
      })
      await run(api, 'export.model', { functionName: 'f', dataFileUrl: 'file:///out/f.cls' })
      const bytes = await file(api, 'out/f.cls')
      const other = await openWithPenguins()
      bodyOf(await other.put('/v1/files/f.cls', bytes))
      await run(other, 'import.model', { dataFileUrl: 'file:///f.cls', functionName: 'g' })
      expect(await scoresOf(other, 'g')).toEqual(await scoresOf(api, 'f'))
      expect(await file(other, 'models/g.cls')).toEqual(bytes)
    },
  )

  test('ONNX goes out, is recognised by its bytes, and comes back as a function', async () => {
    await run(api, 'classifier.train', {
      trainingData: QUERY,
      mode: 'categorical',
      algorithm: 'bbdt_d2',
      modelFileUrl: 'file:///m.cls',
      functionName: 'f',
    })
    await run(api, 'export.model', { functionName: 'f', format: 'onnx', dataFileUrl: 'file:///any.name' })
    const preview = bodyOf<ImportPreview>(await api.get('/v1/preview', { dataFileUrl: 'file:///any.name' }))
    expect(preview).toMatchObject({
      format: 'onnx',
      tables: [{ type: 'import.model', params: { dataFileUrl: 'file:///any.name' }, rowCount: 6 }],
    })
    expect(preview.tables[0]!.note).toContain('Labels: Adelie, Chinstrap, Gentoo')
    // Nobody has read it yet, and nothing in it says when it was trained.
    expect(preview.tables[0]!.note).not.toMatch(/\d{4}-\d\d-\d\d/)
    await run(api, preview.tables[0]!.type, { ...preview.tables[0]!.params, functionName: 'g' })
    const score = (id: string) => `${id}({features: ${FEATURES}})[scores]."""Gentoo"""`
    const [worst] = (await api.query(
      `SELECT max(abs(${score('f')} - ${score('g')})) AS d, count(*) AS n FROM penguins`,
    )) as { d: number; n: number }[]
    expect(worst!.n).toBeGreaterThan(300)
    expect(worst!.d).toBeLessThan(1e-6)
    expect(headerOf(await file(api, 'models/g.cls'))).toMatchObject({
      importedFrom: 'ONNX',
      created: expect.any(String),
    })
    const names = await api.post('/v1/procedures', {
      type: 'import.model',
      params: { dataFileUrl: 'file:///any.name', functionName: 'h', featureNames: ['a'] },
    })
    expect((names.body as ErrorBody).error).toContain('featureNames has 1 names')
  })

  test('nothing is overwritten unasked', async () => {
    await run(api, 'classifier.train', {
      trainingData: QUERY,
      mode: 'categorical',
      algorithm: 'dt',
      modelFileUrl: 'file:///models/f.cls',
      functionName: 'f',
    })
    const params = { dataFileUrl: 'file:///models/f.cls', functionName: 'f' }
    const { status, body } = await api.post('/v1/procedures', { type: 'import.model', params })
    expect(status).toBe(409)
    expect((body as ErrorBody).error).toContain('function f and file file:///models/f.cls are here already')
    const before = await scoresOf(api, 'f')
    await run(api, 'import.model', { ...params, replace: true })
    expect(await scoresOf(api, 'f')).toEqual(before)
  })

  test('a file of the first version still is a function, and is exported as one of the second', async () => {
    await run(api, 'classifier.train', {
      trainingData: QUERY,
      mode: 'categorical',
      algorithm: 'dt',
      modelFileUrl: 'file:///new.cls',
      functionName: 'f',
    })
    const old = toModelFile(loadAnyModel(await file(api, 'new.cls')) as Parameters<typeof toModelFile>[0])
    bodyOf(await api.put('/v1/files/old.cls', old))
    bodyOf(
      await api.put('/v1/functions/g', { type: 'classifier', params: { modelFileUrl: 'file:///old.cls' } }),
    )
    expect(await scoresOf(api, 'g')).toEqual(await scoresOf(api, 'f'))
    await run(api, 'export.model', { functionName: 'g', dataFileUrl: 'file:///out.cls' })
    expect(headerOf(await file(api, 'out.cls')).version).toBe(2)
  })

  test.each([
    [{ functionName: 'nobody', dataFileUrl: 'file:///x' }, 'not-found', "'nobody' does not exist"],
    [{ functionName: 'sqrt2', dataFileUrl: 'file:///x' }, 'not-supported', 'of type sql.expression'],
    [{ dataFileUrl: 'file:///x' }, 'invalid-argument', 'needs a functionName'],
    [{ functionName: 'f', dataFileUrl: 'http://x/y' }, 'invalid-argument', 'file:///'],
  ])('export.model %j: %s', async (params, code, text) => {
    bodyOf(
      await api.put('/v1/functions/sqrt2', {
        type: 'sql.expression',
        params: { expression: 'sqrt(2) AS x' },
      }),
    )
    const { body } = await api.post('/v1/procedures', { type: 'export.model', params })
    expect(JSON.stringify(body)).toContain(code)
    expect((body as ErrorBody).error).toContain(text)
  })
})
