import type { LearnerConfig } from '../../../contract/learning.ts'
import type { LeafRule } from './criteria/criterion.ts'

/** A decision tree's configuration, as `parseConfig` leaves it. */
export interface TreeConfig extends LearnerConfig {
  type: 'decision_tree'
  max_depth: number
  update_alg: Exclude<LeafRule, 'mean'>
  /** Share of the features tried at each split, or 'sqrt': the square root of their number. */
  random_feature_propn: number | 'sqrt'
  /** Least weight of a leaf, in rows of mean weight. */
  min_leaf: number
}

/** Boosting of decision trees. */
export interface BoostingConfig extends LearnerConfig {
  type: 'boosting'
  min_iter: number
  max_iter: number
  cost_function: 'exponential' | 'logistic'
  short_circuit_window: number
  validation_split: number
  resample: boolean
  weak_learner: TreeConfig
}

/** Boosting of trees of one split. */
export interface StumpsConfig extends LearnerConfig {
  type: 'boosted_stumps'
  min_iter: number
  max_iter: number
  cost_function: 'exponential' | 'logistic'
  short_circuit_window: number
  feature_prop: number
  update_alg: TreeConfig['update_alg']
}

/** Gradient boosting of second-order histogram trees. */
export interface GradientBoostingConfig extends LearnerConfig {
  type: 'gradient_boosting'
  max_iter: number
  learning_rate: number
  max_leaves: number
  max_depth: number
  min_child_weight: number
  l2_regularization: number
  subsample: number
  random_feature_propn: number | 'sqrt'
  short_circuit_window: number
  validation_split: number
}

/** Bagging of anything. */
export interface BaggingConfig extends LearnerConfig {
  type: 'bagging'
  num_bags: number
  validation_split: number
  out_of_bag: boolean
  permutation_importance: boolean
  weak_learner: TrainableConfig
}

/** A configuration that trains. */
export type TrainableConfig =
  | TreeConfig
  | BoostingConfig
  | StumpsConfig
  | BaggingConfig
  | GradientBoostingConfig

/** Features tried at each split. */
export function featuresPerSplit(share: number | 'sqrt', columns: number): number {
  const count = share === 'sqrt' ? Math.sqrt(columns) : Math.round(share * columns)
  return Math.max(1, Math.min(columns, Math.floor(count)))
}
