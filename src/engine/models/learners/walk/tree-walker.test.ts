import { describe, expect, it } from 'vitest'
import type { TrainTask } from '../../../../contract/learning.ts'
import { parseConfig } from '../parse-config.ts'
import { predict, predictRow } from '../predict.ts'
import { Random } from '../random.ts'
import { trainHere } from '../train-here.ts'

/** Numbers and levels with and without holes, and labels that hang on them. */
function makeTask(holes: number, levels: number, labels: number, config: object): TrainTask {
  const random = new Random(7)
  const rows = 700
  const columns = 5
  const X = Float32Array.from({ length: rows * columns }, (_, i) => {
    if (random.uniform() < holes) return Number.NaN
    return levels > 0 && i % columns === 2 ? random.below(levels) : random.uniform() * 4 - 2
  })
  const y = Float64Array.from({ length: rows }, (_, r) => {
    const sum = [0, 1, 2].reduce((total, c) => total + Math.abs(Math.trunc((X[r * columns + c] || 0) * 3)), 0)
    return sum % labels
  })
  return {
    examples: {
      features: Array.from({ length: columns }, (_, f) => ({
        name: `f${f}`,
        ...(f === 2 && levels > 0 && { levels: Array.from({ length: levels }, (_, i) => `level ${i}`) }),
      })),
      X,
      rows,
      y,
      labels: Array.from({ length: labels }, (_, k) => `label ${k}`),
    },
    mode: 'categorical',
    config: parseConfig(config),
    equalizationFactor: 0,
    seed: 3,
  }
}

const forest = {
  type: 'bagging',
  num_bags: 9,
  validation_split: 0,
  weak_learner: { type: 'decision_tree', random_feature_propn: 'sqrt' },
}

describe('many rows at once', () => {
  it.each([
    ['numbers', 0, 0, 2, forest],
    ['numbers with holes', 0.2, 0, 3, forest],
    ['levels', 0, 70, 3, forest],
    ['levels and numbers with holes', 0.2, 300, 2, forest],
    ['a tree for each label', 0.1, 40, 3, { type: 'gradient_boosting', max_iter: 5 }],
  ])('answer as each does alone: %s', async (_, holes, levels, labels, config) => {
    const task = makeTask(holes, levels, labels, config)
    const model = await trainHere(task)
    // Values that training never saw: a tree that had no hole at a node, a level that came later, infinities.
    const strange = [Number.NaN, Number.POSITIVE_INFINITY, 999, 5, Number.NEGATIVE_INFINITY]
    const X = Float32Array.of(...task.examples.X, ...strange, ...strange.map((x) => (x === 999 ? 1e6 : -x)))
    const rows = X.length / 5
    const width = model.labels.length
    const all = predict(model, X, rows)
    for (let r = 0; r < rows; r++)
      expect(all.slice(r * width, (r + 1) * width)).toEqual(predictRow(model, X.slice(5 * r, 5 * r + 5)))
  })

  it('answer as a large forest does when it is asked for row after row', async () => {
    const task = makeTask(0.1, 70, 2, { ...forest, num_bags: 120 })
    const { X, y } = task.examples
    // Labels by chance: trees grow until each row has a leaf of its own.
    const random = new Random(1)
    const examples = { ...task.examples, y: y.map(() => random.below(2)) }
    const model = await trainHere({ ...task, examples })
    expect(model.trees.feature.length).toBeGreaterThan(1 << 14)
    const all = predict(model, X, 700)
    for (let r = 0; r < 700; r++)
      expect(all.slice(2 * r, 2 * r + 2)).toEqual(predictRow(model, X.slice(5 * r, 5 * r + 5)))
  })
})
