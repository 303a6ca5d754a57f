import * as ort from 'onnxruntime-web'
import { describe, expect, test } from 'vitest'
import type { TrainTask } from '../../../src/contract/learning.ts'
import { parseConfig } from '../../../src/engine/models/learners/parse-config.ts'
import { isTreeConfig } from '../../../src/engine/models/learners/parts/general-config.ts'
import type { AnyModel } from '../../../src/engine/models/learners/parts/general-model.ts'
import { createRowScorer } from '../../../src/engine/models/learners/parts/score-rows.ts'
import { Random } from '../../../src/engine/models/learners/random.ts'
import { trainGeneralHere, trainHere } from '../../../src/engine/models/learners/train-here.ts'
import { exportOnnx } from '../../../src/engine/models/onnx/export-onnx.ts'
import { importOnnx } from '../../../src/engine/models/onnx/import-onnx.ts'
import { type AttributeValue, OnnxWriter } from '../../../src/engine/models/onnx/onnx-writer.ts'
import golden from './files.json' with { type: 'json' }
import { classifierFile, fileOf, OPSETS, treeAttributes } from './foreign-files.ts'
import { penguins } from './penguins.ts'
import { randomModel } from './random-trees.ts'
import { runOnnx } from './run-onnx.ts'

// MUTATIONS: how many damaged files of each of seven kinds are read, 40 by default.
const MUTATIONS = Number(process.env.MUTATIONS ?? 40)

const train = (task: TrainTask): Promise<AnyModel> =>
  isTreeConfig(task.config) ? trainHere(task) : trainGeneralHere(task)

/** Rows of numbers on and off the thresholds, and the scores of a file's model by us and by onnxruntime. */
async function bothScores(file: Uint8Array, columns: number, hasMissing: boolean) {
  const random = new Random(3)
  const rows = 300
  const X = Float32Array.from({ length: rows * columns }, () => {
    const at = random.below(5)
    if (at === 0 && hasMissing) return Number.NaN
    return at < 3 ? Math.fround(random.below(20) / 10 - 1) : random.uniform() * 2 - 1
  })
  const ours = createRowScorer(importOnnx(file))(X, rows)
  const { scores } = await runOnnx(file, { x: new ort.Tensor('float32', X, [rows, columns]) })
  return { ours, theirs: scores!.data as Float32Array }
}

async function expectSame(file: Uint8Array, columns: number, hasMissing = false): Promise<void> {
  const { ours, theirs } = await bothScores(file, columns, hasMissing)
  expect(ours).toHaveLength(theirs.length)
  const worst = ours.reduce((most, score, i) => Math.max(most, Math.abs(score - theirs[i]!)), 0)
  expect(worst).toBeLessThan(1e-5)
}

const MODES = ['BRANCH_LEQ', 'BRANCH_LT', 'BRANCH_GT', 'BRANCH_GTE']

describe('files as other programs write them score as onnxruntime scores them', () => {
  const random = new Random(11)
  const labels = (count: number): AttributeValue => ({
    ints: Array.from({ length: count }, (_, k) => 10 + k),
  })

  test.each(['NONE', 'SOFTMAX', 'LOGISTIC'])(
    'TreeEnsembleClassifier of three labels, %s',
    async (transform) => {
      const attributes = {
        ...treeAttributes(random, { outputs: 3, prefix: 'class', modes: MODES }),
        classlabels_int64s: labels(3),
        base_values: { floats: [0.1, -0.2, 0.3] },
        post_transform: { string: transform },
      }
      const file = classifierFile('TreeEnsembleClassifier', 3, attributes)
      await expectSame(file, 3, true)
      expect(importOnnx(file).labels).toEqual([10, 11, 12])
    },
  )

  test.each([
    ['NONE', false, []],
    ['NONE', true, []],
    ['LOGISTIC', false, []],
    ['LOGISTIC', false, [0.3]],
    ['LOGISTIC', true, []],
  ] as const)(
    'one sum for two labels, as of XGBoost: %s, positive %s, base %j',
    async (transform, positive, base) => {
      const attributes = {
        ...treeAttributes(random, { outputs: 2, prefix: 'class', modes: MODES, positive, lone: true }),
        classlabels_int64s: labels(2),
        ...(base.length > 0 && { base_values: { floats: base } }),
        post_transform: { string: transform },
      }
      await expectSame(classifierFile('TreeEnsembleClassifier', 3, attributes), 3, true)
    },
  )

  test.each(['SUM', 'AVERAGE'])('TreeEnsembleRegressor: %s, after a Scaler', async (aggregate) => {
    const attributes = {
      ...treeAttributes(random, { outputs: 1, prefix: 'target', modes: ['BRANCH_LEQ'] }),
      n_targets: { int: 1 },
      base_values: { floats: [2.5] },
      aggregate_function: { string: aggregate },
    }
    const file = fileOf(3, (writer, x) =>
      writer.mlNode(
        'TreeEnsembleRegressor',
        [
          writer.mlNode('Scaler', [x], {
            offset: { floats: [0.1, 0.2, -0.3] },
            scale: { floats: [0.5, -2, 1.3] },
          }),
        ],
        attributes,
      ),
    )
    await expectSame(file, 3, true)
  })

  test.each([
    [3, 'NONE'],
    [3, 'SOFTMAX'],
    [2, 'LOGISTIC'],
    [1, 'NONE'],
    [1, 'LOGISTIC'],
  ])('LinearClassifier: %i sums, %s', async (sums, transform) => {
    const attributes = {
      coefficients: { floats: Array.from({ length: 3 * sums }, () => random.uniform() * 2 - 1) },
      intercepts: { floats: Array.from({ length: sums }, () => random.uniform()) },
      classlabels_ints: labels(sums === 1 ? 2 : sums),
      post_transform: { string: transform },
    }
    await expectSame(classifierFile('LinearClassifier', 3, attributes), 3)
  })

  test('LinearRegressor after an Imputer and a Scaler', async () => {
    const file = fileOf(2, (writer, x) => {
      const filled = writer.mlNode('Imputer', [x], {
        imputed_value_floats: { floats: [0.5, -0.25] },
        replaced_value_float: { float: Number.NaN },
      })
      const scaled = writer.mlNode('Scaler', [filled], {
        offset: { floats: [1, 2] },
        scale: { floats: [2, 0.5] },
      })
      return writer.mlNode('LinearRegressor', [scaled], {
        coefficients: { floats: [0.7, -1.5] },
        intercepts: { floats: [3] },
        targets: { int: 1 },
      })
    })
    await expectSame(file, 2, true)
  })

  test('texts by OneHotEncoder, ZipMap left aside', () => {
    const writer = new OnnxWriter()
    writer.input('colour', 'STRING', [-1, 1])
    const hot = writer.mlNode('OneHotEncoder', ['colour'], {
      cats_strings: { strings: ['red', 'blue'] },
      zeros: { int: 1 },
    })
    writer.mlNode(
      'LinearClassifier',
      [hot],
      {
        coefficients: { floats: [1, 2, 3, 4] },
        intercepts: { floats: [0.5, 0] },
        classlabels_strings: { strings: ['no', 'yes'] },
      },
      ['label', 'raw'],
    )
    writer.mlNode('ZipMap', ['raw'], { classlabels_strings: { strings: ['no', 'yes'] } }, ['scores'])
    writer.output('label', 'STRING', [-1])
    writer.output('scores', 'FLOAT', [-1, 2])
    const model = importOnnx(writer.finish(OPSETS))
    expect(model).toMatchObject({
      features: [{ name: 'colour', levels: ['red', 'blue'] }],
      labels: ['no', 'yes'],
      mode: 'categorical',
    })
    expect(Array.from(createRowScorer(model)(Float32Array.of(0, 1, Number.NaN), 3))).toEqual([
      1.5, 3, 2.5, 4, 0.5, 0,
    ])
  })
})

describe('files that the onnx library wrote of models of scikit-learn (make-onnx.py)', () => {
  test.each(golden.cases.map(({ name, ...rest }) => [name, rest] as const))(
    '%s',
    async (_, { file, scores }) => {
      const model = importOnnx(Buffer.from(file, 'base64'))
      const X = Float32Array.from(golden.rows.flat())
      const own = createRowScorer(model)(X, golden.rows.length)
      // A boolean model has the score of true alone.
      const expected = scores.flatMap((row) =>
        typeof row === 'number' ? [row] : model.mode === 'boolean' ? [row[1]!] : row,
      )
      expect(own).toHaveLength(expected.length)
      expected.forEach((score, i) => {
        expect(own[i]).toBeCloseTo(score, 5)
      })
    },
  )
})

/** Naive Bayes of one column among a million, and of a thousand labels. */
function endlessBayes(): Uint8Array {
  const writer = new OnnxWriter()
  const labels = 1000
  for (const [name, columns] of [
    ['x', 1],
    ['others', 999_999],
  ] as const)
    writer.input(name, 'FLOAT', [-1, columns])
  const below = writer.node('LessOrEqual', ['x', writer.constant(Float32Array.of(0), [1, 1])])
  const size = writer.node('Abs', ['x'])
  const there = writer.node('LessOrEqual', [size, writer.constant(Float32Array.of(3.4028234e38), [1])])
  const is = writer.node('Cast', [writer.node('And', [below, there])], { to: { int: 11 } })
  const table = writer.constant(new Float64Array(labels).fill(1), [1, labels])
  writer.node('Softmax', [writer.node('MatMul', [is, table])], { axis: { int: 1 } }, 'scores')
  writer.output('scores', 'DOUBLE', [-1, labels])
  return writer.finish(OPSETS)
}

describe('what is not read is refused with the reason', () => {
  const tree = () => treeAttributes(new Random(1), { outputs: 1, prefix: 'target', modes: ['BRANCH_LEQ'] })
  const regressor = (change: Record<string, AttributeValue>) =>
    fileOf(3, (writer, x) => writer.mlNode('TreeEnsembleRegressor', [x], { ...tree(), ...change }))
  test.each([
    [
      'another operation',
      fileOf(3, (writer, x) => writer.node('Conv', [x])),
      'not-supported',
      'operation Conv',
    ],
    [
      'PROBIT',
      regressor({ n_targets: { int: 2 }, post_transform: { string: 'PROBIT' } }),
      'not-supported',
      'inverse of the normal',
    ],
    ['MAX', regressor({ aggregate_function: { string: 'MAX' } }), 'not-supported', 'MAX'],
    [
      'equal numbers',
      regressor({
        nodes_modes: { strings: Array.from({ length: 75 }, (_, i) => (i % 15 > 6 ? 'LEAF' : 'BRANCH_EQ')) },
      }),
      'not-supported',
      'equals another',
    ],
    [
      'a circle',
      regressor({
        nodes_modes: {
          strings: Array.from({ length: 75 }, (_, i) => (i % 15 > 7 ? 'LEAF' : 'BRANCH_LEQ')),
        },
        nodes_truenodeids: {
          ints: Array.from({ length: 75 }, (_, i) => (i % 15 === 7 ? 1 : i % 15 > 7 ? 0 : 2 * (i % 15) + 1)),
        },
        nodes_falsenodeids: {
          ints: Array.from({ length: 75 }, (_, i) => (i % 15 === 7 ? 8 : i % 15 > 7 ? 0 : 2 * (i % 15) + 2)),
        },
      }),
      'bad-file',
      'lead back',
    ],
    ['too few nodes', regressor({ nodes_values: { floats: [1] } }), 'bad-file', 'nodes_values'],
    [
      'a column that is not there',
      fileOf(1, (writer, x) => writer.mlNode('TreeEnsembleRegressor', [x], tree())),
      'bad-file',
      'column',
    ],
    ['more likelihoods than memory holds', endlessBayes(), 'not-supported', 'likelihoods'],
    ['nothing', new Uint8Array([8, 8, 18, 0]), 'bad-file', 'no graph'],
  ])('%s', (_, file, code, message) => {
    let error: unknown
    try {
      importOnnx(file)
    } catch (caught) {
      error = caught
    }
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) })
  })

  test('another number of names', () => {
    expect(() => importOnnx(regressor({}), ['a'])).toThrow('featureNames has 1 names')
    expect(importOnnx(regressor({}), ['a', 'b', 'c']).features).toEqual([
      { name: 'a' },
      { name: 'b' },
      { name: 'c' },
    ])
  })
})

test('a damaged file is refused with a typed error, or still scores', async () => {
  const random = new Random(5)
  const given = penguins('categorical')
  const models: AnyModel[] = [randomModel(random, 2, 3)]
  for (const configuration of [
    { type: 'glz' },
    { type: 'perceptron', max_iter: 2 },
    { type: 'gradient_boosting', max_iter: 2 },
    { type: 'glz', link_function: 'probit' },
    { type: 'glz', link_function: 'comp_log_log' },
    { type: 'boosting', max_iter: 2, weak_learner: { type: 'naive_bayes' } },
  ]) {
    const config = parseConfig(configuration)
    models.push(await train({ ...given, config, equalizationFactor: 0, seed: 1 }))
  }
  let refused = 0
  let slowest = 0
  for (const model of models) {
    const file = exportOnnx(model)
    for (let i = 0; i < MUTATIONS; i++) {
      const damaged = file.slice(0, random.uniform() < 0.1 ? random.below(file.length) : file.length)
      for (let n = random.below(4); n >= 0; n--)
        damaged[random.below(damaged.length)] = [0, 255, 127, 128, random.below(256)][random.below(5)]!
      const start = performance.now()
      try {
        const again = importOnnx(damaged)
        createRowScorer(again)(new Float32Array(again.features.length).fill(0.5), 1)
      } catch (error) {
        expect(['bad-file', 'not-supported']).toContain((error as { code?: string }).code)
        refused++
      }
      slowest = Math.max(slowest, performance.now() - start)
    }
  }
  // Not how fast it is: a file that asks for endless work would take far longer.
  expect(slowest).toBeLessThan(2000)
  expect(refused).toBeGreaterThan(MUTATIONS)
})
