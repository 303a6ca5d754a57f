import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { CompactResult, ModelInfo } from '../../../contract/rest.ts'
import { createNetwork, parseBody } from './execute-step.ts'
import { OWN_NAMES, type Project, SAMPLE_NAMES } from './project.ts'
import { createRunStore } from './run-store.ts'
import { callLine, STEP_KEYS, stepCall, toOutputs } from './steps.ts'
import { keepResult, readResult } from './stored-result.ts'

const sample: Project = {
  kind: 'sample',
  csvUrl: 'samples/photos.csv',
  label: 'label',
  url: 'url',
  example: 'samples/photos/a.jpg',
  tryImages: [],
  images: 147,
  names: SAMPLE_NAMES,
}
const model = (name: string, output = 'pool_3') => ({ name, output }) as ModelInfo
const context = { project: sample, model: model('m'), classifier: 'boosted' as const }

describe('steps', () => {
  it('are the calls of the reference', () => {
    const sql = (key: 'embed-one' | 'count' | 'embed-three') => {
      const call = stepCall(key, context)
      return call.kind === 'query' ? call.sql : ''
    }
    expect(sql('embed-one')).toBe("SELECT inception({url: 'samples/photos/a.jpg'}) AS *")
    expect(sql('count')).toBe('SELECT count(*) FROM images GROUP BY label')
    expect(sql('embed-three')).toBe('SELECT inception({url: url}) AS * FROM images LIMIT 3')
    expect(stepCall('embed-all', context)).toMatchObject({
      body: { params: { inputData: 'SELECT label, inception({url}) AS * FROM images' } },
    })
    expect(stepCall('boosted', context)).toMatchObject({
      body: {
        params: {
          inputData: 'SELECT {* EXCLUDING(label)} AS features, label AS label FROM training_dataset',
        },
      },
    })
    expect(stepCall('predictor', { ...context, classifier: 'forest' })).toMatchObject({
      body: { params: { expression: 'photo_forest_scorer_0({features: inception({url})}) AS *' } },
    })
  })

  it('quote columns and texts that are no plain words', () => {
    const own = { ...sample, label: 'my "class"', url: 'picture url', example: "it's.jpg", names: OWN_NAMES }
    const calls = STEP_KEYS.map((key) => JSON.stringify(stepCall(key, { ...context, project: own })))
    expect(calls.join()).toContain("it''s.jpg")
    const transform = stepCall('embed-all', { ...context, project: own })
    expect(transform).toMatchObject({
      body: {
        params: { inputData: 'SELECT "my ""class""", inception({url: "picture url"}) AS * FROM my_images' },
      },
    })
  })

  it('have one address each, and outputs that are SQL', () => {
    const lines = STEP_KEYS.map((key) => callLine(stepCall(key, context)).path)
    expect(new Set(lines.filter((path) => path !== '/v1/query')).size).toBe(6)
    expect(toOutputs('pool_3')).toBe('pool_3')
    expect(toOutputs('mixed7/mean')).toBe('"mixed7/mean" AS mixed7')
  })
})

describe('the run store', () => {
  it('keeps one run a step, with progress, time and result', async () => {
    let ms = 0
    const store = createRunStore(() => ms)
    const changed = vi.fn()
    store.subscribe(changed)
    const running = store.run('count', async (call: Call) => {
      call.onProgress?.({ phase: 'rows', step: 's', done: 1, total: 2 })
      expect(store.running()?.run.progress?.fraction).toBe(0.5)
      expect(await store.run('count', async () => 2)).toBe(false)
      ms = 40
      return 1
    })
    expect(await running).toBe(true)
    expect(store.get('count')).toEqual({ state: 'done', durationMs: 40, result: 1 })
    expect(changed.mock.calls.length).toBe(3)
    expect(store.running()).toBeUndefined()
  })

  it('tells a cancelled step from a failed one and keeps how far it came', async () => {
    const store = createRunStore()
    const cancelled = store.run('embed-all', (call) => {
      call.onProgress?.({ phase: 'images', step: 'inception', done: 3, total: 9 })
      return new Promise((_, reject) => {
        call.signal?.addEventListener('abort', () => reject(new EngineError('cancelled', 'stopped')))
      })
    })
    store.cancel('embed-all')
    expect(await cancelled).toBe(false)
    expect(store.get('embed-all')).toMatchObject({ state: 'cancelled', progress: { done: 3, total: 9 } })
    await store.run('embed-all', async () => {
      throw new Error('odd')
    })
    expect(store.get('embed-all')).toMatchObject({ state: 'failed', error: { code: 'internal' } })
    store.forget('embed-all')
    expect(store.get('embed-all')).toEqual({ state: 'idle' })
  })
})

describe('choosing a network', () => {
  it('goes on to the next only where one cannot be fetched', async () => {
    const create = vi.fn(async (candidate: ModelInfo) => {
      if (candidate.name === 'far') throw new EngineError('fetch-failed', 'far away')
    })
    const chosen = await createNetwork([model('far'), model('near')], create)
    expect(chosen).toMatchObject({ model: { name: 'near' }, misses: ['far away'] })
    const broken = vi.fn(async () => {
      throw new EngineError('bad-file', 'broken')
    })
    await expect(createNetwork([model('a'), model('b')], broken)).rejects.toMatchObject({ code: 'bad-file' })
    expect(broken).toHaveBeenCalledTimes(1)
    await expect(createNetwork([model('far')], create)).rejects.toMatchObject({ message: 'far away' })
  })
})

describe('what the user types', () => {
  it('is refused with a reason where it is no JSON object', () => {
    expect(parseBody('{"type": "x"}')).toEqual({ type: 'x' })
    expect(() => parseBody('{"type": ')).toThrow(/not valid JSON/)
    expect(() => parseBody('[1]')).toThrow(/must be a JSON object/)
  })
})

describe('results kept for the next visit', () => {
  beforeEach(() => {
    const items = new Map<string, string>()
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, text: string) => items.set(key, text),
      removeItem: (key: string) => items.delete(key),
    })
  })
  afterEach(() => vi.unstubAllGlobals())

  const result = (length: number): CompactResult => ({
    rowNames: ['result'],
    columns: [
      {
        path: ['pool_3'],
        name: 'pool_3',
        values: [
          {
            kind: 'embedding',
            shape: [1, 1, 1, length],
            data: Float32Array.from({ length }, (_, i) => i / 7),
          },
        ],
      },
    ],
    rowErrors: [],
    durationMs: 12,
  })

  it('come back bit by bit, for the same statement only', () => {
    keepResult('embed-one', 'SELECT 1', result(2048))
    expect(readResult('embed-one', 'SELECT 1')).toEqual(result(2048))
    expect(readResult('embed-one', 'SELECT 2')).toBeUndefined()
  })

  it('are dropped where they are too large or damaged', () => {
    keepResult('embed-one', 'SELECT 1', result(100_000))
    expect(readResult('embed-one', 'SELECT 1')).toBeUndefined()
    localStorage.setItem('mldb.result.embed-one', '"{oops"')
    expect(readResult('embed-one', 'SELECT 1')).toBeUndefined()
  })
})
