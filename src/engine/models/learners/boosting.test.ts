import { describe, expect, it } from 'vitest'
import type { TrainTask } from '../../../contract/learning.ts'
import { parseConfig } from './parse-config.ts'
import { predict } from './predict.ts'
import { Random } from './random.ts'
import { trainHere } from './train-here.ts'

const ROWS = 40

/** Three overlapping groups in two features. */
function makeTask(labels: number, config: object, seed = 1): TrainTask {
  const random = new Random(seed)
  const y = Float64Array.from({ length: ROWS }, (_, r) => r % labels)
  const X = Float32Array.from({ length: ROWS * 2 }, (_, i) => {
    const label = y[i >> 1]!
    return (i % 2 === 0 ? label : label % 2) + 1.6 * random.uniform()
  })
  return {
    examples: {
      features: [{ name: 'a' }, { name: 'b' }],
      X,
      rows: ROWS,
      y,
      labels: ['x', 'y', 'z'].slice(0, labels),
    },
    mode: 'categorical',
    config: parseConfig(config),
    equalizationFactor: 0,
    seed: 1,
  }
}

/** GentleBoost by stumps for each label, in the plainest terms: all thresholds are tried, no sums are kept. */
function plainGentleBoost({ examples: { X, y, labels } }: TrainTask, rounds: number): number[][] {
  const K = labels.length
  const F = Array.from({ length: ROWS }, () => new Array<number>(K).fill(0))
  const target = (r: number, k: number) => (y[r] === k ? 1 : -1)
  for (let round = 0; round < rounds; round++) {
    const raw = F.map((f, r) => f.map((value, k) => Math.exp(-target(r, k) * value)))
    const total = raw.flat().reduce((a, b) => a + b, 0)
    const W = raw.map((row) => row.map((w) => w / total))
    const leaf = (rows: number[], k: number) => {
      const sum = rows.reduce((s, r) => s + W[r]![k]!, 0)
      return { mean: rows.reduce((s, r) => s + W[r]![k]! * target(r, k), 0) / sum, sum }
    }
    let best = { error: Number.POSITIVE_INFINITY, sides: [] as number[][] }
    for (const f of [0, 1]) {
      for (let t = 0; t < ROWS; t++) {
        const goesLeft = (r: number) => X[2 * r + f]! <= X[2 * t + f]!
        const all = Array.from({ length: ROWS }, (_, r) => r)
        const sides = [all.filter(goesLeft), all.filter((r) => !goesLeft(r))]
        if (sides[1]!.length === 0) continue
        let error = 0
        for (const side of sides) {
          for (let k = 0; k < K; k++) {
            const { mean } = leaf(side, k)
            for (const r of side) error += W[r]![k]! * (target(r, k) - mean) ** 2
          }
        }
        if (error < best.error - 1e-12) best = { error, sides }
      }
    }
    const smooth = 1 / (ROWS * K)
    for (const side of best.sides) {
      const values = labels.map((_, k) => leaf(side, k)).map(({ mean, sum }) => (mean * sum) / (sum + smooth))
      for (const r of side) for (let k = 0; k < K; k++) F[r]![k]! += values[k]!
    }
  }
  return F
}

const STUMPS = {
  type: 'boosting',
  min_iter: 1,
  max_iter: 6,
  resample: false,
  weak_learner: { type: 'decision_tree', max_depth: 1, update_alg: 'gentle' },
}

describe('boosting', () => {
  it('is GentleBoost for several labels, as computed the plain way', async () => {
    const task = makeTask(3, STUMPS)
    const model = await trainHere(task)
    expect(model.training.trees).toBe(6)
    const scores = predict(model, task.examples.X, ROWS)
    const expected = plainGentleBoost(task, 6).flat()
    const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - scores[i]!)), 0)
    expect(worst).toBeLessThan(1e-5)
  })

  it('separates two labels with one output, and both scores are opposite', async () => {
    const task = makeTask(2, { ...STUMPS, max_iter: 20 })
    const model = await trainHere(task)
    const scores = predict(model, task.examples.X, ROWS)
    expect(model.outputs).toBe(1)
    let right = 0
    for (let r = 0; r < ROWS; r++) {
      expect(scores[2 * r]).toBe(-scores[2 * r + 1]!)
      if (scores[2 * r + 1]! > 0 === (task.examples.y[r] === 1)) right++
    }
    expect(right / ROWS).toBeGreaterThan(0.9)
  })

  it.each([
    { cost_function: 'logistic' },
    { weak_learner: { type: 'decision_tree', max_depth: 2, update_alg: 'normal' } },
    { weak_learner: { type: 'decision_tree', max_depth: 2, update_alg: 'prob' } },
    { resample: true },
  ])('learns with %j', async (change) => {
    const task = makeTask(3, { ...STUMPS, max_iter: 30, ...change })
    const scores = predict(await trainHere(task), task.examples.X, ROWS)
    let right = 0
    for (let r = 0; r < ROWS; r++) {
      const row = Array.from(scores.subarray(3 * r, 3 * r + 3))
      if (row.indexOf(Math.max(...row)) === task.examples.y[r]) right++
    }
    expect(right / ROWS).toBeGreaterThan(0.85)
  })

  it('survives hundreds of rounds on separable data without losing its weights', async () => {
    const task = makeTask(2, { ...STUMPS, max_iter: 500 })
    task.examples.X.set(Float32Array.from({ length: ROWS * 2 }, (_, i) => (i >> 1) % 2))
    const scores = predict(await trainHere(task), task.examples.X, ROWS)
    expect(scores.every(Number.isFinite)).toBe(true)
    expect(Math.min(...scores.map(Math.abs))).toBeGreaterThan(10)
  })

  it('keeps the rounds that do best on rows held out, and stops after a window without gain', async () => {
    const config = { ...STUMPS, min_iter: 3, max_iter: 200, validation_split: 0.4 }
    const free = await trainHere(makeTask(3, config))
    expect(free.training.trees).toBeGreaterThanOrEqual(3)
    expect(free.training.trees).toBeLessThan(200)
    const stopped = await trainHere(makeTask(3, { ...config, short_circuit_window: 2 }))
    expect(stopped.training.trees).toBeLessThanOrEqual(free.training.trees)
  })

  it('boosts regression towards the training values', async () => {
    const task = makeTask(2, {
      ...STUMPS,
      max_iter: 100,
      weak_learner: { type: 'decision_tree', max_depth: 3 },
    })
    const y = Float64Array.from({ length: ROWS }, (_, r) => 5 + Math.sin(2 * task.examples.X[2 * r]!))
    const model = await trainHere({
      ...task,
      mode: 'regression',
      examples: { ...task.examples, y, labels: [] },
    })
    const scores = predict(model, task.examples.X, ROWS)
    const error = scores.reduce((sum, score, r) => sum + (score - y[r]!) ** 2, 0) / ROWS
    const spread = y.reduce((sum, value) => sum + (value - 5) ** 2, 0) / ROWS
    expect(error / spread).toBeLessThan(0.05)
  })

  it('trains boosted stumps', async () => {
    const task = makeTask(3, { type: 'boosted_stumps', min_iter: 2, max_iter: 12 })
    const model = await trainHere(task)
    expect(model.training).toMatchObject({ trees: 12, nodes: 36 })
  })
})
