import type { Call } from './progress.ts'

export const CLASSIFIER_MODES = ['boolean', 'categorical', 'regression', 'multilabel'] as const
export type ClassifierMode = (typeof CLASSIFIER_MODES)[number]

/** `random`: each row counts for one of its labels, drawn by chance; `decompose`: for each of them; `one-vs-all`: a
 *  classifier of its own for each label. */
export const MULTILABEL_STRATEGIES = ['random', 'decompose', 'one-vs-all'] as const
export type MultilabelStrategy = (typeof MULTILABEL_STRATEGIES)[number]

/** Rows of numbers of which few are present (compressed sparse rows, CSR): row r has `values[i]` in column
 *  `columns[i]` for i from `offsets[r]` to `offsets[r + 1]`; all else is missing. */
export interface SparseRows {
  offsets: Uint32Array
  columns: Uint32Array
  values: Float32Array
}

/** The true labels of each row, in mode multilabel: row r has the labels at `offsets[r]` to `offsets[r + 1]`. */
export interface LabelSets {
  offsets: Uint32Array
  /** Indexes into `Examples.labels`. */
  labels: Uint32Array
}

/** Examples to learn from: one dense matrix, row-major. Missing is NaN. */
export interface Examples {
  /** Names of the features: text form of their column paths. */
  features: FeatureSpec[]
  /** Shape (rows, features.length). A categorical feature holds the index of its level. Empty where `sparse` is given. */
  X: Float32Array
  /** The same as sparse rows, in place of `X`. */
  sparse?: SparseRows
  rows: number
  /** Regression: the value. Otherwise the index into `labels`. */
  y: Float64Array
  /** Categorical: the labels in the order of their first appearance by sorted text; boolean: [false, true] as ['0', '1']. */
  labels: (string | number)[]
  /** Mode multilabel, in place of `y` (which is empty). */
  labelSets?: LabelSets
  /** One per row, or absent for all 1. */
  weights?: Float64Array
}

export interface FeatureSpec {
  name: string
  /** Present for a categorical feature: its levels. */
  levels?: string[]
}

/** A classifier configuration (procedures.md section 5), already validated and with its defaults filled in. */
export interface LearnerConfig {
  type: string
  [key: string]: unknown
}

/** Trains in a pool of workers. The same seed gives the same model, whatever the number of workers. */
export interface LearningApi {
  /** @returns the model file's bytes (`models/learners/model-file.ts` reads them)
   *  @throws EngineError `invalid-argument`, `cancelled`, `worker-died` */
  train(task: TrainTask, call: Call): Promise<Uint8Array>
}

export interface TrainTask {
  examples: Examples
  mode: ClassifierMode
  config: LearnerConfig
  equalizationFactor: number
  seed: number
  /** Mode multilabel: how several labels of a row become examples of one; default `one-vs-all`. */
  multilabelStrategy?: MultilabelStrategy
}

/** One parameter of a learner. */
export interface LearnerParameter {
  /** `learner` is a configuration in a configuration. */
  kind: 'number' | 'integer' | 'boolean' | 'text' | 'share' | 'learner'
  summary: string
  default?: number | boolean | string
  min?: number
  max?: number
  /** Words that may stand in place of a number, or all words a text may be. */
  words?: readonly string[]
  /** The only value that this engine can do so far; others are known, and refused by `not-supported`. */
  only?: number | boolean | string
}

/** A type of learner. */
export interface LearnerType {
  summary: string
  /** False for a type of the original that is not done here. */
  supported: boolean
  parameters: Record<string, LearnerParameter>
}

/** A configuration that `algorithm` picks by name, with what people are told of it. */
export interface AlgorithmInfo {
  name: string
  title: string
  /** One sentence: what it is, and what it is good for. */
  summary: string
  /** The parameters that are worth changing, by their dotted path in the configuration. */
  settings: { path: string; title: string }[]
  /** With all defaults filled in. */
  configuration: LearnerConfig
}

/** What `GET /v1/learners` answers. */
export interface Learners {
  /** The schema of configurations, by type. */
  types: Record<string, LearnerType>
  algorithms: AlgorithmInfo[]
}
