import type { Model } from './model.ts'
import { type Trees, treeOutputs } from './tree.ts'
import { TreeWalker } from './walk/tree-walker.ts'

/** Adds what all trees say of each row to `sums`, in the order of the trees: equal bit for bit to adding them row by
 *  row. Blocks of rows pass through groups of trees that stay in the processor's cache.
 *  @param X shape (rows, model.features.length)
 *  @param sums shape (rows, model.outputs) */
export function sumManyRows({ trees, outputs, features }: Model, X: Float32Array, sums: Float64Array): void {
  const rows = sums.length / outputs
  const walker = new TreeWalker(trees, features, X)
  const { width, targets } = treeOutputs(trees, outputs)
  for (const group of walker.groups) {
    const { first, last } = group
    walker.layOut(group)
    const base = trees.roots[first]!
    for (let from = 0; from < rows; from += walker.blockRows) {
      const block = Math.min(walker.blockRows, rows - from)
      walker.enter(X, from, block)
      for (let t = first; t < last; t++) {
        const leaves = walker.walk(t)
        const start = from * outputs + (targets ? targets[t]! : 0)
        addLeaves(trees, { leaves, base, shift: walker.nodeShift, scale: trees.scales[t]!, width }, sums, {
          start,
          step: outputs,
          block,
        })
      }
    }
  }
}

function addLeaves(
  { values }: Trees,
  {
    leaves,
    base,
    shift,
    scale,
    width,
  }: { leaves: Int32Array; base: number; shift: number; scale: number; width: number },
  sums: Float64Array,
  { start, step, block }: { start: number; step: number; block: number },
): void {
  if (width === 1) {
    for (let r = 0, at = start; r < block; r++, at += step)
      sums[at]! += scale * values[base + (leaves[r]! >> shift)]!
    return
  }
  for (let r = 0, at = start; r < block; r++, at += step) {
    const leaf = (base + (leaves[r]! >> shift)) * width
    for (let k = 0; k < width; k++) sums[at + k]! += scale * values[leaf + k]!
  }
}
