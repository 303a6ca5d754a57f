import type { FeatureSpec } from '../../../../contract/learning.ts'
import type { Model } from '../model.ts'
import type { TreesPart } from './part.ts'

/** A part made of trees as the model that prediction by trees takes. */
export function treesModel(part: TreesPart, features: readonly FeatureSpec[]): Model {
  const { mode, labels, leafOutputs, link, trees } = part
  return {
    mode,
    features: [...features],
    labels: Array.from({ length: labels }, (_, k) => k),
    outputs: leafOutputs,
    link,
    config: { type: 'decision_tree' },
    equalizationFactor: 0,
    seed: 0,
    training: { rows: 0, trees: trees.scales.length, nodes: trees.feature.length },
    trees,
  }
}
