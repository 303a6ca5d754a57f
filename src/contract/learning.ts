import type { Call } from './progress.ts'

export const CLASSIFIER_MODES = ['boolean', 'categorical', 'regression'] as const
export type ClassifierMode = (typeof CLASSIFIER_MODES)[number]

/** Examples to learn from: one dense matrix, row-major. Missing is NaN. */
export interface Examples {
  /** Names of the features: text form of their column paths. */
  features: FeatureSpec[]
  /** Shape (rows, features.length). A categorical feature holds the index of its level. */
  X: Float32Array
  rows: number
  /** Regression: the value. Otherwise the index into `labels`. */
  y: Float64Array
  /** Categorical: the labels in the order of their first appearance by sorted text; boolean: [false, true] as ['0', '1']. */
  labels: (string | number)[]
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
}
