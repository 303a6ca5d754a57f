import type { ClassifierMode, FeatureSpec, LearnerConfig } from '../../../contract/learning.ts'
import type { Trees } from './tree.ts'

/** How the values of a model's trees become scores: `direct` one output a label (or the regression's value), `softmax`
 *  one log-likelihood a label; with one output for two labels, `complement` gives 1 - p and p, `negate` gives -f and f,
 *  `logistic` 1 - p and p for the log-odds of p. */
export const LINKS = ['direct', 'softmax', 'complement', 'negate', 'logistic'] as const
export type Link = (typeof LINKS)[number]

/** Whether there is an output for each label, else one in all. */
export const hasOutputPerLabel = (link: Link): boolean => link === 'direct' || link === 'softmax'

/** A trained model: what its file's header says, and its trees. */
export interface Model {
  mode: ClassifierMode
  features: FeatureSpec[]
  /** Labels in the order of the scores. Boolean: ['0', '1']. Regression: none. */
  labels: (string | number)[]
  /** Values of each leaf. */
  outputs: number
  link: Link
  config: LearnerConfig
  equalizationFactor: number
  seed: number
  /** What training had and made. */
  training: { rows: number; trees: number; nodes: number }
  /** Of forests: how good they are on rows that they did not see. */
  outOfBag?: OutOfBag
  /** Features that the trees split by, the most important first. */
  importances?: Importance[]
  trees: Trees
}

/** How good a forest is on rows that its trees did not see: `rows` of them. */
export interface OutOfBag {
  rows: number
  /** Share of rows whose label has the highest score; of two labels, also the area under the ROC curve. */
  accuracy?: number
  auc?: number
  /** Of a regression. */
  mse?: number
  r2?: number
}

/** How much a feature matters: its share of what all splits gain, and by how much a tree does worse (in share of right
 *  labels, or in squared error) where its values are shuffled. */
export interface Importance {
  feature: string
  gain: number
  permutation?: number
}

/** Scores a row has: one for boolean (higher is more true) and regression, else one for each label. */
export function scoreCount(model: Pick<Model, 'mode' | 'labels'>): number {
  return model.mode === 'categorical' ? model.labels.length : 1
}
