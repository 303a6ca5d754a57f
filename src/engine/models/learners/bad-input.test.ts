import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Examples, TrainTask } from '../../../contract/learning.ts'
import { loadModel } from './load-model.ts'
import { toModelFile } from './model-file.ts'
import { NAMED_CONFIGS } from './named-configs.ts'
import { parseConfig } from './parse-config.ts'
import { predict } from './predict.ts'
import { Random } from './random.ts'
import { RowEncoder } from './row-encoder.ts'
import { trainHere } from './train-here.ts'

const TREE = { type: 'decision_tree' }
const BOOSTING = { type: 'boosting', min_iter: 2, max_iter: 5, weak_learner: { ...TREE, max_depth: 3 } }
const CONFIGS = [TREE, BOOSTING, NAMED_CONFIGS.bbdt_d2, NAMED_CONFIGS.rf, NAMED_CONFIGS.bs]

function task(
  examples: Partial<Examples>,
  config: unknown,
  mode: TrainTask['mode'] = 'categorical',
): TrainTask {
  const X = examples.X ?? new Float32Array(0)
  const y = examples.y ?? new Float64Array(0)
  return {
    examples: { features: [{ name: 'a' }], X, rows: y.length, y, labels: ['x', 'y'], ...examples },
    mode,
    config: parseConfig(config),
    equalizationFactor: 0.5,
    seed: 1,
  }
}

describe.each(CONFIGS.map((config) => [JSON.stringify(config).slice(0, 60), config]))('%s', (_, config) => {
  const learn = async (examples: Partial<Examples>, mode?: TrainTask['mode']) =>
    loadModel(toModelFile(await trainHere(task(examples, config, mode))))

  it('learns one label', async () => {
    const model = await learn({ X: Float32Array.of(1, 2, 3), y: new Float64Array(3), labels: ['only'] })
    const scores = predict(model, Float32Array.of(1, 9), 2)
    expect(scores).toHaveLength(2)
    expect(scores[0]).toBeGreaterThan(0)
  })

  it('learns one row', async () => {
    const model = await learn({ X: Float32Array.of(1), y: Float64Array.of(1) })
    const scores = predict(model, Float32Array.of(1), 1)
    expect(scores[1]).toBeGreaterThan(scores[0]!)
  })

  it('learns a label from missing values alone', async () => {
    const y = Float64Array.from({ length: 40 }, (_, r) => r % 2)
    const X = Float32Array.from(y, (label) => (label === 1 ? Number.NaN : 4))
    const scores = predict(await learn({ X, y }), Float32Array.of(Number.NaN, 4, 77), 3)
    expect(scores[1]).toBeGreaterThan(scores[0]!)
    expect(scores[2]).toBeGreaterThan(scores[3]!)
    expect(scores[4]).toBeGreaterThan(scores[5]!)
  })

  it('ignores a column that is all missing and one that is constant', async () => {
    const y = Float64Array.from({ length: 30 }, (_, r) => r % 2)
    const X = Float32Array.from({ length: 90 }, (_, i) => [Number.NaN, 7, y[Math.floor(i / 3)]!][i % 3]!)
    const model = await learn({ X, y, features: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] })
    expect(new Set(model.trees.feature.filter((f) => f >= 0))).toEqual(new Set([2]))
  })

  it('takes infinities as the largest numbers', async () => {
    const values = [Number.NEGATIVE_INFINITY, -1, 1, Number.POSITIVE_INFINITY]
    const X = Float32Array.from({ length: 40 }, (_, r) => values[r % 4]!)
    const y = Float64Array.from({ length: 40 }, (_, r) => (r % 4 === 0 || r % 4 === 3 ? 1 : 0))
    const scores = predict(await learn({ X, y }), Float32Array.from(values), 4)
    expect(scores.every(Number.isFinite)).toBe(true)
    // Stumps cannot tell both ends from the middle.
    if (config === TREE) expect(Array.from(scores)).toEqual([0, 1, 1, 0, 1, 0, 0, 1])
  })

  it('learns as many labels as rows', async () => {
    const y = Float64Array.from({ length: 12 }, (_, r) => r)
    const labels = Array.from({ length: 12 }, (_, k) => k)
    const scores = predict(await learn({ X: Float32Array.from(y), y, labels }), Float32Array.from(y), 12)
    expect(scores).toHaveLength(144)
    expect(scores.every(Number.isFinite)).toBe(true)
  })

  it('learns from contradictions', async () => {
    const y = Float64Array.from({ length: 20 }, (_, r) => r % 2)
    const scores = predict(await learn({ X: new Float32Array(20), y }, 'boolean'), Float32Array.of(0), 1)
    expect(scores).toHaveLength(1)
    expect(scores[0]).not.toBeNaN()
  })

  it('leaves out rows of weight 0', async () => {
    const y = Float64Array.from({ length: 20 }, (_, r) => r % 2)
    const weights = Float64Array.from(y, (label) => (label === 1 ? 0 : 1))
    const scores = predict(await learn({ X: Float32Array.from(y), y, weights }), Float32Array.of(1), 1)
    expect(scores[0]).toBeGreaterThan(scores[1]!)
  })
})

describe('what cannot be learnt from', () => {
  const y = Float64Array.of(0, 1)
  const X = Float32Array.of(1, 2)
  it.each([
    [task({ X: new Float32Array(0), y: new Float64Array(0) }, TREE), 'dataset was empty'],
    [task({ X: new Float32Array(0), y, features: [] }, TREE), 'no features'],
    [task({ X: new Float32Array(1), y }, TREE), 'differing numbers'],
    [task({ X, y, weights: Float64Array.of(1, -1) }, TREE), 'cannot be negative'],
    [task({ X, y, weights: Float64Array.of(1, Number.NaN) }, TREE), 'finite'],
    [task({ X, y, weights: Float64Array.of(0, 0) }, TREE), 'all zero'],
    [task({ X, y: Float64Array.of(0, 2) }, TREE), 'not among'],
    [task({ X, y: Float64Array.of(0, Number.NaN) }, TREE, 'regression'), 'finite number'],
  ])('is refused (%#)', async (bad, message) => {
    await expect(trainHere(bad)).rejects.toMatchObject({ code: 'invalid-argument' })
    await expect(trainHere(bad)).rejects.toThrow(message)
  })
})

describe('real and large input', () => {
  it('learns the species of penguins from numbers, levels and holes', async () => {
    const lines = readFileSync('public/samples/penguins.csv', 'utf8').trim().split('\n')
    const names = lines[0]!.split(',')
    const rows = lines.slice(1).map((line) => line.split(','))
    const levels = (c: number) => [...new Set(rows.map((row) => row[c]!))].filter(Boolean).sort()
    const columns = names.map((name, c) => ({ name, c })).slice(1)
    const features = columns.map(({ name, c }) =>
      name === 'island' || name === 'sex' ? { name, levels: levels(c) } : { name },
    )
    const encoder = new RowEncoder(features)
    const X = new Float32Array(rows.length * features.length)
    rows.forEach((row, r) => {
      const values = columns.map(({ name, c }): [string, string | number | null] => {
        const cell = row[c] ?? ''
        if (cell === '') return [name, null]
        return [name, features[c - 1]!.levels ? cell : Number(cell)]
      })
      encoder.fill(values, X, r * features.length)
    })
    expect(X.some(Number.isNaN)).toBe(true)
    const labels = levels(0)
    const y = Float64Array.from(rows, (row) => labels.indexOf(row[0]!))
    // Not every second row: in this file males and females take turns.
    const random = new Random(1)
    const held = Uint8Array.from(rows, () => random.below(2))
    const isTest = (r: number) => held[r] === 1
    const train = Array.from(rows.keys()).filter((r) => !isTest(r))
    const pick = train.flatMap((r) => Array.from(X.subarray(r * features.length, (r + 1) * features.length)))
    for (const config of [NAMED_CONFIGS.rf, NAMED_CONFIGS.bbdt, NAMED_CONFIGS.dt]) {
      const examples = {
        X: Float32Array.from(pick),
        y: Float64Array.from(train, (r) => y[r]!),
        labels,
        features,
      }
      const scores = predict(await trainHere(task(examples, config)), X, rows.length)
      const test = Array.from(rows.keys()).filter(isTest)
      const right = test.filter((r) => {
        const row = Array.from(scores.subarray(r * 3, r * 3 + 3))
        return row.indexOf(Math.max(...row)) === y[r]
      })
      expect(right.length / test.length).toBeGreaterThan(config === NAMED_CONFIGS.dt ? 0.92 : 0.96)
    }
  })

  it('bins tall data, and takes a hundred thousand levels', async () => {
    const random = new Random(3)
    const rows = 30_000
    const levels = Array.from({ length: 100_000 }, (_, i) => `level ${i}`)
    const X = new Float32Array(rows * 3)
    const y = new Float64Array(rows)
    for (let r = 0; r < rows; r++) {
      X[3 * r] = random.uniform() < 0.1 ? Number.NaN : random.uniform()
      X[3 * r + 1] = random.uniform()
      X[3 * r + 2] = random.below(levels.length)
      y[r] = X[3 * r + 1]! > 0.5 && !(X[3 * r]! < 0.3) ? 1 : 0
    }
    const features = [{ name: 'a' }, { name: 'b' }, { name: 'c', levels }]
    const model = await trainHere(task({ X, y, features }, { ...TREE, max_depth: 4 }))
    const scores = predict(model, X, rows)
    let right = 0
    for (let r = 0; r < rows; r++) if (scores[2 * r + 1]! > 0.5 === (y[r] === 1)) right++
    expect(right / rows).toBeGreaterThan(0.985)
  })
})

describe('RowEncoder', () => {
  it('leaves out unknown names and takes unknown levels and text for numbers as missing', () => {
    const encoder = new RowEncoder([{ name: 'n' }, { name: 'k', levels: ['7', 'b'] }])
    const x = new Float32Array(2)
    expect(
      encoder.fill(
        [
          ['n', 3n],
          ['k', 7],
          ['other', 1],
        ],
        x,
      ),
    ).toBe(2)
    expect(Array.from(x)).toEqual([3, 0])
    expect(
      encoder.fill(
        [
          ['n', 'three'],
          ['k', 'c'],
        ],
        x,
      ),
    ).toBe(2)
    expect(Array.from(x)).toEqual([Number.NaN, Number.NaN])
    expect(encoder.fill([], x)).toBe(0)
  })
})
