import { softmax } from '../../../lib/softmax.ts'
import { leafFinder } from './find-leaves.ts'
import { type Model, scoreCount } from './model.ts'
import { sumManyRows } from './predict-many.ts'
import { treeOutputs } from './tree.ts'

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
  if (rows >= Math.max(MANY_ROWS, nodesPerTree * ROWS_PER_NODE)) {
    sumManyRows(model, X, sums)
    return sums
  }
  const { width, targets } = treeOutputs(trees, outputs)
  const findLeaves = leafFinder(model)
  for (let r = 0; r < rows; r++) {
    const leaves = findLeaves(X, r * features.length)
    for (let t = 0; t < leaves.length; t++) {
      const leaf = leaves[t]! * width
      const at = r * outputs + (targets ? targets[t]! : 0)
      for (let k = 0; k < width; k++) sums[at + k]! += trees.scales[t]! * trees.values[leaf + k]!
    }
  }
  return sums
}
