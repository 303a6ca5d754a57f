import type { LearnerConfig } from '../../../../contract/learning.ts'
import type { GradientBoostingConfig, StumpsConfig, TrainableConfig, TreeConfig } from '../learner-config.ts'
import type { Activation, LinkFunction } from './part.ts'

/** A generalised linear model's configuration, as `parseConfig` leaves it. */
export interface GlzConfig extends LearnerConfig {
  type: 'glz'
  add_bias: boolean
  link_function: LinkFunction
  regularization: 'l1' | 'l2' | 'none'
  regularization_factor: number
  max_regularization_iteration: number
  regularization_epsilon: number
  normalize: boolean
  feature_proportion: number
}

export interface BayesConfig extends LearnerConfig {
  type: 'naive_bayes'
  feature_prop: number
}

export interface PerceptronConfig extends LearnerConfig {
  type: 'perceptron'
  arch: string
  max_iter: number
  min_iter: number
  learning_rate: number
  batch_size: number
  activation: Activation
  output_activation: Activation
  decorrelate: boolean
  normalize: boolean
}

/** Boosting of any learner. */
export interface GeneralBoostingConfig extends LearnerConfig {
  type: 'boosting'
  min_iter: number
  max_iter: number
  short_circuit_window: number
  validation_split: number
  resample: boolean
  weak_learner: GeneralConfig
}

/** Bagging of any learner. */
export interface GeneralBaggingConfig extends LearnerConfig {
  type: 'bagging'
  num_bags: number
  validation_split: number
  weak_learner: GeneralConfig
}

/** Every configuration that trains. */
export type GeneralConfig =
  | TreeConfig
  | StumpsConfig
  | GradientBoostingConfig
  | GlzConfig
  | BayesConfig
  | PerceptronConfig
  | GeneralBoostingConfig
  | GeneralBaggingConfig

/** Whether a configuration makes nothing but a sum of trees. */
export function isTreeConfig(config: LearnerConfig): config is TrainableConfig {
  const weak = config.weak_learner as LearnerConfig | undefined
  if (config.type === 'bagging') return isTreeConfig(weak!)
  if (config.type === 'boosting') return weak!.type === 'decision_tree'
  return !GENERAL_TYPES.includes(config.type)
}

const GENERAL_TYPES = ['glz', 'naive_bayes', 'perceptron']

/** Whether some learner in a configuration grows trees. */
export function growsTrees(config: LearnerConfig): boolean {
  const weak = config.weak_learner as LearnerConfig | undefined
  return weak ? growsTrees(weak) : !GENERAL_TYPES.includes(config.type)
}
