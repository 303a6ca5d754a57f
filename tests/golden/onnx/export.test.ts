import { describe, expect, test } from 'vitest'
import type { TrainTask } from '../../../src/contract/learning.ts'
import { NAMED_CONFIGS } from '../../../src/engine/models/learners/named-configs.ts'
import { parseConfig } from '../../../src/engine/models/learners/parse-config.ts'
import { isTreeConfig } from '../../../src/engine/models/learners/parts/general-config.ts'
import { Random } from '../../../src/engine/models/learners/random.ts'
import { trainGeneralHere, trainHere } from '../../../src/engine/models/learners/train-here.ts'
import { penguins } from './penguins.ts'
import { randomModel, randomRows } from './random-trees.ts'
import { compareOnnx } from './run-onnx.ts'
import { worstExplanation } from './worst-explanation.ts'

// What onnxruntime (its WebAssembly) scores is what we score, and what is read back from the file; and what explains a score
// adds up to it. ONNX=all runs every named configuration in every mode.

const train = (task: TrainTask) =>
  task.mode !== 'multilabel' && isTreeConfig(task.config) ? trainHere(task) : trainGeneralHere(task)

type Mode = 'categorical' | 'boolean' | 'regression'

const taskOf = (mode: Mode, configuration: unknown): TrainTask => ({
  ...penguins(mode),
  config: parseConfig(configuration),
  equalizationFactor: 0.5,
  seed: 1,
})

const EVERY = (['categorical', 'boolean', 'regression'] as const).flatMap((mode) =>
  Object.entries(NAMED_CONFIGS)
    .filter(([name]) => mode !== 'regression' || !['naive_bayes', 'glz', 'glz2', 'bglz'].includes(name))
    .map(([, configuration]) => [mode, configuration] as const),
)
const SOME: [Mode, unknown][] = [
  ['categorical', { ...(NAMED_CONFIGS.bbdt as object), num_bags: 2 }],
  ['categorical', { type: 'gradient_boosting', max_iter: 8 }],
  ['categorical', NAMED_CONFIGS.glz],
  ['categorical', NAMED_CONFIGS.naive_bayes],
  ['boolean', { ...(NAMED_CONFIGS.rf as object), num_bags: 10 }],
  ['boolean', { type: 'gradient_boosting', max_iter: 8 }],
  ['boolean', NAMED_CONFIGS.naive_bayes],
  ['regression', NAMED_CONFIGS.dt],
  ['regression', { type: 'gradient_boosting', max_iter: 8 }],
]

test.each(process.env.ONNX === 'all' ? EVERY : SOME)('%s penguins by %j', async (mode, configuration) => {
  const task = taskOf(mode, configuration)
  const model = await train(task)
  const { worst, labels } = await compareOnnx(model, task.examples)
  expect(worst).toBeLessThan(2e-6)
  expect(worstExplanation(model, task.examples)).toBeLessThan(1e-9)
  if (mode === 'categorical') {
    const right = Array.from(
      labels as string[],
      (label, r) => label === task.examples.labels[task.examples.y[r]!],
    )
    expect(right.filter(Boolean).length / right.length).toBeGreaterThan(0.95)
  }
})

describe('parts of all kinds', () => {
  const tree = { type: 'decision_tree', max_depth: 2 }
  const glz = (link_function: string) => ({ type: 'glz', link_function, normalize: false })
  const nn = (activation: string) => ({ type: 'perceptron', arch: '5', max_iter: 3, activation })
  const cases: [Mode, object][] = [
    ['boolean', glz('probit')],
    ['boolean', glz('comp_log_log')],
    ['boolean', glz('linear')],
    ['regression', glz('log')],
    ['regression', glz('linear')],
    ['boolean', nn('logistic')],
    ['categorical', nn('tanh')],
    ['regression', nn('relu')],
    ['boolean', { type: 'boosted_stumps', max_iter: 5 }],
    ['regression', { type: 'boosting', max_iter: 4, weak_learner: tree }],
    ['boolean', { type: 'bagging', num_bags: 2, weak_learner: glz('logit') }],
    ['boolean', { type: 'bagging', num_bags: 2, weak_learner: glz('probit') }],
    ['boolean', { type: 'bagging', num_bags: 2, weak_learner: glz('comp_log_log') }],
    ['boolean', { type: 'bagging', num_bags: 2, weak_learner: nn('identity') }],
    ['boolean', { type: 'boosting', max_iter: 3, weak_learner: { type: 'naive_bayes' } }],
    [
      'categorical',
      {
        type: 'bagging',
        num_bags: 2,
        weak_learner: { type: 'boosting', max_iter: 3, weak_learner: { type: 'naive_bayes' } },
      },
    ],
    [
      'categorical',
      { type: 'boosting', max_iter: 3, weak_learner: { type: 'bagging', num_bags: 2, weak_learner: tree } },
    ],
  ]
  test.each(cases)('%s: %j', async (mode, configuration) => {
    const task = taskOf(mode, configuration)
    const model = await train(task)
    const { worst } = await compareOnnx(model, task.examples)
    expect(worst).toBeLessThan(2e-6)
    expect(worstExplanation(model, task.examples)).toBeLessThan(1e-9)
  })

  test('several labels a row', async () => {
    const given = taskOf('categorical', NAMED_CONFIGS.dt)
    const { rows, y } = given.examples
    const labelSets = {
      offsets: Uint32Array.from({ length: rows + 1 }, (_, r) => r),
      labels: Uint32Array.from(y),
    }
    const examples = { ...given.examples, y: new Float64Array(0), labelSets }
    const { worst } = await compareOnnx(await train({ ...given, mode: 'multilabel', examples }), examples)
    expect(worst).toBeLessThan(2e-6)
  })
})

test.each([1, 4])('splits of levels and every way of missing values, %i outputs', async (outputs) => {
  const random = new Random(outputs)
  const { worst } = await compareOnnx(randomModel(random, outputs, 30), randomRows(random, 500))
  expect(worst).toBeLessThan(2e-6)
})
