import { describe, expect, it } from 'vitest'
import type { TrainTask } from '../../../contract/learning.ts'
import { describeModel, type NodeDetails } from './describe-model.ts'
import { explain } from './explain.ts'
import { loadModel } from './load-model.ts'
import { toModelFile } from './model-file.ts'
import { NAMED_CONFIGS } from './named-configs.ts'
import { parseConfig } from './parse-config.ts'
import { predict, predictRow } from './predict.ts'
import { Random } from './random.ts'
import { trainHere } from './train-here.ts'

/** Numbers with holes and a feature of levels; the label hangs on all of them. */
function makeTask(mode: TrainTask['mode'], config: unknown, labels = 3): TrainTask {
  const random = new Random(9)
  const rows = 120
  const X = new Float32Array(rows * 3)
  const y = new Float64Array(rows)
  for (let r = 0; r < rows; r++) {
    X[3 * r] = random.uniform() < 0.2 ? Number.NaN : random.uniform()
    X[3 * r + 1] = random.uniform()
    X[3 * r + 2] = random.below(5)
    const score = (Number.isNaN(X[3 * r]!) ? 1 : X[3 * r]!) + X[3 * r + 1]! + (X[3 * r + 2]! % 2)
    y[r] = mode === 'regression' ? score : Math.min(labels - 1, Math.floor(score))
  }
  const levels = ['a', 'b', 'c', 'd', 'e']
  return {
    examples: {
      features: [{ name: 'x' }, { name: 'y' }, { name: 'kind', levels }],
      X,
      rows,
      y,
      labels: mode === 'regression' ? [] : ['0', '1', '2'].slice(0, labels),
    },
    mode,
    config: parseConfig(config),
    equalizationFactor: 0.5,
    seed: 3,
  }
}

const TREE = { type: 'decision_tree', max_depth: 6 }
const cases: [string, TrainTask][] = [
  ['categorical, prob', makeTask('categorical', TREE)],
  ['categorical, gentle', makeTask('categorical', { ...TREE, update_alg: 'gentle' })],
  ['two labels, prob', makeTask('categorical', TREE, 2)],
  ['two labels, boosted', makeTask('categorical', { type: 'boosted_stumps', max_iter: 20 }, 2)],
  ['boolean, forest', makeTask('boolean', NAMED_CONFIGS.rf, 2)],
  ['regression', makeTask('regression', TREE)],
  ['regression, boosted', makeTask('regression', { type: 'boosting', max_iter: 20, weak_learner: TREE })],
]

describe.each(cases)('a model file: %s', (_, task) => {
  it('comes back as it was, and predicts the same', async () => {
    const model = await trainHere(task)
    const again = loadModel(toModelFile(model))
    expect(again).toEqual(model)
    const { X, rows } = task.examples
    expect(predict(again, X, rows)).toEqual(predict(model, X, rows))
  })

  it('predicts one row as it does many', async () => {
    const model = await trainHere(task)
    const { X, rows } = task.examples
    const all = predict(model, X, rows)
    const width = all.length / rows
    for (let r = 0; r < rows; r += 17) {
      const one = predictRow(model, X.slice(3 * r, 3 * r + 3))
      expect(Array.from(one)).toEqual(Array.from(all.subarray(r * width, (r + 1) * width)))
    }
  })

  it('explains each score as a sum', async () => {
    const model = await trainHere(task)
    const { X, rows } = task.examples
    const scores = predict(model, X, rows)
    const width = scores.length / rows
    for (let r = 0; r < rows; r += 7) {
      for (let label = 0; label < width; label++) {
        const { bias, contributions } = explain(model, X.subarray(3 * r, 3 * r + 3), label)
        const sum = contributions.reduce((a, b) => a + b, bias)
        expect(sum).toBeCloseTo(scores[r * width + label]!, 6)
      }
    }
  })
})

describe('loadModel', () => {
  it('rejects anything that is not a model, and never reads past a damaged one', async () => {
    const file = toModelFile(await trainHere(makeTask('categorical', TREE)))
    const x = Float32Array.of(0.5, Number.NaN, 2)
    expect(() => loadModel(new Uint8Array(0))).toThrow('not a classifier model')
    expect(() => loadModel(new TextEncoder().encode('<!doctype html><title>no</title>'))).toThrow(
      'no signature',
    )
    for (let length = 0; length < file.length; length += 13) {
      expect(() => loadModel(file.subarray(0, length))).toThrow('not a classifier model')
    }
    const random = new Random(1)
    let refused = 0
    for (let i = 0; i < 3000; i++) {
      const damaged = file.slice()
      for (let n = 0; n < 1 + (i % 4); n++) damaged[random.below(file.length)] = random.below(256)
      try {
        // What still loads must still end, with one number a label.
        expect(predictRow(loadModel(damaged), x)).toHaveLength(3)
      } catch (error) {
        expect(error).toMatchObject({ code: 'bad-file' })
        refused++
      }
    }
    expect(refused).toBeGreaterThan(500)
  })
})

describe('describeModel', () => {
  it('shows trees as they branch', async () => {
    const model = await trainHere(makeTask('categorical', { type: 'decision_tree', max_depth: 2 }))
    const details = describeModel(model)
    expect(details.trees).toHaveLength(1)
    const count = (node: NodeDetails): number =>
      1 + [node.left, node.right, node.missing].reduce((sum, child) => sum + (child ? count(child) : 0), 0)
    expect(count(details.trees[0]!.root)).toBe(model.training.nodes)
    const text = JSON.stringify(details.trees)
    expect(text).toContain('"levels":["')
    expect(text).toContain('"missing":{')
    expect(details.trees[0]!.root.rows).toBe(120)
  })

  it('leaves out what is too much, and says so', async () => {
    const model = await trainHere(makeTask('boolean', NAMED_CONFIGS.rf, 2))
    const details = describeModel(model, 200)
    expect(details.trees.length + details.treesLeftOut!).toBe(100)
  })
})
