import type { CodedExamples } from './coded-examples.ts'
import type { Criterion, LeafRule } from './criteria/criterion.ts'
import { GiniCriterion } from './criteria/gini-criterion.ts'
import { SingleCriterion } from './criteria/single-criterion.ts'
import { SplitFinder } from './find-split.ts'
import { growTree } from './grow-tree.ts'
import { featuresPerSplit, type TreeConfig } from './learner-config.ts'
import type { Random } from './random.ts'
import type { Sample } from './sample.ts'
import type { TreeBuilder } from './tree-builder.ts'

/** Grows one decision tree on a sample, by its weights. */
export function trainTree(
  examples: CodedExamples,
  sample: Sample,
  config: TreeConfig,
  random: Random,
  finder = new SplitFinder(examples),
): TreeBuilder {
  return growTree(examples, sample.rows, treeCriterion(examples, sample, config.update_alg), finder, {
    maxDepth: config.max_depth,
    featuresPerSplit: featuresPerSplit(config.random_feature_propn, examples.columns),
    random,
  })
}

function treeCriterion(examples: CodedExamples, sample: Sample, rule: LeafRule): Criterion {
  const { y, labels } = examples
  let total = 0
  for (const r of sample.rows) total += sample.weights[r]!
  // A single tree's gentle leaf is exactly p - (1 - p); only log-odds need smoothing.
  const smooth = rule === 'normal' ? total / sample.rows.length : 0
  if (labels === 0) return new SingleCriterion(sample.weights, y, 'mean', smooth)
  if (labels <= 2) return new SingleCriterion(sample.weights, y, rule, smooth)
  return new GiniCriterion(sample.weights, y, labels, { rule, smooth })
}
