import type { ClassifierMode, LearnerConfig } from '../../../../contract/learning.ts'
import { type ColumnDescription, uselessReason } from '../../../lib/describe-columns.ts'
import type { Guess } from './guess-mode.ts'
import {
  DEFAULT_EQUALIZATION,
  DEFAULT_SEED,
  type Source,
  type Split,
  type TrainingPlan,
} from './training-plan.ts'

/** What the user has filled in so far; what is absent is guessed. */
export interface Draft {
  source?: Source | undefined
  /** Names of columns: the first counts in all modes but multilabel. */
  labels: readonly string[]
  mode?: ClassifierMode | undefined
  trueValue?: string | number | undefined
  /** Columns that the user took in or left out. */
  features: Readonly<Record<string, boolean>>
  weight?: string | undefined
  algorithm: string
  /** Settings that were changed. */
  configuration?: LearnerConfig | undefined
  /** JSON in place of both. */
  json?: string | undefined
  equalizationFactor: number
  seed: number
  split: Split
  name?: string | undefined
}

export const NEW_DRAFT: Draft = {
  labels: [],
  features: {},
  algorithm: 'rf',
  equalizationFactor: DEFAULT_EQUALIZATION,
  seed: DEFAULT_SEED,
  split: { kind: 'share', percent: 25 },
}

/** The column that is most likely to be predicted: by its name, else the first text of few values, else the last. */
export function guessLabel(columns: readonly ColumnDescription[]): string | undefined {
  const usable = columns.filter((column) => uselessReason(column) === undefined && column.kind !== 'vector')
  const named = usable.find(({ name }) =>
    /^(label|class|category|target|outcome|species|brand|y)$/i.test(name),
  )
  const few = usable.find(
    ({ kind, distinct, rows }) => kind === 'text' && distinct > 1 && distinct <= rows / 4,
  )
  return (named ?? few ?? usable.at(-1))?.name
}

/** Whether a column is a feature: as the user said, else unless it can say nothing. */
export const isFeature = (draft: Draft, column: ColumnDescription): boolean =>
  draft.features[column.name] ?? uselessReason(column) === undefined

/** The plan that a draft stands for; undefined while something is missing. @param parsed the JSON, where there is any */
export function toPlan(
  draft: Draft,
  columns: readonly ColumnDescription[],
  guess: Guess | undefined,
  parsed: Record<string, unknown> | undefined,
): TrainingPlan | undefined {
  const { source, algorithm, configuration, json, equalizationFactor, seed, split } = draft
  const mode = draft.mode ?? guess?.mode
  const labels = labelsOf(draft, columns, mode)
  if (!source || !mode || labels.length === 0 || (json !== undefined && !parsed)) return undefined
  const weight = columns.find(({ name }) => name === draft.weight)
  const names = new Set(labels.map(({ name }) => name))
  const excluded = columns.filter((column) => !names.has(column.name) && !isFeature(draft, column))
  const trueValue = draft.trueValue ?? guess?.trueValue
  return {
    name: draft.name ?? defaultName(source, labels[0]!.name, json === undefined ? algorithm : 'custom'),
    source,
    labels: labels.map(({ path }) => path),
    ...(mode === 'boolean' && trueValue !== undefined && { trueValue }),
    columns: columns.map(({ path }) => path),
    excluded: excluded.map(({ path }) => path),
    ...(weight && { weight: weight.path }),
    mode,
    algorithm,
    configuration: json === undefined ? configuration : parsed,
    equalizationFactor,
    seed,
    split,
  }
}

/** The columns to predict. */
export function labelsOf(
  draft: Draft,
  columns: readonly ColumnDescription[],
  mode: ClassifierMode | undefined,
): ColumnDescription[] {
  const chosen = columns.filter(({ name }) => draft.labels.includes(name))
  const guessed = columns.filter(({ name }) => name === guessLabel(columns))
  const labels = chosen.length > 0 ? chosen : guessed
  return mode === 'multilabel' ? labels : labels.slice(0, 1)
}

function defaultName(source: Source, label: string, algorithm: string): string {
  const from = source.kind === 'dataset' ? source.id : 'query'
  return `${from}_${label}_${algorithm}`.replace(/[^\p{L}\p{N}_]+/gu, '_')
}
