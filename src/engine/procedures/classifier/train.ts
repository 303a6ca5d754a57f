import { EngineError } from '../../../contract/errors.ts'
import type {
  ClassifierMode,
  Examples,
  LearnerConfig,
  MultilabelStrategy,
} from '../../../contract/learning.ts'
import type { Call } from '../../../contract/progress.ts'
import type { EngineContext } from '../../context.ts'
import { growsTrees } from '../../models/learners/parts/general-config.ts'
import { summarizeRowErrors } from '../define-procedure.ts'
import { codeLabels } from './code-labels.ts'
import type { LabelledRows } from './read-examples.ts'

export interface TrainOptions {
  mode: ClassifierMode
  config: LearnerConfig
  equalizationFactor: number
  seed: number
  multilabelStrategy?: MultilabelStrategy
}

/** Trains on rows. @returns the bytes of a model file */
export async function trainOn(
  rows: LabelledRows,
  options: TrainOptions,
  { learning }: EngineContext,
  call: Call,
): Promise<Uint8Array> {
  refuseEmpty(rows)
  if (options.mode !== 'multilabel') refuseLabelAmongFeatures(rows)
  return learning.train({ ...options, examples: toExamples(rows, options) }, call)
}

function toExamples(rows: LabelledRows, { mode, config }: TrainOptions): Examples {
  return {
    ...rows.features.toMatrix(growsTrees(config)),
    ...codeLabels(rows.labels, mode),
    rows: rows.labels.length,
    ...(rows.weights ? { weights: normalize(rows.weights) } : {}),
  }
}

/** To a sum of 1. */
function normalize(weights: readonly number[]): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return Float64Array.from(weights, (weight) => weight / sum)
}

function refuseEmpty({ labels, unlabelled, featureless }: LabelledRows): void {
  if (labels.length > 0) return
  const left = unlabelled + featureless
  const why =
    left === 0
      ? 'as dataset was empty, or all rows were filtered by WHEN, WHERE, OFFSET or LIMIT'
      : `as all rows were filtered by WHEN, WHERE, OFFSET or LIMIT, or all labels were NULL: ${unlabelled} rows without a label, ${featureless} without features`
  throw new EngineError(
    'invalid-argument',
    `Error training classifier: No feature vectors were produced ${why}`,
  )
}

/** A feature that is the label in every row is no feature: the query forgot to exclude it. */
function refuseLabelAmongFeatures({ features, labels }: LabelledRows): void {
  if (new Set(labels).size < 2) return
  const name = features.columnEqualTo(labels)
  if (name === undefined) return
  throw new EngineError(
    'invalid-argument',
    `Dataset column '${name}' cannot be used in both label and feature; leave it out: {* EXCLUDING (${name})}`,
    { column: name },
  )
}

/** `status` of a training: how many rows it had, and what was left out. */
export function summarizeTraining({ labels, unlabelled, featureless, rowErrors }: LabelledRows): object {
  return {
    examples: labels.length,
    ...(unlabelled > 0 ? { rowsWithoutLabel: unlabelled } : {}),
    ...(featureless > 0 ? { rowsWithoutFeatures: featureless } : {}),
    ...summarizeRowErrors(rowErrors),
  }
}
