import type { CodedExamples } from './coded-examples.ts'
import { CountCriterion } from './criteria/count-criterion.ts'
import type { Criterion } from './criteria/criterion.ts'
import { GiniCriterion } from './criteria/gini-criterion.ts'
import { SingleCriterion } from './criteria/single-criterion.ts'
import type { SplitFinder } from './find-split.ts'
import { growTree } from './grow-tree.ts'
import { featuresPerSplit, type TreeConfig } from './learner-config.ts'
import type { Random } from './random.ts'
import type { Sample } from './sample.ts'
import type { Scratch } from './scratch.ts'
import type { TreeBuilder } from './tree-builder.ts'

/** Grows one decision tree on a sample, by its weights.
 *  @param options `gains`: by feature, what its splits gain is added there */
export function trainTree(
  examples: CodedExamples,
  sample: Sample,
  config: TreeConfig,
  { random, finder, gains }: { random: Random; finder: SplitFinder; gains: Float64Array },
): TreeBuilder {
  const criterion = treeCriterion(examples, sample, config, finder.scratch)
  return growTree(examples, sample.rows, criterion, finder, {
    maxDepth: config.max_depth,
    featuresPerSplit: featuresPerSplit(config.random_feature_propn, examples.columns),
    random,
    gains,
  })
}

function treeCriterion(
  examples: CodedExamples,
  sample: Sample,
  config: TreeConfig,
  scratch: Scratch,
): Criterion {
  const { y, labels, labelWeights } = examples
  const { rows, drawn } = sample
  // A single tree's gentle leaf is exactly p - (1 - p); only log-odds need smoothing.
  const smooth = config.update_alg === 'normal' ? totalWeight(sample) / rows.length : 0
  // A little less than so many rows: their sum may be rounded.
  const least = config.min_leaf > 1 ? ((config.min_leaf - 1e-6) * totalWeight(sample)) / rowCount(sample) : 0
  const options = { rule: labels === 0 ? ('mean' as const) : config.update_alg, smooth, least }
  const mostRows = rows.length
  if (labels === 2 && labelWeights && (drawn?.from ?? sample.weights) === examples.weights) {
    const nodeTags = scratch.shorts('nodeTags', mostRows)
    return new CountCriterion(tagsOf(y, sample, scratch), labelWeights, nodeTags, options)
  }
  return labels <= 2
    ? new SingleCriterion(sample.weights, y, mostRows, options)
    : new GiniCriterion(sample.weights, y, labels, { ...options, mostRows })
}

function totalWeight({ rows, weights }: Sample): number {
  let total = 0
  for (let i = 0; i < rows.length; i++) total += weights[rows[i]!]!
  return total
}

/** Rows in a sample, each as often as it was drawn. */
function rowCount({ rows, drawn }: Sample): number {
  if (!drawn) return rows.length
  let count = 0
  for (let i = 0; i < rows.length; i++) count += drawn.times[rows[i]!]!
  return count
}

/** Of the sample's rows alone. */
function tagsOf(y: Float64Array, { rows, drawn }: Sample, scratch: Scratch): Uint16Array {
  const tags = scratch.shorts('tags', y.length)
  for (let i = 0; i < rows.length; i++) {
    const r = rows[i]!
    tags[r] = 2 * (drawn ? drawn.times[r]! : 1) + y[r]!
  }
  return tags
}
