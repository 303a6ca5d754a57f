import { softmax } from '../../../lib/softmax.ts'
import { type Model, scoreCount } from './model.ts'
import { sumManyRows } from './predict-many.ts'
import { hasLevel, type Trees, treeOutputs } from './tree.ts'

/** From this many rows on, and from this many for each node of a tree, it pays to lay the trees out for walking them with
 *  many rows at once. */
const MANY_ROWS = 32
const ROWS_PER_NODE = 1 / 16

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
  if (model.link === 'softmax') {
    for (let at = 0; at < sums.length; at += width) softmax(sums, sums, at, width)
    return sums
  }
  if (model.link === 'logistic') for (let r = 0; r < rows; r++) sums[r] = 1 / (1 + Math.exp(-sums[r]!))
  if (width === 1) return sums
  const scores = new Float64Array(rows * 2)
  for (let r = 0; r < rows; r++) {
    scores[2 * r] = model.link === 'negate' ? -sums[r]! : 1 - sums[r]!
    scores[2 * r + 1] = sums[r]!
  }
  return scores
}

/** Scores of one row, of shape (model.features.length). */
export function predictRow(model: Model, x: Float32Array): Float64Array {
  return predict(model, x, 1)
}

function sumTrees(model: Model, X: Float32Array, rows: number): Float64Array {
  const { trees, outputs, features } = model
  const sums = new Float64Array(rows * outputs)
  const nodesPerTree = trees.feature.length / Math.max(1, trees.scales.length)
  const many = rows >= Math.max(MANY_ROWS, nodesPerTree * ROWS_PER_NODE)
  if (many && sumManyRows(model, X, sums)) return sums
  const { width, targets } = treeOutputs(trees, outputs)
  for (let t = 0; t < trees.scales.length; t++) {
    for (let r = 0; r < rows; r++) {
      const leaf = leafOf(trees, trees.roots[t]!, X, r * features.length) * width
      const at = r * outputs + (targets ? targets[t]! : 0)
      for (let k = 0; k < width; k++) sums[at + k]! += trees.scales[t]! * trees.values[leaf + k]!
    }
  }
  return sums
}

/** The node that answers for the row at X[offset...]: a leaf, or an inner node where a value is missing for which
 *  it has no child. */
function leafOf(trees: Trees, root: number, X: Float32Array, offset: number): number {
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
