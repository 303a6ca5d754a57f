import type { Model } from './model.ts'
import { childOf } from './predict.ts'

/** What each feature adds to a score. */
export interface Explanation {
  /** Score without features: what the roots say. */
  bias: number
  /** By feature, in the model's order; features on no row's path are 0. Sums with `bias` to the score. */
  contributions: Float64Array
}

/** Splits one row's score among the features on its paths: each split is credited with the change from a node's value
 *  to that of the child the row goes to (Saabas 2014).
 *  @param x shape (model.features.length)
 *  @param label index of the label whose score is explained; boolean and regression have one score, 0 */
export function explain(model: Model, x: Float32Array, label: number): Explanation {
  const { trees, outputs, link, mode } = model
  const output = link !== 'direct' ? 0 : mode === 'boolean' ? 1 : label
  // Of two labels with one output, the first has its complement or its negative.
  const sign = link !== 'direct' && mode === 'categorical' && label === 0 ? -1 : 1
  const contributions = new Float64Array(model.features.length)
  let bias = sign === -1 && link === 'complement' ? 1 : 0
  for (let t = 0; t < trees.scales.length; t++) {
    const root = trees.roots[t]!
    const scale = sign * trees.scales[t]!
    let node = root
    bias += scale * trees.values[root * outputs + output]!
    for (let f = trees.feature[node]!; f >= 0; f = trees.feature[node]!) {
      const child = childOf(trees, node, x[f]!)
      if (child === 0) break
      const change = trees.values[(root + child) * outputs + output]! - trees.values[node * outputs + output]!
      contributions[f]! += scale * change
      node = root + child
    }
  }
  return { bias, contributions }
}
