// parts/ holds what learners other than plain ensembles of trees produce: linear models, naive Bayes, networks, and sums
// of any of them. A part is plain data (it crosses workers and stands in model files); score-part.ts applies it.
import type { ClassifierMode } from '../../../../contract/learning.ts'
import type { Link } from '../model.ts'
import type { Trees } from '../tree.ts'

/** How a linear sum becomes a score: the inverse of the link function of that name. */
export const LINK_FUNCTIONS = ['logit', 'probit', 'comp_log_log', 'linear', 'log'] as const
export type LinkFunction = (typeof LINK_FUNCTIONS)[number]

/** A sum of trees as a part. */
export interface TreesPart {
  kind: 'trees'
  outputs: number
  mode: Exclude<ClassifierMode, 'multilabel'>
  /** Number of labels; 0 for regression. */
  labels: number
  /** Values of each leaf. */
  leafOutputs: number
  link: Link
  trees: Trees
}

/** Columns that a linear model or a network makes of features. A missing value is 0 in all of them. */
export interface Terms {
  /** Feature of each term, in ascending order. */
  feature: Int32Array
  /** `VALUE`: (x - centre) * scale; `PRESENT`: 1 where x is there; else 1 where x is this level. */
  level: Int32Array
  centre: Float64Array
  scale: Float64Array
}

export const VALUE = -1
export const PRESENT = -2

/** A generalised linear model for each output. */
export interface LinearPart {
  kind: 'linear'
  link: LinkFunction
  outputs: number
  terms: Terms
  /** Shape (outputs, terms). */
  weights: Float64Array
  /** Sum where every term is 0, for each output. */
  bias: Float64Array
}

/** Naive Bayes: each feature falls into one of its states, each with a log likelihood for each label. */
export interface BayesPart {
  kind: 'bayes'
  outputs: number
  /** Numeric features: values up to it are in state 1, others in state 2; NaN for categorical ones, whose level + 1 is
   *  their state. State 0 is missing. */
  threshold: Float32Array
  /** Where each feature's states begin in `logLikelihood`, and at the end their number. */
  offsets: Uint32Array
  /** Shape (states, outputs). */
  logLikelihood: Float64Array
  /** Log of the share of each label. */
  logPrior: Float64Array
}

export const ACTIVATIONS = ['tanh', 'logistic', 'relu', 'identity', 'softmax'] as const
export type Activation = (typeof ACTIVATIONS)[number]

/** A network of fully connected layers. */
export interface NetworkPart {
  kind: 'network'
  outputs: number
  terms: Terms
  /** Layer l has `sizes[l]` inputs and `sizes[l + 1]` outputs. */
  sizes: number[]
  activation: Activation
  outputActivation: Activation
  /** Shape (inputs, outputs), one for each layer. */
  weights: Float64Array[]
  biases: Float64Array[]
  /** What an output of 0 and of 1 mean: targets of a regression are scaled to mean 0 and deviation 1. */
  targetCentre: number
  targetScale: number
}

/** The sum of parts, each times its scale. With `votes`, a part counts by its label of highest score alone; one output of
 *  parts that have two is then the second's votes less the first's. */
export interface SumPart {
  kind: 'sum'
  outputs: number
  parts: Part[]
  scales: Float64Array
  votes: boolean
}

/** One part for each label, which gives that label's score. */
export interface PerLabelPart {
  kind: 'per-label'
  outputs: number
  parts: Part[]
}

/** What a learner made. `outputs` scores a row: one for boolean (of true) and regression, else one for each label. */
export type Part = TreesPart | LinearPart | BayesPart | NetworkPart | SumPart | PerLabelPart
