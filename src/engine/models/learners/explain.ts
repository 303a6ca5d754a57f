import { childOf } from './find-leaves.ts'
import { hasOutputPerLabel, type Model } from './model.ts'
import { treeOutputs } from './tree.ts'

/** What each feature adds to a score. */
export interface Explanation {
  /** Score without features: what the roots say. */
  bias: number
  /** By feature, in the model's order; features on no row's path are 0. Sums with `bias` to the score. */
  contributions: Float64Array
}

/** Splits one row's score among the features on its paths: each split is credited with the change from a node's value
 *  to that of the child the row goes to (Saabas 2014). Where the trees' sum is a log-odds or a log likelihood (links
 *  `logistic`, `softmax`), that is what is split, not the probability.
 *  @param x shape (model.features.length)
 *  @param label index of the label whose score is explained; boolean and regression have one score, 0 */
export function explain(model: Model, x: Float32Array, label: number): Explanation {
  const { trees, outputs, link, mode } = model
  const { width, targets } = treeOutputs(trees, outputs)
  const own = !hasOutputPerLabel(link) ? 0 : mode === 'boolean' ? 1 : label
  // Of two labels with one output, the first has its complement or its negative.
  const sign = outputs === 1 && model.labels.length === 2 && mode === 'categorical' && label === 0 ? -1 : 1
  const output = targets ? 0 : own
  const contributions = new Float64Array(model.features.length)
  let bias = sign === -1 && link === 'complement' ? 1 : 0
  for (let t = 0; t < trees.scales.length; t++) {
    if (targets && targets[t] !== own) continue
    const root = trees.roots[t]!
    const scale = sign * trees.scales[t]!
    let node = root
    bias += scale * trees.values[root * width + output]!
    for (let f = trees.feature[node]!; f >= 0; f = trees.feature[node]!) {
      const child = childOf(trees, node, x[f]!)
      if (child === 0) break
      const change = trees.values[(root + child) * width + output]! - trees.values[node * width + output]!
      contributions[f]! += scale * change
      node = root + child
    }
  }
  return { bias, contributions }
}
