import { describe, expect, it } from 'vitest'
import golden from '../../../../../tests/golden/learners/general.json' with { type: 'json' }
import type { Examples, TrainTask } from '../../../../contract/learning.ts'
import { parseConfig } from '../parse-config.ts'
import { layoutRows } from '../perceptron/layout-rows.ts'
import { Network, type Targets } from '../perceptron/network.ts'
import { trainGeneralHere } from '../train-here.ts'
import { createDesign } from './design.ts'
import { toGeneralExamples } from './general-examples.ts'
import type { LinearPart, SumPart } from './part.ts'
import { createRowScorer } from './score-rows.ts'

// scikit-learn's and numpy's results: tests/golden/learners/make-general.py.

const rows = golden.X.length
const columns = golden.X[0]!.length

function examplesOf(y: readonly number[], mode: string): Examples {
  const count = mode === 'regression' ? 0 : Math.max(...y) + 1
  return {
    features: Array.from({ length: columns }, (_, f) => ({ name: `f${f}` })),
    X: Float32Array.from(golden.X.flat()),
    rows,
    y: Float64Array.from(y),
    labels: Array.from({ length: count }, (_, k) => k),
  }
}

const taskOf = (examples: Examples, mode: TrainTask['mode'], config: unknown): TrainTask => ({
  examples,
  mode,
  config: parseConfig(config),
  equalizationFactor: 0,
  seed: 1,
})

/** Weights by feature, whatever terms were left out. */
function weightsOf({ terms, weights, outputs }: LinearPart): number[][] {
  const size = terms.feature.length
  return Array.from({ length: outputs }, (_, k) => {
    const row = new Array<number>(columns).fill(0)
    terms.feature.forEach((f, t) => {
      row[f] = weights[k * size + t]!
    })
    return row
  })
}

describe('glz', () => {
  it.each(
    golden.glz.map(
      (c) =>
        [
          `${c.name}, factor ${'regularization_factor' in c.config ? c.config.regularization_factor : 'none'}${c.weighted ? ', weighted' : ''}`,
          c,
        ] as const,
    ),
  )(
    'has the weights of the reference to 1e-4: %s',
    async (_, { mode, y, config, weighted, weights, bias }) => {
      const examples = examplesOf(y, mode)
      if (weighted) examples.weights = Float64Array.from(golden.sampleWeights)
      const { part } = await trainGeneralHere(taskOf(examples, mode as TrainTask['mode'], config))
      const linear = part as LinearPart
      expect(linear.outputs).toBe(weights.length)
      weightsOf(linear).forEach((own, k) => {
        own.forEach((weight, f) => {
          expect(Math.abs(weight - weights[k]![f]!)).toBeLessThan(1e-4)
        })
        expect(Math.abs(linear.bias[k]! - bias[k]!)).toBeLessThan(1e-4)
      })
    },
  )
})

describe('naive_bayes', () => {
  it('has the posteriors of the reference', async () => {
    const { y, level, thresholds, scores } = golden.bayes
    const examples = examplesOf(y, 'categorical')
    examples.features = [...examples.features, { name: 'level', levels: ['a', 'b', 'c', 'd'] }]
    examples.X = Float32Array.from(golden.X.flatMap((row, r) => [...row, level[r]!]))
    const model = await trainGeneralHere(taskOf(examples, 'categorical', { type: 'naive_bayes' }))
    expect(model.part.kind === 'bayes' && Array.from(model.part.threshold.subarray(0, columns))).toEqual(
      thresholds,
    )
    const own = createRowScorer(model)(examples.X, rows)
    scores.flat().forEach((score, i) => {
      expect(own[i]).toBeCloseTo(score, 9)
    })
  })
})

describe('perceptron', () => {
  it.each(golden.network)(
    'takes the steps of the reference: $name',
    ({ name, y, weights, biases, ...after }) => {
      const labels = name === 'softmax' ? 3 : 0
      const examples = toGeneralExamples(
        examplesOf(y, labels ? 'categorical' : 'regression'),
        labels ? 'categorical' : 'regression',
        new Float64Array(rows).fill(1 / rows),
      )
      const layout = layoutRows(createDesign(examples, true))
      const network = new Network(
        {
          sizes: [columns, 4, 3, labels || 1],
          weights: weights.map((layer) => Float64Array.from(layer)),
          biases: biases.map((layer) => Float64Array.from(layer)),
        },
        'tanh',
        labels ? 'softmax' : 'identity',
      )
      const mean = y.reduce((sum, v) => sum + v, 0) / rows
      const deviation = Math.sqrt(y.reduce((sum, v) => sum + (v - mean) ** 2, 0) / rows)
      const targets: Targets = labels
        ? {
            cost: 'cross-entropy',
            values: Float64Array.from(y.flatMap((k) => [0, 1, 2].map((l) => (l === k ? 1 : 0)))),
          }
        : { cost: 'squares', values: Float64Array.from(y, (v) => (v - mean) / deviation) }
      const all = Int32Array.from({ length: rows }, (_, r) => r)
      for (let step = 0; step < 7; step++) network.step(layout, all, examples.weights, targets, 0.05)
      const flat = (layers: readonly (readonly number[] | Float64Array)[]) =>
        layers.flatMap((layer) => [...layer])
      flat(network.layers.weights).forEach((w, i) => {
        expect(w).toBeCloseTo(flat(after.afterWeights)[i]!, 6)
      })
      flat(network.layers.biases).forEach((b, i) => {
        expect(b).toBeCloseTo(flat(after.afterBiases)[i]!, 6)
      })
    },
  )
})

describe('boosting of any learner', () => {
  it.each(golden.boosting)(
    'has the rounds of the reference: $name',
    async ({ y, rounds, scales, predicted }) => {
      const config = {
        type: 'boosting',
        min_iter: 1,
        max_iter: 6,
        resample: false,
        weak_learner: { type: 'glz', regularization_factor: 1e-2 },
      }
      const examples = examplesOf(y, 'categorical')
      const model = await trainGeneralHere(taskOf(examples, 'categorical', config))
      const part = model.part as SumPart
      expect(part.parts).toHaveLength(rounds)
      scales.slice(0, rounds).forEach((scale, i) => {
        expect(part.scales[i]).toBeCloseTo(scale, 6)
      })
      const scores = createRowScorer(model)(examples.X, rows)
      const labels = model.labels.length
      const own = y.map((_, r) => {
        const row = Array.from(scores.subarray(r * labels, (r + 1) * labels))
        return row.indexOf(Math.max(...row))
      })
      expect(own).toEqual(predicted)
    },
  )
})
