/** Trees as arrays, one after the other. A node's children stand together, after it: left, right and, if the
 *  training rows called for it, missing. `x < threshold` goes left; so does a level that is in the node's subset. */
export interface Trees {
  /** Index of each tree's root, and at the end the number of nodes. */
  roots: Uint32Array
  /** What each tree's values count in the sum. */
  scales: Float64Array
  /** Feature of an inner node, -1 for a leaf. */
  feature: Int32Array
  /** Numeric: the threshold. */
  threshold: Float32Array
  /** Index of the left child from the tree's root on; the right one is next. 0 for a leaf. */
  left: Int32Array
  /** Index of the child for missing values from the tree's root on; 0 where the node itself answers. It may be one of
   *  the other children. */
  missing: Int32Array
  /** Categorical: where its subset begins in `subsets` (length in words, then bits by level), else -1. */
  subset: Int32Array
  subsets: Uint32Array
  /** Shape (nodes, outputs), or (nodes) with `targets`: values of inner nodes too, for missing values and explanations. */
  values: Float32Array
  /** Training rows in each node. */
  cover: Uint32Array
  /** Output that each tree adds to, where its values are one number a node; empty where every tree has values for all
   *  outputs. */
  targets: Uint32Array
}

/** The arrays in the order in which they stand in files, with the type of their elements. */
export const TREE_ARRAYS = [
  ['roots', Uint32Array],
  ['scales', Float64Array],
  ['feature', Int32Array],
  ['threshold', Float32Array],
  ['left', Int32Array],
  ['missing', Int32Array],
  ['subset', Int32Array],
  ['subsets', Uint32Array],
  ['values', Float32Array],
  ['cover', Uint32Array],
  ['targets', Uint32Array],
] as const satisfies readonly (readonly [keyof Trees, unknown])[]

/** How a tree's values stand: `width` numbers a node, for the outputs from `targets` of the tree on (0 without). */
export function treeOutputs(
  { targets }: Trees,
  outputs: number,
): { width: number; targets: Uint32Array | undefined } {
  return targets.length > 0 ? { width: 1, targets } : { width: outputs, targets: undefined }
}

/** True if a subset (see `Trees.subset`) has a level. */
export function hasLevel(subsets: Uint32Array, at: number, level: number): boolean {
  const word = level >>> 5
  return word < subsets[at]! && ((subsets[at + 1 + word]! >>> (level & 31)) & 1) === 1
}
