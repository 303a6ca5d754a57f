import { describe, expect, it, test } from 'vitest'
import type { ColumnDescription } from '../../../lib/describe-columns.ts'
import { guessLabel, NEW_DRAFT, toPlan } from './draft.ts'
import { guessMode } from './guess-mode.ts'
import {
  settingAt,
  suits,
  type TrainingPlan,
  trainingCall,
  trainingSql,
  withSetting,
} from './training-plan.ts'

const PLAN: TrainingPlan = {
  name: 'p',
  source: { kind: 'dataset', id: 'penguins' },
  labels: [['species']],
  columns: [['species'], ['island'], ['order'], ['mass']],
  excluded: [],
  mode: 'categorical',
  algorithm: 'rf',
  equalizationFactor: 0.5,
  seed: 1,
  split: { kind: 'halves' },
}

describe('the query', () => {
  it('takes all columns but the label, or only those that are taken in', () => {
    expect(trainingSql(PLAN)).toBe(
      'SELECT {* EXCLUDING (species)} AS features, species AS label FROM penguins',
    )
    expect(trainingSql({ ...PLAN, excluded: [['island'], ['mass']] })).toBe(
      'SELECT {"order"} AS features, species AS label FROM penguins',
    )
  })

  it('quotes what is no word, and has a statement as a subselect', () => {
    const plan: TrainingPlan = {
      ...PLAN,
      source: { kind: 'query', sql: ' SELECT 1; ' },
      labels: [['a "b"', 'c']],
      weight: ['w w'],
    }
    expect(trainingSql(plan)).toBe(
      'SELECT {* EXCLUDING ("a ""b""".c, "w w")} AS features, "a ""b""".c AS label, "w w" AS weight FROM (SELECT 1)',
    )
  })

  it('says which value is true, and makes a row of several labels', () => {
    expect(trainingSql({ ...PLAN, mode: 'boolean', trueValue: "it's" })).toContain(
      "species = 'it''s' AS label",
    )
    expect(trainingSql({ ...PLAN, mode: 'boolean', labels: [['label']] })).toContain('features, label FROM')
    expect(trainingSql({ ...PLAN, mode: 'multilabel', labels: [['island'], ['mass']] })).toContain(
      '{island, mass} AS label',
    )
  })
})

describe('the call', () => {
  it('names the algorithm, or gives the configuration that was changed', () => {
    expect(trainingCall(PLAN)).toEqual({
      id: 'train_p',
      config: {
        type: 'classifier.experiment',
        params: { experimentName: 'p', inputData: trainingSql(PLAN), mode: 'categorical', algorithm: 'rf' },
      },
    })
    const configuration = { type: 'decision_tree', max_depth: 3 }
    const { params } = trainingCall({ ...PLAN, configuration, seed: 7, equalizationFactor: 0 }).config
    expect(params).toMatchObject({ configuration, seed: 7, equalizationFactor: 0 })
    expect(params).not.toHaveProperty('algorithm')
  })

  it('tests on what the split says', () => {
    const paramsOf = (split: TrainingPlan['split']) => trainingCall({ ...PLAN, split }).config.params
    expect(paramsOf({ kind: 'folds', k: 5 })).toMatchObject({ kfold: 5 })
    expect(paramsOf({ kind: 'share', percent: 20 })).toMatchObject({
      datasetFolds: [{ trainingWhere: 'rowHash() % 100 >= 20', testingWhere: 'rowHash() % 100 < 20' }],
    })
    expect(paramsOf({ kind: 'other', id: 'more' })).toMatchObject({
      testingDataOverride: 'SELECT {* EXCLUDING (species)} AS features, species AS label FROM more',
    })
    expect(trainingCall({ ...PLAN, split: { kind: 'none' } }).config).toMatchObject({
      type: 'classifier.train',
      params: { functionName: 'p', modelFileUrl: 'file:///models/p.cls' },
    })
  })
})

test('a setting is changed at its path, and nothing else', () => {
  const before = { type: 'bagging', num_bags: 10, weak_learner: { type: 'decision_tree', max_depth: 5 } }
  const after = withSetting(before, 'weak_learner.max_depth', 9)
  expect(settingAt(after, 'weak_learner.max_depth')).toEqual({
    type: 'decision_tree',
    key: 'max_depth',
    value: 9,
  })
  expect(before.weak_learner.max_depth).toBe(5)
  expect(after.num_bags).toBe(10)
})

test('the mode is guessed from the values of the label', () => {
  const guess = (values: (string | number)[], distinct = values.length) =>
    guessMode({ rows: 100, labelled: 100, distinct, commonest: values.map((value) => ({ value, rows: 10 })) })
  expect(guess(['a', 'b', 'c']).mode).toBe('categorical')
  expect(guess(['no', 'yes'])).toMatchObject({ mode: 'boolean', trueValue: 'yes' })
  expect(guess([0, 1])).not.toHaveProperty('trueValue')
  expect(guess([0, 1]).mode).toBe('boolean')
  expect(guess([1, 2, 3]).mode).toBe('categorical')
  expect(guess([1.5, 2, 3]).mode).toBe('regression')
  expect(guess([1, 2, 3], 80).mode).toBe('regression')
  expect(suits({ name: 'naive_bayes' }, 'regression')).toBe(false)
  expect(suits({ name: 'glz_linear' }, 'boolean')).toBe(false)
})

describe('a draft', () => {
  const column = (name: string, kind: ColumnDescription['kind'], distinct: number): ColumnDescription => ({
    name,
    path: [name],
    kind,
    distinct,
    missing: 0,
    rows: 100,
  })
  const columns = [column('id', 'text', 100), column('size', 'number', 80), column('kind', 'text', 4)]

  it('is completed by guesses: the label, and the columns that can say something', () => {
    expect(guessLabel(columns)).toBe('kind')
    const draft = { ...NEW_DRAFT, source: { kind: 'dataset', id: 'things' } as const }
    const plan = toPlan(draft, columns, { mode: 'categorical', reason: '' }, undefined)
    expect(plan).toMatchObject({ name: 'things_kind_rf', labels: [['kind']], excluded: [['id']] })
    expect(toPlan(NEW_DRAFT, columns, { mode: 'categorical', reason: '' }, undefined)).toBeUndefined()
    expect(
      toPlan({ ...draft, json: '{' }, columns, { mode: 'categorical', reason: '' }, undefined),
    ).toBeUndefined()
  })

  it('is what the user said where that is more', () => {
    const draft = {
      ...NEW_DRAFT,
      source: { kind: 'dataset', id: 'things' } as const,
      labels: ['size'],
      features: { id: true, kind: false },
      mode: 'regression' as const,
      name: 'mine',
    }
    expect(toPlan(draft, columns, undefined, undefined)).toMatchObject({
      name: 'mine',
      labels: [['size']],
      excluded: [['kind']],
      mode: 'regression',
    })
  })
})
