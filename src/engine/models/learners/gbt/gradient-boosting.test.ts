import { describe, expect, it } from 'vitest'
import golden from '../../../../../tests/golden/learners/gbt.json' with { type: 'json' }
import type { TrainTask } from '../../../../contract/learning.ts'
import { explain } from '../explain.ts'
import { loadModel } from '../load-model.ts'
import { toModelFile } from '../model-file.ts'
import { parseConfig } from '../parse-config.ts'
import { predict, predictRow } from '../predict.ts'
import { Random } from '../random.ts'
import { trainHere } from '../train-here.ts'

type GoldenCase = (typeof golden.cases)[number]
type Matrix = (number | null)[][]

const flat = (matrix: Matrix): Float32Array =>
  Float32Array.from(matrix.flat(), (value) => value ?? Number.NaN)

function goldenTask({ mode, data, weighted, leaves, l2 }: GoldenCase): TrainTask {
  const X = golden.X[data as 'numbers'] as Matrix
  const y = golden.y[mode as 'boolean']
  return {
    examples: {
      features: X[0]!.map((_, f) => ({ name: `f${f}` })),
      X: flat(X),
      rows: X.length,
      y: Float64Array.from(y),
      labels: mode === 'regression' ? [] : [...new Set(y)].sort(),
      ...(weighted && { weights: Float64Array.from(golden.weights) }),
    },
    mode: mode === 'regression' ? 'regression' : 'categorical',
    config: parseConfig({
      type: 'gradient_boosting',
      max_iter: 8,
      learning_rate: 0.2,
      max_leaves: leaves,
      l2_regularization: l2,
      min_child_weight: 1e-3,
    }),
    equalizationFactor: 0,
    seed: 1,
  }
}

describe("gradient boosting against scikit-learn's HistGradientBoosting", () => {
  it.each(golden.cases)('$mode, $data, weighted: $weighted, $leaves leaves, L2 $l2', async (golden_) => {
    const model = await trainHere(goldenTask(golden_))
    const test = golden.test[golden_.data as 'numbers'] as Matrix
    const scores = predict(model, flat(test), test.length)
    const expected = golden_.scores.flat()
    expect(scores).toHaveLength(expected.length)
    const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - scores[i]!)), 0)
    // Leaves, and scikit-learn's derivatives, are in single precision.
    expect(worst).toBeLessThan(2e-5)
  })
})

/** Numbers with holes, levels, and a label that hangs on all of them. */
function makeTask(
  mode: TrainTask['mode'],
  config: object,
  { labels = 2, rows = 600, levels = 40 } = {},
): TrainTask {
  const random = new Random(4)
  const X = new Float32Array(rows * 3)
  const y = new Float64Array(rows)
  for (let r = 0; r < rows; r++) {
    X[3 * r] = random.uniform() < 0.2 ? Number.NaN : random.uniform()
    X[3 * r + 1] = random.uniform()
    X[3 * r + 2] = random.below(levels)
    const score = (Number.isNaN(X[3 * r]!) ? 0.8 : X[3 * r]!) + X[3 * r + 1]! + (X[3 * r + 2]! % 2)
    y[r] = mode === 'regression' ? score : Math.min(labels - 1, Math.floor((score * labels) / 3))
  }
  return {
    examples: {
      features: [
        { name: 'x' },
        { name: 'y' },
        { name: 'kind', levels: Array.from({ length: levels }, (_, i) => `level ${i}`) },
      ],
      X,
      rows,
      y,
      labels: mode === 'regression' ? [] : ['0', '1', '2'].slice(0, labels),
    },
    mode,
    config: parseConfig({ type: 'gradient_boosting', ...config }),
    equalizationFactor: 0,
    seed: 3,
  }
}

const cases: [string, TrainTask][] = [
  ['two labels', makeTask('boolean', { max_iter: 60 })],
  ['three labels', makeTask('categorical', { max_iter: 60 }, { labels: 3 })],
  ['numbers', makeTask('regression', { max_iter: 60 })],
  ['three hundred levels', makeTask('categorical', { max_iter: 60 }, { labels: 3, rows: 3000, levels: 300 })],
  ['samples of rows and features', makeTask('boolean', { subsample: 0.5, random_feature_propn: 0.7 })],
  ['a limit of depth', makeTask('boolean', { max_depth: 2 })],
]

describe.each(cases)('gradient boosting of %s', (_, task) => {
  const { X, y, rows } = task.examples
  const width = task.mode === 'categorical' ? 3 : 1

  it('learns what can be learnt, and comes back from its file as it was', async () => {
    const model = await trainHere(task)
    expect(loadModel(toModelFile(model))).toEqual(model)
    const scores = predict(model, X, rows)
    let wrong = 0
    for (let r = 0; r < rows; r++) {
      const own = Array.from(scores.subarray(r * width, (r + 1) * width))
      if (task.mode === 'regression') wrong += (own[0]! - y[r]!) ** 2
      else if (task.mode === 'boolean') wrong += own[0]! > 0.5 === (y[r] === 1) ? 0 : 1
      else wrong += own.indexOf(Math.max(...own)) === y[r] ? 0 : 1
    }
    expect(wrong / rows).toBeLessThan(task.mode === 'regression' ? 0.003 : 0.04)
  })

  it('predicts one row as it does many, and explains it', async () => {
    const model = await trainHere(task)
    const all = predict(model, X, rows)
    for (let r = 0; r < rows; r += 37) {
      const x = X.slice(3 * r, 3 * r + 3)
      const own = all.subarray(r * width, (r + 1) * width)
      expect(Array.from(predictRow(model, x))).toEqual(Array.from(own))
      const sums = Array.from({ length: width }, (_, k) => {
        const { bias, contributions } = explain(model, x, k)
        return contributions.reduce((a, b) => a + b, bias)
      })
      const total = sums.reduce((sum, value) => sum + Math.exp(value), 0)
      const scores = {
        softmax: sums.map((sum) => Math.exp(sum) / total),
        logistic: sums.map((sum) => 1 / (1 + Math.exp(-sum))),
      }
      const expected = model.link === 'direct' ? sums : scores[model.link as 'softmax' | 'logistic']
      expected.forEach((value, k) => {
        expect(own[k]).toBeCloseTo(value, 5)
      })
    }
  })
})

describe('gradient boosting', () => {
  it('grows no more leaves and levels than it may', async () => {
    const model = await trainHere(makeTask('boolean', { max_iter: 5, max_leaves: 4, max_depth: 2 }))
    const { roots, left, feature } = model.trees
    for (let t = 1; t < roots.length - 1; t++) {
      const size = roots[t + 1]! - roots[t]!
      expect(size).toBeLessThanOrEqual(7)
      for (let node = roots[t]!; node < roots[t + 1]!; node++) {
        if (feature[node]! >= 0 && node > roots[t]!) expect(feature[roots[t]! + left[node]!]).toBe(-1)
      }
    }
  })

  it('stops on rows held out, and keeps the best rounds', async () => {
    const noisy = makeTask('boolean', { max_iter: 300, validation_split: 0.4, short_circuit_window: 10 })
    const random = new Random(1)
    const y = noisy.examples.y.map((label) => (random.uniform() < 0.3 ? 1 - label : label))
    const model = await trainHere({ ...noisy, examples: { ...noisy.examples, y } })
    expect(model.training.trees).toBeGreaterThan(5)
    expect(model.training.trees).toBeLessThan(150)
  })

  it('is steadied by L2: larger penalties, smaller leaves', async () => {
    const largest = async (l2_regularization: number) => {
      const model = await trainHere(makeTask('regression', { max_iter: 1, l2_regularization }))
      return Math.max(...model.trees.values.subarray(1).map(Math.abs))
    }
    expect(await largest(1000)).toBeLessThan((await largest(0)) / 2)
  })
})
