import type { AlgorithmInfo, ClassifierMode, LearnerConfig } from '../../../../contract/learning.ts'
import type { EntityConfig } from '../../../../contract/rest.ts'
import type { Path } from '../../../../contract/values.ts'
import { quoteName, quoteText } from '../../../lib/quote-name.ts'

/** Rows to learn from: a dataset, or a statement. */
export type Source = { kind: 'dataset'; id: string } | { kind: 'query'; sql: string }

/** Which rows are kept from training, to test on. */
export type Split =
  | { kind: 'share'; percent: number }
  | { kind: 'halves' }
  | { kind: 'folds'; k: number }
  | { kind: 'other'; id: string }
  | { kind: 'none' }

/** What the form says. */
export interface TrainingPlan {
  name: string
  source: Source
  /** Columns: one, or in mode multilabel several. */
  labels: readonly Path[]
  /** Mode boolean: the value that counts as true; undefined where the label is 0 and 1 already. */
  trueValue?: string | number | undefined
  columns: readonly Path[]
  /** Columns that are no features, beside the labels and the weight. */
  excluded: readonly Path[]
  weight?: Path | undefined
  mode: ClassifierMode
  algorithm: string
  /** In place of the algorithm's own, where a setting was changed or JSON was written. */
  configuration?: LearnerConfig | Record<string, unknown> | undefined
  equalizationFactor: number
  seed: number
  split: Split
}

/** A column in SQL. */
export const columnSql = (path: Path): string => path.map(quoteName).join('.')

/** What stands in FROM for a source. */
export const fromSql = (source: Source): string =>
  source.kind === 'dataset' ? quoteName(source.id) : `(${source.sql.trim().replace(/;+$/, '')})`

/** The query that gives features, label and weight. */
export function trainingSql(plan: TrainingPlan, source: Source = plan.source): string {
  const { labels, weight, mode, trueValue } = plan
  const label =
    mode === 'multilabel' && labels.length > 1
      ? `{${labels.map(columnSql).join(', ')}}`
      : columnSql(labels[0] ?? ['label'])
  const value =
    typeof trueValue === 'number' ? String(trueValue) : trueValue === undefined ? '' : quoteText(trueValue)
  const truth = mode === 'boolean' && trueValue !== undefined ? `${label} = ${value}` : label
  const items = [
    `${featuresSql(plan)} AS features`,
    truth === 'label' ? 'label' : `${truth} AS label`,
    ...(weight ? [`${columnSql(weight)} AS weight`] : []),
  ]
  return `SELECT ${items.join(', ')} FROM ${fromSql(source)}`
}

/** The row of features: all but some, or only some where that is shorter. */
export function featuresSql({ columns, excluded, labels, weight }: Omit<TrainingPlan, 'name'>): string {
  const left = distinct([...labels, ...excluded, ...(weight ? [weight] : [])])
  const leftOut = new Set(left.map(keyOf))
  const kept = columns.filter((path) => !leftOut.has(keyOf(path)))
  // A path of several elements would lose its head in a list of columns.
  const isListable = kept.every(({ length }) => length === 1)
  if (kept.length > 0 && kept.length < left.length && isListable) return `{${kept.map(columnSql).join(', ')}}`
  return left.length === 0 ? '{*}' : `{* EXCLUDING (${left.map(columnSql).join(', ')})}`
}

/** The procedure that trains, and tests unless nothing is to be held out. */
export function trainingCall(plan: TrainingPlan): { id: string; config: EntityConfig } {
  const { name, mode, algorithm, configuration, equalizationFactor, seed, split } = plan
  const learner = {
    mode,
    ...(configuration ? { configuration } : { algorithm }),
    ...(equalizationFactor === DEFAULT_EQUALIZATION ? {} : { equalizationFactor }),
    ...(seed === DEFAULT_SEED ? {} : { seed }),
  }
  const sql = trainingSql(plan)
  const id = `train_${name}`
  if (split.kind === 'none') {
    const params = {
      trainingData: sql,
      ...learner,
      modelFileUrl: `file:///models/${name}.cls`,
      functionName: name,
    }
    return { id, config: { type: 'classifier.train', params } }
  }
  const params = { experimentName: name, inputData: sql, ...learner, ...splitParams(plan) }
  return { id, config: { type: 'classifier.experiment', params } }
}

export const DEFAULT_EQUALIZATION = 0.5
export const DEFAULT_SEED = 1

function splitParams(plan: TrainingPlan): Record<string, unknown> {
  const { split } = plan
  switch (split.kind) {
    case 'share':
      return {
        datasetFolds: [
          {
            trainingWhere: `rowHash() % 100 >= ${split.percent}`,
            testingWhere: `rowHash() % 100 < ${split.percent}`,
          },
        ],
      }
    case 'folds':
      return { kfold: split.k }
    case 'other':
      return { testingDataOverride: trainingSql(plan, { kind: 'dataset', id: split.id }) }
    default:
      return {}
  }
}

/** A configuration with another value at a dotted path. */
export function withSetting(configuration: LearnerConfig, path: string, value: unknown): LearnerConfig {
  const [head = '', ...rest] = path.split('.')
  const inner = configuration[head]
  return {
    ...configuration,
    [head]: rest.length === 0 ? value : withSetting(inner as LearnerConfig, rest.join('.'), value),
  }
}

/** The value at a dotted path, and the type of the learner that has it. */
export function settingAt(
  configuration: LearnerConfig,
  path: string,
): { type: string; key: string; value: unknown } {
  const names = path.split('.')
  const key = names.pop()!
  const at = names.reduce((config, name) => config[name] as LearnerConfig, configuration)
  return { type: at.type, key, value: at[key] }
}

/** Learners that cannot do a mode: the engine would refuse them. */
export function suits({ name }: Pick<AlgorithmInfo, 'name'>, mode: ClassifierMode): boolean {
  if (mode === 'regression') return !['naive_bayes', 'glz', 'glz2', 'bglz'].includes(name)
  return name !== 'glz_linear'
}

const keyOf = (path: Path): string => JSON.stringify(path)
const distinct = (paths: readonly Path[]): Path[] => [
  ...new Map(paths.map((path) => [keyOf(path), path])).values(),
]
