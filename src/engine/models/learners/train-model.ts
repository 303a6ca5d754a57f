import { EngineError } from '../../../contract/errors.ts'
import type { TrainTask } from '../../../contract/learning.ts'
import type { TrainableConfig } from './learner-config.ts'
import { hasOutputPerLabel, type Link, type Model } from './model.ts'
import { toImportances, toOutOfBag } from './summarize-training.ts'
import type { TrainingTally } from './training-tally.ts'
import type { Trees } from './tree.ts'

/** Scores that training and its tests keep, one for each label of each row: two gigabytes of them. */
const MOST_SCORES = 1 << 28

/** Rejects what no learner can learn from. @throws EngineError `invalid-argument` */
export function checkTask({ examples, mode }: TrainTask): void {
  const { rows, features, X, sparse, y, weights, labelSets } = examples
  const fail = (message: string): never => {
    throw new EngineError('invalid-argument', message)
  }
  if (rows === 0) {
    fail('Error training classifier: No feature vectors were produced as dataset was empty')
  }
  if (mode !== 'regression' && examples.labels.length * rows > MOST_SCORES) {
    fail(
      `${examples.labels.length} labels of ${rows} rows are too many to have a score each; a label that is different in almost every row names rows and is nothing to learn`,
    )
  }
  if (features.length === 0)
    fail('Error training classifier: the examples have no features; select at least one')
  const shaped = sparse ? sparse.offsets.length === rows + 1 : X.length === rows * features.length
  const labelled = mode === 'multilabel' ? labelSets?.offsets.length === rows + 1 : y.length === rows
  if (!shaped || !labelled) fail('The examples have differing numbers of rows')
  if (weights) {
    if (weights.some((weight) => weight < 0)) fail('classifier example weight cannot be negative')
    if (!weights.every(Number.isFinite)) fail('classifier example weight must be a finite number')
    if (!weights.some((weight) => weight > 0)) fail('classifier example weights are all zero')
  }
  if (mode === 'multilabel') {
    if (labelSets!.labels.length === 0) fail('No row of the examples has a label')
  } else if (mode === 'regression') {
    if (!y.every(Number.isFinite)) fail('A label of a regression must be a finite number')
  } else if (!y.every((label) => Number.isInteger(label) && label >= 0 && label < examples.labels.length)) {
    fail('A label of the examples is not among their labels')
  }
}

/** How a configuration's leaves become scores. */
export function linkOf(config: TrainableConfig, labels: number): Link {
  let learner: TrainableConfig = config
  while (learner.type === 'bagging') learner = learner.weak_learner
  if (learner.type === 'gradient_boosting' && labels > 0) return labels > 2 ? 'softmax' : 'logistic'
  if (labels !== 2) return 'direct'
  return learner.type === 'decision_tree' && learner.update_alg === 'prob' ? 'complement' : 'negate'
}

/** All that prediction needs to know about trained trees.
 *  @param parts the trees, in order */
export function toModel(
  task: TrainTask,
  config: TrainableConfig,
  parts: readonly Trees[],
  tally: TrainingTally,
): Omit<Model, 'trees'> {
  const { examples, mode, equalizationFactor, seed } = task
  const labels = mode === 'regression' ? [] : examples.labels
  const link = linkOf(config, labels.length)
  const outOfBag = toOutOfBag(tally, task)
  const trees = parts.reduce((sum, part) => sum + part.scales.length, 0)
  const nodes = parts.reduce((sum, part) => sum + part.feature.length, 0)
  const importances = toImportances(tally, examples.features, trees)
  return {
    mode,
    features: examples.features,
    labels,
    outputs: mode === 'regression' || !hasOutputPerLabel(link) ? 1 : labels.length,
    link,
    config,
    equalizationFactor,
    seed,
    training: { rows: examples.rows, trees, nodes },
    ...(outOfBag && { outOfBag }),
    ...(importances.length > 0 && { importances }),
  }
}
