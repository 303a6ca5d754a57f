import type { Model } from './model.ts'
import { hasLevel, type Trees } from './tree.ts'
import { RowWalker } from './walk/row-walker.ts'

/** Finds for each tree the node, counted over all trees, that answers for the row at X[offset...]; valid until the next
 *  call. */
type FindLeaves = (X: Float32Array, offset: number) => Int32Array

interface Finder {
  calls: number
  find: FindLeaves
  walker: RowWalker | undefined
}

/** Models of fewer nodes are in the processor's cache as they are. */
const LEAST_NODES = 1 << 14
const MOST_NODES = 1 << 22
/** A model that scores row after row (as a function in SQL does) is laid out for that when it has done so this often for
 *  each node of a tree; and so many at a time, those laid out last. */
const CALLS_PER_NODE = 1 / 32
const MOST_LAID_OUT = 4

const finders = new WeakMap<Model, Finder>()
const laidOut: Finder[] = []

/** What finds a model's nodes for single rows. */
export function leafFinder(model: Model): FindLeaves {
  const finder = finders.get(model) ?? createFinder(model)
  const { trees, features } = model
  const nodes = trees.feature.length
  finder.calls++
  const isDue = finder.calls > (nodes / trees.scales.length) * CALLS_PER_NODE
  if (!finder.walker && isDue && nodes >= LEAST_NODES && nodes <= MOST_NODES) {
    finder.walker = new RowWalker(trees, features)
    laidOut.push(finder)
    if (laidOut.length > MOST_LAID_OUT) Object.assign(laidOut.shift()!, { walker: undefined, calls: 0 })
  }
  return finder.find
}

function createFinder(model: Model): Finder {
  const { trees, features } = model
  const leaves = new Int32Array(trees.scales.length)
  const finder: Finder = {
    calls: 0,
    walker: undefined,
    find(X, offset) {
      if (finder.walker) finder.walker.walk(X.subarray(offset, offset + features.length), leaves)
      else for (let t = 0; t < leaves.length; t++) leaves[t] = leafOf(trees, trees.roots[t]!, X, offset)
      return leaves
    },
  }
  finders.set(model, finder)
  return finder
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
