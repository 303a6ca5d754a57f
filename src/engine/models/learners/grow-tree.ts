import type { CodedExamples, Codes } from './coded-examples.ts'
import type { Criterion } from './criteria/criterion.ts'
import type { Split, SplitFinder } from './find-split.ts'
import type { Random } from './random.ts'
import { TreeBuilder } from './tree-builder.ts'

/** How a tree grows. */
export interface GrowOptions {
  /** Levels of splits; -1 until the leaves are pure. */
  maxDepth: number
  /** Features tried at each split. */
  featuresPerSplit: number
  /** By feature: what its splits gain is added here. */
  gains: Float64Array
  random: Random
}

interface Pending {
  node: number
  start: number
  end: number
  depth: number
}

/** Grows one tree by best splits, depth first (CART: Breiman, Friedman, Olshen & Stone 1984), with a third child for
 *  missing values where a node's rows have some.
 *  @param given the training rows */
export function growTree(
  examples: CodedExamples,
  given: Int32Array,
  criterion: Criterion,
  finder: SplitFinder,
  options: GrowOptions,
): TreeBuilder {
  const tree = new TreeBuilder(criterion.outputs)
  finder.startTree()
  const rows = finder.scratch.integers('rows', given.length)
  rows.set(given)
  const spare = finder.scratch.integers('spare', rows.length)
  const stack: Pending[] = [{ node: tree.add(rows.length), start: 0, end: rows.length, depth: 0 }]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, start, end, depth } = next
    const mixed = criterion.enter(rows, start, end)
    criterion.write(tree.values, node * tree.outputs)
    const deeper = mixed && end - start > 1 && depth !== options.maxDepth
    const split = deeper
      ? finder.find(criterion, { rows, start, end }, options.featuresPerSplit, options.random)
      : undefined
    if (split) {
      addSplit(tree, node, examples, split)
      options.gains[split.feature]! += Math.max(0, split.score - criterion.worth)
      const [middle, upper] = partition(tree, node, {
        codes: finder.columns[split.feature]!,
        rows,
        spare,
        start,
        end,
      })
      stack.push(...addChildren(tree, node, [start, middle, upper, end], depth + 1))
    }
  }
  return tree
}

/** Writes a split into a tree: the threshold half-way between the values of both codes, or the levels that go left. */
export function addSplit(
  tree: TreeBuilder,
  node: number,
  examples: CodedExamples,
  split: Pick<Split, 'feature' | 'lowCode' | 'highCode' | 'levels'>,
): void {
  tree.feature[node] = split.feature
  if (split.levels) {
    tree.subset[node] = tree.addSubset(split.levels)
    return
  }
  const at = examples.codeOffsets[split.feature]!
  const low = examples.codeHigh[at + split.lowCode]!
  if (split.highCode >= examples.codeCounts[split.feature]!) {
    tree.threshold[node] = Number.POSITIVE_INFINITY
    tree.splitCode[node] = split.lowCode
    return
  }
  const high = examples.codeLow[at + split.highCode]!
  // Half-way, unless rounding (or an infinity) would put the threshold on the left value or below it.
  const middle = Math.fround(low / 2 + high / 2)
  const threshold = low < middle ? middle : high
  tree.threshold[node] = threshold
  // Codes between the two are absent here, but rows held out for validation may have them.
  let code = split.lowCode
  while (code + 1 < split.highCode && examples.codeLow[at + code + 1]! < threshold) code++
  tree.splitCode[node] = code
}

interface Segment {
  codes: Codes
  rows: Int32Array
  spare: Int32Array
  start: number
  end: number
}

/** Brings a node's rows into the order left, right, missing, otherwise unchanged. @returns both borders */
function partition(tree: TreeBuilder, node: number, segment: Segment): [number, number] {
  const { codes, rows, spare, start, end } = segment
  const splitCode = tree.subset[node]! < 0 ? tree.splitCode[node]! : -1
  let left = start
  let right = 0
  let missing = end
  for (let i = start; i < end; i++) {
    const r = rows[i]!
    const code = codes[r]!
    if (code === 0) spare[--missing] = r
    else if (splitCode < 0 ? tree.goesLeft(node, code) : code <= splitCode) rows[left++] = r
    else spare[right++] = r
  }
  for (let i = 0; i < right; i++) rows[left + i] = spare[i]!
  for (let i = missing; i < end; i++) rows[i] = spare[i]!
  return [left, left + right]
}

/** @param borders start of left, right and missing rows, and their end */
function addChildren(tree: TreeBuilder, node: number, borders: number[], depth: number): Pending[] {
  const [start, middle, upper, end] = borders as [number, number, number, number]
  const children: Pending[] = []
  const add = (from: number, to: number): number => {
    const child = tree.add(to - from)
    // An empty side (only present against missing was told apart) answers like its parent.
    const size = tree.outputs
    if (from === to) tree.values.copyWithin(child * size, node * size, (node + 1) * size)
    else children.push({ node: child, start: from, end: to, depth })
    return child
  }
  // Adding may replace the tree's arrays, so it comes before they are looked up.
  const left = add(start, middle)
  add(middle, upper)
  const missing = upper < end ? add(upper, end) : 0
  tree.left[node] = left
  tree.missing[node] = missing
  return children
}
