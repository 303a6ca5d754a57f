import type { Codes } from './coded-examples.ts'
import type { TreeBuilder } from './tree-builder.ts'

/** Sends rows in coded form down a tree, all of a node's at a time: each node reads one column, in the order of its rows.
 *  @param rows reordered
 *  @param column a feature's codes
 *  @param spare working memory of twice as many
 *  @param visit called with each node that answers for rows, which then stand at rows[start..end) */
export function routeRows(
  tree: TreeBuilder,
  rows: Int32Array,
  column: (feature: number) => Codes,
  visit: (node: number, start: number, end: number) => void,
  spare: Int32Array = new Int32Array(2 * rows.length),
): void {
  const starts = new Int32Array(tree.size)
  const ends = new Int32Array(tree.size)
  ends[0] = rows.length
  for (let node = 0; node < tree.size; node++) {
    const start = starts[node]!
    const end = ends[node]!
    if (start === end) continue
    const feature = tree.feature[node]!
    if (feature < 0) {
      visit(node, start, end)
      continue
    }
    const [middle, upper] = divide(tree, node, column(feature), rows, spare, start, end)
    const left = tree.left[node]!
    starts[left] = start
    ends[left] = middle
    starts[left + 1] = middle
    ends[left + 1] = upper
    const missing = tree.missing[node]!
    if (upper === end) continue
    if (missing === 0) visit(node, upper, end)
    else {
      starts[missing] = upper
      ends[missing] = end
    }
  }
}

/** Brings a node's rows into the order left, right, missing. @returns where right and missing begin */
function divide(
  tree: TreeBuilder,
  node: number,
  codes: Codes,
  rows: Int32Array,
  spare: Int32Array,
  start: number,
  end: number,
): [number, number] {
  const limit = tree.subset[node]! < 0 ? tree.splitCode[node]! : -1
  const half = spare.length >> 1
  let left = start
  let right = 0
  let missing = 0
  for (let i = start; i < end; i++) {
    const r = rows[i]!
    const code = codes[r]!
    if (code === 0) spare[half + missing++] = r
    else if (limit < 0 ? tree.goesLeft(node, code) : code <= limit) rows[left++] = r
    else spare[right++] = r
  }
  rows.set(spare.subarray(0, right), left)
  rows.set(spare.subarray(half, half + missing), left + right)
  return [left, left + right]
}
