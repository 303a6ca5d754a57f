import { describe, expect, it } from 'vitest'
import type { TrainTask } from '../../../contract/learning.ts'
import { codeExamples } from './code-examples.ts'
import type { Model } from './model.ts'
import { parseConfig } from './parse-config.ts'
import { predict } from './predict.ts'
import { deriveSeed, Random } from './random.ts'
import { bootstrapSample, wholeSample } from './sample.ts'
import { trainHere } from './train-here.ts'

const BAGS = 30

/** The label hangs on `strong` and less on `weak`; `noise` says nothing. Some values are missing. */
function makeTask(mode: TrainTask['mode'], labels: number): TrainTask {
  const random = new Random(2)
  // Few enough for every value to have a code of its own.
  const rows = 250
  const X = new Float32Array(rows * 3)
  const y = new Float64Array(rows)
  for (let r = 0; r < rows; r++) {
    for (let f = 0; f < 3; f++) X[3 * r + f] = random.uniform() < 0.05 ? Number.NaN : random.uniform()
    const score = 0.8 * (X[3 * r]! || 0.5) + 0.2 * (X[3 * r + 1]! || 0.5)
    y[r] = mode === 'regression' ? score : Math.min(labels - 1, Math.floor(score * labels))
  }
  return {
    examples: {
      features: [{ name: 'strong' }, { name: 'weak' }, { name: 'noise' }],
      X,
      rows,
      y,
      labels: Array.from({ length: labels }, (_, k) => k),
    },
    mode,
    config: parseConfig({
      type: 'bagging',
      num_bags: BAGS,
      validation_split: 0,
      permutation_importance: true,
      weak_learner: { type: 'decision_tree' },
    }),
    equalizationFactor: 0,
    seed: 11,
  }
}

/** One tree of a model, as a model. */
function treeOf(model: Model, t: number): Model {
  const { trees } = model
  const cut = <A extends Int32Array | Uint32Array | Float32Array>(array: A, width = 1): A =>
    array.slice(trees.roots[t]! * width, trees.roots[t + 1]! * width) as A
  return {
    ...model,
    trees: {
      ...trees,
      roots: Uint32Array.of(0, trees.roots[t + 1]! - trees.roots[t]!),
      scales: Float64Array.of(1),
      feature: cut(trees.feature),
      threshold: cut(trees.threshold),
      left: cut(trees.left),
      missing: cut(trees.missing),
      subset: cut(trees.subset),
      cover: cut(trees.cover),
      values: cut(trees.values, model.outputs),
    },
  }
}

/** Mean score of each row over the trees that did not see it, by drawing the samples again. */
async function plainOutOfBag(task: TrainTask, model: Model) {
  const { X, rows } = task.examples
  const whole = wholeSample(await codeExamples(task.examples, task))
  const width = task.mode === 'categorical' ? task.examples.labels.length : 1
  const sums = new Float64Array(rows * width)
  const counts = new Float64Array(rows)
  for (let bag = 0; bag < BAGS; bag++) {
    const { drawn } = bootstrapSample(whole, new Random(deriveSeed(task.seed, bag)))
    const scores = predict(treeOf(model, bag), X, rows)
    for (let r = 0; r < rows; r++) {
      if (drawn!.times[r]! > 0) continue
      counts[r]!++
      for (let k = 0; k < width; k++) sums[r * width + k]! += scores[r * width + k]!
    }
  }
  return { mean: (r: number, k: number) => sums[r * width + k]! / counts[r]!, counts }
}

describe('the out-of-bag estimate', () => {
  it.each([2, 3])('is what trees say of rows they did not see, %d labels', async (labels) => {
    const task = makeTask('categorical', labels)
    const model = await trainHere(task)
    const { mean, counts } = await plainOutOfBag(task, model)
    const seen = Array.from(counts.keys()).filter((r) => counts[r]! > 0)
    const right = seen.filter((r) => {
      const own = task.examples.labels.map((_, k) => mean(r, k))
      return own.indexOf(Math.max(...own)) === task.examples.y[r]
    })
    expect(model.outOfBag!.rows).toBe(seen.length)
    expect(model.outOfBag!.accuracy).toBeCloseTo(right.length / seen.length, 2)
    expect(model.outOfBag!.accuracy).toBeGreaterThan(0.8)
    if (labels === 2) expect(model.outOfBag!.auc).toBeGreaterThan(0.9)
  })

  it('is a squared error for a regression', async () => {
    const task = makeTask('regression', 0)
    const model = await trainHere(task)
    const { mean, counts } = await plainOutOfBag(task, model)
    const seen = Array.from(counts.keys()).filter((r) => counts[r]! > 0)
    const mse = seen.reduce((sum, r) => sum + (task.examples.y[r]! - mean(r, 0)) ** 2, 0) / seen.length
    expect(model.outOfBag!.mse).toBeCloseTo(mse, 6)
    expect(model.outOfBag!.r2).toBeGreaterThan(0.9)
  })

  it('is left out where nothing was drawn, or nobody asked', async () => {
    const task = makeTask('categorical', 2)
    const silent = await trainHere({ ...task, config: { ...task.config, out_of_bag: false } })
    expect(silent.outOfBag).toBeUndefined()
    const held = await trainHere({ ...task, config: { ...task.config, validation_split: 0.3 } })
    expect(held.outOfBag).toBeUndefined()
  })
})

describe('importances', () => {
  it.each([
    ['categorical', 2],
    ['categorical', 3],
    ['regression', 0],
  ] as const)('tell what matters from noise, %s, %d labels', async (mode, labels) => {
    const { importances } = await trainHere(makeTask(mode, labels))
    expect(importances![0]!.feature).toBe('strong')
    expect(importances!.reduce((sum, { gain }) => sum + gain, 0)).toBeCloseTo(1, 4)
    const of = Object.fromEntries(importances!.map((importance) => [importance.feature, importance]))
    expect(of.strong!.permutation).toBeGreaterThan(5 * Math.abs(of.noise!.permutation!))
    expect(of.strong!.gain).toBeGreaterThan(2 * of.noise!.gain)
  })

  it('are reported for boosting and gradient boosting as well', async () => {
    for (const type of ['boosted_stumps', 'gradient_boosting']) {
      const { importances } = await trainHere({ ...makeTask('boolean', 2), config: parseConfig({ type }) })
      expect(importances![0]!.feature).toBe('strong')
    }
  })
})
