import type { Model } from './model.ts'
import { hasLevel, type Trees, treeOutputs } from './tree.ts'

/** Nodes laid out together: 16 bytes each, so that a group of trees stays in the second-level cache. */
const GROUP_NODES = 1 << 15
/** Numbers of the matrix that pass through a group of trees together. */
const BLOCK_CELLS = 1 << 13
const MOST_BLOCK_ROWS = 1024
/** Rows take this many steps down a tree together; in deeper trees few are left, and each goes on alone. */
const STEPS = 16

/** Adds what all trees say of each row to `sums`, in the order of the trees: equal bit for bit to adding them row by
 *  row. All rows of a block take a step, then the next: no step waits for the one before it, and none is a branch that
 *  a processor would have to guess (compare the "blocked" layouts of Yggdrasil and Treelite).
 *  @param X shape (rows, model.features.length)
 *  @param sums shape (rows, model.outputs) */
export function sumManyRows({ trees, outputs, features }: Model, X: Float32Array, sums: Float64Array): void {
  const columns = features.length
  const rows = sums.length / outputs
  const blockRows = Math.max(16, Math.min(MOST_BLOCK_ROWS, Math.floor(BLOCK_CELLS / Math.max(1, columns))))
  const walker = features.some((feature) => feature.levels)
    ? new MixedWalker(blockRows)
    : new Walker(blockRows)
  const { width, targets } = treeOutputs(trees, outputs)
  const count = trees.scales.length
  for (let first = 0; first < count; ) {
    let last = first + 1
    while (last < count && trees.roots[last + 1]! - trees.roots[first]! <= GROUP_NODES) last++
    walker.layOut(trees, first, last)
    const base = trees.roots[first]!
    for (let from = 0; from < rows; from += blockRows) {
      const block = Math.min(blockRows, rows - from)
      walker.enter(from * columns, block, columns)
      for (let t = first; t < last; t++) {
        const leaves = walker.walk(t - first, X)
        const scale = trees.scales[t]!
        const start = from * outputs + (targets ? targets[t]! : 0)
        for (let r = 0; r < block; r++) {
          const leaf = (base + leaves[r]!) * width
          const at = start + r * outputs
          for (let k = 0; k < width; k++) sums[at + k]! += scale * trees.values[leaf + k]!
        }
      }
    }
    first = last
  }
}

/** Walks blocks of rows down trees of numeric features. */
class Walker {
  /** Four numbers a node: feature, left child, threshold (as a float in the same bytes), child for missing values; places
   *  of nodes count from the first node laid out. A node without children leads to itself. */
  protected nodes: Int32Array<ArrayBuffer> = new Int32Array(0)
  protected thresholds: Float32Array<ArrayBuffer> = new Float32Array(0)
  protected first = 0
  /** Root and depth of each tree laid out. */
  #roots: number[] = []
  #depths: number[] = []
  /** Where each row of the block is, and where it begins in the matrix. */
  protected readonly node: Int32Array
  protected readonly at: Int32Array
  #rows = 0

  constructor(rows: number) {
    this.node = new Int32Array(rows)
    this.at = new Int32Array(rows)
  }

  /** Takes the trees from `first` to before `last`. */
  layOut(trees: Trees, first: number, last: number): void {
    this.first = trees.roots[first]!
    const size = trees.roots[last]! - this.first
    if (this.nodes.length < 4 * size) {
      this.nodes = new Int32Array(4 * size)
      this.thresholds = new Float32Array(this.nodes.buffer)
    }
    const depths = new Uint16Array(size)
    this.#roots = []
    this.#depths = []
    for (let t = first; t < last; t++) {
      const root = trees.roots[t]! - this.first
      let deepest = 0
      for (let own = root, end = trees.roots[t + 1]! - this.first; own < end; own++) {
        const depth = depths[own]!
        if (trees.feature[this.first + own]! < 0) this.#layOutLeaf(own)
        else this.#layOutInner(trees, own, root, depths)
        deepest = Math.max(deepest, depth)
      }
      this.#roots.push(root)
      this.#depths.push(deepest)
    }
  }

  /** Nothing is at least NaN: all stay at a leaf. */
  #layOutLeaf(own: number): void {
    this.nodes[4 * own] = 0
    this.nodes[4 * own + 1] = own
    this.thresholds[4 * own + 2] = Number.NaN
    this.nodes[4 * own + 3] = own
  }

  #layOutInner(trees: Trees, own: number, root: number, depths: Uint16Array): void {
    const node = this.first + own
    const left = root + trees.left[node]!
    const missing = trees.missing[node]!
    this.nodes[4 * own] = trees.feature[node]!
    this.nodes[4 * own + 1] = left
    this.thresholds[4 * own + 2] = trees.threshold[node]!
    this.nodes[4 * own + 3] = missing > 0 ? root + missing : own
    const below = depths[own]! + 1
    depths[left] = below
    depths[left + 1] = below
    if (missing > 0) depths[root + missing] = below
  }

  /** Takes a block of rows, which begins at `offset` in the matrix. */
  enter(offset: number, rows: number, columns: number): void {
    this.#rows = rows
    for (let r = 0; r < rows; r++) this.at[r] = offset + r * columns
  }

  /** @param tree its number among those laid out
   *  @returns for each row of the block the node that answers, counted from the first one laid out */
  walk(tree: number, X: Float32Array): Int32Array {
    const { node, at } = this
    const rows = this.#rows
    const depth = this.#depths[tree]!
    node.fill(this.#roots[tree]!, 0, rows)
    for (let step = 0; step < STEPS && step < depth; step++) this.step(X, rows)
    if (depth <= STEPS) return node
    for (let r = 0; r < rows; r++) {
      let here = node[r]!
      for (let next = this.next(X, here, at[r]!); next !== here; next = this.next(X, here, at[r]!))
        here = next
      node[r] = here
    }
    return node
  }

  /** Moves the first `count` rows one step. */
  protected step(X: Float32Array, count: number): void {
    const { nodes, thresholds, node, at } = this
    for (let i = 0; i < count; i++) {
      const n = node[i]! << 2
      const x = X[at[i]! + nodes[n]!]!
      // `|` makes a number of the comparison without a branch.
      // biome-ignore lint/suspicious/noExplicitAny: TypeScript has no such operator on booleans
      node[i] = Number.isNaN(x) ? nodes[n + 3]! : nodes[n + 1]! + ((x >= thresholds[n + 2]!) as any | 0)
    }
  }

  /** Where a row's next step leads; the same node if it has arrived. */
  protected next(X: Float32Array, node: number, at: number): number {
    const n = node << 2
    const x = X[at + this.nodes[n]!]!
    if (Number.isNaN(x)) return this.nodes[n + 3]!
    return this.nodes[n + 1]! + (x >= this.thresholds[n + 2]! ? 1 : 0)
  }
}

/** Walks blocks of rows down trees that have categorical features too. */
class MixedWalker extends Walker {
  #trees: Trees | undefined

  override layOut(trees: Trees, first: number, last: number): void {
    super.layOut(trees, first, last)
    this.#trees = trees
  }

  protected override step(X: Float32Array, count: number): void {
    const { node, at } = this
    for (let i = 0; i < count; i++) node[i] = this.next(X, node[i]!, at[i]!)
  }

  protected override next(X: Float32Array, node: number, at: number): number {
    const { subset, subsets } = this.#trees!
    const n = node << 2
    const x = X[at + this.nodes[n]!]!
    const levels = subset[this.first + node]!
    const left = this.nodes[n + 1]!
    if (Number.isNaN(x) || left === node) return this.nodes[n + 3]!
    if (levels < 0) return left + (x >= this.thresholds[n + 2]! ? 1 : 0)
    return left + (hasLevel(subsets, levels, x) ? 0 : 1)
  }
}
