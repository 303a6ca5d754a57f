import { describe, expect, it } from 'vitest'
import golden from '../../../../tests/golden/learners/trees.json' with { type: 'json' }
import type { TrainTask } from '../../../contract/learning.ts'
import { parseConfig } from './parse-config.ts'
import { predict } from './predict.ts'
import { trainHere } from './train-here.ts'

/** The golden file's training set, for one of its cases. */
function taskOf(golden_: typeof golden, index: number): TrainTask {
  const { mode, y, depth } = golden_.cases[index]!
  const labels = mode === 'regression' ? [] : [...new Set(y)].sort()
  return {
    examples: {
      features: golden_.X[0]!.map((_, f) => ({ name: `f${f}` })),
      X: Float32Array.from(golden_.X.flat()),
      rows: golden_.X.length,
      y: Float64Array.from(y),
      labels,
      weights: Float64Array.from(golden_.weights),
    },
    mode: mode as TrainTask['mode'],
    config: parseConfig({ type: 'decision_tree', max_depth: depth }),
    equalizationFactor: 0,
    seed: 1,
  }
}

describe('a decision tree against scikit-learn', () => {
  it.each(
    golden.cases.map(({ mode, depth, scores }, index) => ({ mode, depth, labels: scores[0]!.length, index })),
  )('$mode, $labels output(s), depth $depth', async ({ index }) => {
    const model = await trainHere(taskOf(golden, index))
    const scores = predict(model, Float32Array.from(golden.test.flat()), golden.test.length)
    const expected = golden.cases[index]!.scores.flat()
    expect(scores).toHaveLength(expected.length)
    const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - scores[i]!)), 0)
    // Leaves are stored in single precision.
    expect(worst).toBeLessThan(1e-6)
  })
})
