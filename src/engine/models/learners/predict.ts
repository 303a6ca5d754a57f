import { type Model, scoreCount } from './model.ts'
import { hasLevel, type Trees } from './tree.ts'

/** Rows that pass through all trees together: few enough to stay in the cache with their sums. */
const BLOCK_ROWS = 64

/** Scores of rows.
 *  @param X shape (rows, model.features.length), row-major; NaN is missing; a categorical feature holds the index of
 *  its level
 *  @returns shape (rows, scoreCount(model)): boolean and regression one number, categorical one for each label */
export function predict(model: Model, X: Float32Array, rows: number): Float64Array {
  const sums = sumTrees(model, X, rows)
  const width = scoreCount(model)
  if (model.link === 'direct') {
    // A boolean model with an output for each label answers with that of "true".
    return width === model.outputs ? sums : Float64Array.from({ length: rows }, (_, r) => sums[2 * r + 1]!)
  }
  if (width === 1) return sums
  const scores = new Float64Array(rows * 2)
  for (let r = 0; r < rows; r++) {
    scores[2 * r] = model.link === 'complement' ? 1 - sums[r]! : -sums[r]!
    scores[2 * r + 1] = sums[r]!
  }
  return scores
}

/** Scores of one row, of shape (model.features.length). */
export function predictRow(model: Model, x: Float32Array): Float64Array {
  return predict(model, x, 1)
}

function sumTrees({ trees, outputs, features }: Model, X: Float32Array, rows: number): Float64Array {
  const sums = new Float64Array(rows * outputs)
  const categorical = features.some((feature) => feature.levels)
  const descend = categorical ? leafOfMixed : leafOfNumeric
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    const last = Math.min(rows, first + BLOCK_ROWS)
    for (let t = 0; t < trees.scales.length; t++) {
      const scale = trees.scales[t]!
      const root = trees.roots[t]!
      for (let r = first; r < last; r++) {
        const leaf = descend(trees, root, X, r * features.length) * outputs
        for (let k = 0; k < outputs; k++) sums[r * outputs + k]! += scale * trees.values[leaf + k]!
      }
    }
  }
  return sums
}

/** The node that answers for the row at X[offset...]: a leaf, or an inner node where a value is missing for which
 *  it has no child. All features are numeric. */
function leafOfNumeric(trees: Trees, root: number, X: Float32Array, offset: number): number {
  const { feature, threshold, left, missing } = trees
  let node = root
  for (let f = feature[node]!; f >= 0; f = feature[node]!) {
    const x = X[offset + f]!
    if (x < threshold[node]!) node = root + left[node]!
    else if (x >= threshold[node]!) node = root + left[node]! + 1
    else if (missing[node] === 0) return node
    else node = root + missing[node]!
  }
  return node
}

/** The same, with categorical features among them. */
export function leafOfMixed(trees: Trees, root: number, X: Float32Array, offset: number): number {
  let node = root
  while (trees.feature[node]! >= 0) {
    const child = childOf(trees, node, X[offset + trees.feature[node]!]!)
    if (child === 0) return node
    node = root + child
  }
  return node
}

/** Where a value of the node's feature leads, from the tree's root on; 0 if the node itself answers. */
export function childOf(trees: Trees, node: number, x: number): number {
  if (Number.isNaN(x)) return trees.missing[node]!
  const subset = trees.subset[node]!
  const goesLeft = subset < 0 ? x < trees.threshold[node]! : hasLevel(trees.subsets, subset, x)
  return trees.left[node]! + (goesLeft ? 0 : 1)
}
