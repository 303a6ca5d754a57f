import { deflateSync, inflateSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { FeatureSpec, TrainTask } from '../../../../contract/learning.ts'
import { crc32 } from '../../sources/crc32.ts'
import { toModelFile } from '../model-file.ts'
import { NAMED_CONFIGS } from '../named-configs.ts'
import { parseConfig } from '../parse-config.ts'
import { isTreeConfig } from '../parts/general-config.ts'
import { toGeneralFile } from '../parts/general-file.ts'
import { type AnyModel, isGeneral } from '../parts/general-model.ts'
import { loadAnyModel } from '../parts/load-any-model.ts'
import { createRowScorer } from '../parts/score-rows.ts'
import { Random } from '../random.ts'
import { trainGeneralHere, trainHere } from '../train-here.ts'
import { groupFeatures, ungroupFeatures } from './group-features.ts'
import { readModelFile } from './read-model-file.ts'
import { HEADER_AT, writeModelFile } from './write-model-file.ts'

// MUTATIONS: how many damaged files of each kind are read, 100 by default.
const MUTATIONS = Number(process.env.MUTATIONS ?? 100)

const LEVELS = ['a', 'b', 'c', 'd', 'e']

/** Numbers with holes and a feature of levels; the label hangs on all of them. */
function makeTask(mode: TrainTask['mode'], config: unknown): TrainTask {
  const random = new Random(9)
  const rows = 120
  const X = new Float32Array(rows * 3)
  const y = new Float64Array(rows)
  for (let r = 0; r < rows; r++) {
    X[3 * r] = random.uniform() < 0.2 ? Number.NaN : random.uniform()
    X[3 * r + 1] = random.uniform()
    X[3 * r + 2] = random.uniform() < 0.1 ? Number.NaN : random.below(5)
    const score = (X[3 * r]! || 1) + X[3 * r + 1]! + ((X[3 * r + 2]! || 0) % 2)
    y[r] = mode === 'regression' ? score : Math.min(mode === 'boolean' ? 1 : 2, Math.floor(score))
  }
  const labels = mode === 'regression' ? [] : mode === 'boolean' ? ['0', '1'] : ['x', 'y', 'z']
  const features = [{ name: 'x' }, { name: 'y' }, { name: 'kind', levels: LEVELS }]
  const several = mode === 'multilabel' && {
    y: new Float64Array(0),
    labelSets: { offsets: Uint32Array.from({ length: rows + 1 }, (_, r) => r), labels: Uint32Array.from(y) },
  }
  return {
    examples: { features, X, rows, y, labels, ...several },
    ...{ mode, config: parseConfig(config), equalizationFactor: 0.5, seed: 3 },
  }
}

const train = (task: TrainTask): Promise<AnyModel> =>
  task.mode !== 'multilabel' && isTreeConfig(task.config) ? trainHere(task) : trainGeneralHere(task)

const TREE = { type: 'decision_tree', max_depth: 4 }
const KINDS: [string, TrainTask][] = [
  ['tree', makeTask('categorical', TREE)],
  ['forest', makeTask('boolean', { ...(NAMED_CONFIGS.rf as object), num_bags: 5 })],
  ['gradient boosting', makeTask('categorical', { type: 'gradient_boosting', max_iter: 4 })],
  ['boosted trees', makeTask('regression', { type: 'boosting', max_iter: 5, weak_learner: TREE })],
  ['linear', makeTask('categorical', NAMED_CONFIGS.glz)],
  ['bayes', makeTask('categorical', NAMED_CONFIGS.naive_bayes)],
  ['network', makeTask('regression', { type: 'perceptron', arch: '4', max_iter: 2 })],
  [
    'bags of linear ones',
    makeTask('boolean', { type: 'bagging', num_bags: 3, weak_learner: { type: 'glz' } }),
  ],
  [
    'boosting of bayes',
    makeTask('categorical', { type: 'boosting', max_iter: 3, weak_learner: { type: 'naive_bayes' } }),
  ],
  ['one for each label', makeTask('multilabel', TREE)],
]

const plainFile = (model: AnyModel) => (isGeneral(model) ? toGeneralFile(model) : toModelFile(model))

describe.each(KINDS)('%s', (_, task) => {
  test('scores the same bit for bit from a file of either version', async () => {
    const model = await train(task)
    const { X, rows } = task.examples
    const scores = createRowScorer(model)(X, rows)
    const packed = writeModelFile(model, { algorithm: 'a', trainingData: { query: 'SELECT 1' } })
    for (const file of [packed, plainFile(model)])
      expect(createRowScorer(loadAnyModel(file))(X, rows)).toEqual(scores)
    const { model: again, facts } = readModelFile(packed)
    expect(facts).toEqual({ software: 'MLDB Web', algorithm: 'a', trainingData: { query: 'SELECT 1' } })
    expect({ ...again, trees: 0, part: 0 }).toEqual({ ...model, trees: 0, part: 0 })
    expect(writeModelFile(again, facts)).toEqual(packed)
  })

  test('a damaged file is refused, or still scores', async () => {
    const model = await train(task)
    const x = Float32Array.of(0.5, Number.NaN, 2)
    const random = new Random(7)
    const files = [plainFile(model), writeModelFile(model, {})]
    let refused = 0
    for (let i = 0; i < MUTATIONS; i++) {
      for (const [kind, file] of files.entries()) {
        const damaged = kind === 1 && i % 2 === 0 ? damagePacked(file, random) : damage(file, random)
        try {
          const again = loadAnyModel(damaged)
          const scores = createRowScorer(again)(x.slice(0, again.features.length), 1)
          expect(scores.length).toBeLessThan(1000)
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-file' })
          refused++
        }
      }
    }
    expect(refused).toBeGreaterThan(MUTATIONS / 2)
  })
})

/** Bytes changed, cut off or doubled. */
function damage(file: Uint8Array, random: Random): Uint8Array {
  const damaged = file.slice(0, random.uniform() < 0.2 ? random.below(file.length) : file.length)
  for (let n = random.below(4); n >= 0 && damaged.length > 0; n--) {
    damaged[random.below(damaged.length)] = [0, 255, 127, 128, random.below(256)][random.below(5)]!
  }
  return damaged
}

/** Damage under a checksum that is right: in the header, or in the body before it is packed. */
function damagePacked(file: Uint8Array, random: Random): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset)
  const end = HEADER_AT + view.getUint32(8, true)
  const header = JSON.parse(new TextDecoder().decode(file.subarray(HEADER_AT, end)))
  const model = readModelFile(file)
  let text = file.subarray(HEADER_AT, end)
  let body = file.subarray(end)
  if (random.uniform() < 0.4) text = damage(text, random)
  else {
    const plain = damage(bodyOf(model.model), random)
    body = deflateSync(plain)
    text = new TextEncoder().encode(
      JSON.stringify({ ...header, body: { encoding: 'deflate', size: plain.length } }),
    )
  }
  const damaged = new Uint8Array(HEADER_AT + text.length + body.length)
  damaged.set(file.subarray(0, 8))
  damaged.set(text, HEADER_AT)
  damaged.set(body, HEADER_AT + text.length)
  const target = new DataView(damaged.buffer)
  target.setUint32(8, text.length, true)
  target.setUint32(12, crc32(damaged.subarray(HEADER_AT)), true)
  return damaged
}

/** The body of a model's file as it is before it is packed. */
function bodyOf(model: AnyModel): Uint8Array {
  const file = writeModelFile(model, {})
  const view = new DataView(file.buffer)
  const end = HEADER_AT + view.getUint32(8, true)
  const { body } = JSON.parse(new TextDecoder().decode(file.subarray(HEADER_AT, end)))
  const packed = file.subarray(end)
  return body.encoding === 'stored' ? packed : inflateSync(packed)
}

describe('features', () => {
  const names = (...all: string[]): FeatureSpec[] => all.map((name) => ({ name }))
  test.each([
    ['nothing', names(), 0],
    ['an embedding among others', names('a', 'v.0.0', 'v.0.1', 'v.1.0', 'v.1.1', 'b'), 3],
    ['two embeddings', names('v.0', 'v.1', 'w.0', 'w.1', 'w.2'), 2],
    ['one that lacks a number', names('v.0.0', 'v.0.1', 'v.1.1'), 3],
    ['one in another order', names('v.1', 'v.0'), 2],
    ['a name that only ends so', names('v.0'), 1],
    ['a level in between', [{ name: 'v.0' }, { name: 'v.1', levels: ['a'] }, { name: 'v.2' }], 3],
    ['numbers with leading zeros', names('v.0', 'v.01'), 2],
    ['an empty name', names('.0', '.1'), 1],
  ])('are grouped and come back: %s', (_, features, groups) => {
    expect(groupFeatures(features)).toHaveLength(groups)
    expect(ungroupFeatures(groupFeatures(features))).toEqual(features)
  })

  test('a few bytes do not become a billion names', () => {
    const group = { name: 'v', type: 'number', shape: [1000, 1000, 1000] }
    expect(() => ungroupFeatures([group])).toThrow('features')
    expect(() => ungroupFeatures(Array.from({ length: 9 }, () => ({ ...group, shape: [200_000] })))).toThrow(
      'features',
    )
  })
})

test('a file that claims to unpack to much more is refused before there is room made for it', async () => {
  const file = writeModelFile(await train(KINDS[0]![1]), {})
  const view = new DataView(file.buffer)
  const end = HEADER_AT + view.getUint32(8, true)
  const text = new TextDecoder()
    .decode(file.subarray(HEADER_AT, end))
    .replace(/"size":\d+/, '"size":999999999')
  const header = new TextEncoder().encode(text)
  const hostile = new Uint8Array(HEADER_AT + header.length + file.length - end)
  hostile.set(file.subarray(0, HEADER_AT))
  hostile.set(header, HEADER_AT)
  hostile.set(file.subarray(end), HEADER_AT + header.length)
  const target = new DataView(hostile.buffer)
  target.setUint32(8, header.length, true)
  target.setUint32(12, crc32(hostile.subarray(HEADER_AT)), true)
  expect(() => loadAnyModel(hostile)).toThrow('another length')
})
