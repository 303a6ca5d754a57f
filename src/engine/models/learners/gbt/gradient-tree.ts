import type { CodedExamples } from '../coded-examples.ts'
import { addSplit } from '../grow-tree.ts'
import { TreeBuilder } from '../tree-builder.ts'
import {
  type GainOptions,
  type GradientSplit,
  type Sums,
  splitLevels,
  splitNumbers,
} from './gradient-split.ts'
import type { GradientWorkspace, Range } from './gradient-workspace.ts'

/** How a tree grows. */
export interface GradientTreeOptions extends GainOptions {
  maxLeaves: number
  /** Levels of splits; -1 for no limit but that of leaves. */
  maxDepth: number
}

/** A leaf of a tree while it grows, with this member's rows of it. */
interface Leaf extends Sums, Range {
  node: number
  depth: number
  /** Address of its histogram. */
  histogram: number | undefined
  split: GradientSplit | undefined
}

/** A finished tree, and which of this member's rows ended in which of its leaves. */
export interface GradientTree {
  tree: TreeBuilder
  leaves: (Range & { node: number })[]
}

/** Grows regression trees on first and second derivatives of a loss (Chen & Guestrin 2016), the leaf of greatest gain
 *  first (Ke et al. 2017), over histograms of codes. Of two children only the smaller one's histogram is summed up;
 *  the other's is what is left of their parent's. Each member of a team sums up its rows, then adds up what all have
 *  summed of its features and looks for their best splits. */
export class GradientTreeGrower {
  readonly #examples: CodedExamples
  readonly #options: GradientTreeOptions
  readonly #work: GradientWorkspace
  /** By feature: what its splits gain. */
  readonly #gains: Float64Array
  /** Addresses of histograms that are free for use. */
  readonly #free: number[]

  /** @param gains by feature: what its splits gain is added there */
  constructor(
    examples: CodedExamples,
    options: GradientTreeOptions,
    work: GradientWorkspace,
    gains: Float64Array,
  ) {
    this.#examples = examples
    this.#options = options
    this.#work = work
    this.#gains = gains
    const { leafHistograms, histogramBytes, keep } = work.layout
    this.#free = Array.from(
      { length: keep ? Math.min(options.maxLeaves, examples.rows) + 1 : 3 },
      (_, i) => leafHistograms + i * histogramBytes,
    )
  }

  /** Grows on the derivatives in the workspace.
   *  @param count this member's rows to grow on, which stand in `order` at the start of its slice; reordered
   *  @param features those that the tree may use, ascending */
  grow(count: number, features: Int32Array): GradientTree {
    const { team, slice } = this.#work
    const tree = new TreeBuilder(1)
    const own = features.filter((_, i) => i % team.size === team.index)
    const place = { start: slice.start, end: slice.start + count, depth: 0 }
    const histogram = this.#fill(place, features)
    const sums = this.#work.sumOver(this.#work.sumsOf(features[0]!, histogram))
    const root = this.#newLeaf(tree, place, sums)
    this.#settle(root, histogram, own)
    root.split = team.best([this.#bestSplit(root, own)])[0]
    const leaves = [root]
    const { maxLeaves } = this.#options
    for (let next = mostGain(leaves); next && leaves.length < maxLeaves; next = mostGain(leaves)) {
      const children = this.#divide(tree, next)
      leaves.splice(leaves.indexOf(next), 1, ...children)
      if (leaves.length === maxLeaves) this.#release(next)
      else this.#splitChildren(next, children, features, own)
    }
    for (const leaf of leaves) this.#release(leaf)
    this.#work.sumCounts(tree.cover.subarray(0, tree.size))
    return { tree, leaves }
  }

  #newLeaf(tree: TreeBuilder, place: Range & { depth: number }, { G, H }: Sums): Leaf {
    const node = tree.add(place.end - place.start)
    tree.values[node] = H + this.#options.l2 > 0 ? -G / (H + this.#options.l2) : 0
    return { ...place, node, G, H, histogram: undefined, split: undefined }
  }

  /** Splits a leaf. @returns its children, left and right */
  #divide(tree: TreeBuilder, leaf: Leaf): [Leaf, Leaf] {
    const { split, node, start, end, depth } = leaf
    const { feature, code, levels, missingLeft, G, H } = split!
    this.#gains[feature]! += split!.gain
    addSplit(tree, node, this.#examples, { feature, lowCode: code, highCode: code + 1, levels })
    const middle = this.#work.partition(leaf, feature, (own) =>
      own === 0 ? missingLeft : tree.goesLeft(node, own),
    )
    const children: [Leaf, Leaf] = [
      this.#newLeaf(tree, { start, end: middle, depth: depth + 1 }, { G, H }),
      this.#newLeaf(tree, { start: middle, end, depth: depth + 1 }, { G: leaf.G - G, H: leaf.H - H }),
    ]
    tree.left[node] = children[0].node
    tree.missing[node] = children[missingLeft ? 0 : 1].node
    return children
  }

  /** Finds the best splits of a leaf's children. */
  #splitChildren(parent: Leaf, children: [Leaf, Leaf], features: Int32Array, own: Int32Array): void {
    const { team, layout } = this.#work
    const { maxDepth } = this.#options
    if (maxDepth >= 0 && children[0].depth >= maxDepth) {
      this.#release(parent)
      return
    }
    // By weight: how many rows all members have of each is not known here.
    const [small, large] = children[0].H <= children[1].H ? children : [children[1], children[0]]
    this.#sumUp(small, features, own)
    if (layout.keep) {
      for (const f of own) this.#work.subtract(f, parent.histogram!, small.histogram!)
      large.histogram = parent.histogram
      parent.histogram = undefined
    } else {
      team.meet()
      this.#sumUp(large, features, own)
    }
    const splits = team.best(children.map((child) => this.#bestSplit(child, own)))
    children.forEach((child, i) => {
      child.split = splits[i]
      if (!child.split) this.#release(child)
    })
  }

  #sumUp(leaf: Leaf, features: Int32Array, own: Int32Array): void {
    const histogram = this.#fill(leaf, features)
    this.#work.team.meet()
    this.#settle(leaf, histogram, own)
  }

  /** Sums up this member's rows: alone at once where the leaf will have it. */
  #fill(rows: Range, features: Int32Array): number {
    const histogram = this.#work.team.size === 1 ? this.#free.pop()! : this.#work.ownHistogram
    this.#work.fill(rows, features, histogram)
    return histogram
  }

  /** Gives a leaf the sum of all members' histograms, of this member's own features. */
  #settle(leaf: Leaf, filled: number, own: Int32Array): void {
    leaf.histogram = this.#work.team.size === 1 ? filled : this.#free.pop()!
    if (this.#work.team.size > 1) for (const f of own) this.#work.merge(f, leaf.histogram)
  }

  #bestSplit(leaf: Leaf, own: Int32Array): GradientSplit | undefined {
    let best: GradientSplit | undefined
    for (const f of own) {
      const bins = this.#work.numbers(f, leaf.histogram!)
      const find = this.#examples.categorical[f] ? splitLevels : splitNumbers
      best = find(bins, this.#examples.codeCounts[f]!, f, leaf, this.#options, best)
    }
    if (!this.#work.layout.keep) this.#release(leaf)
    return best
  }

  #release(leaf: Leaf): void {
    if (leaf.histogram !== undefined) this.#free.push(leaf.histogram)
    leaf.histogram = undefined
  }
}

/** The leaf whose split gains most, the earlier of equals. */
function mostGain(leaves: readonly Leaf[]): Leaf | undefined {
  let best: Leaf | undefined
  for (const leaf of leaves) {
    if (leaf.split && (!best || leaf.split.gain > best.split!.gain)) best = leaf
  }
  return best
}
