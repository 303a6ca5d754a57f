import { type CodedExamples, type Codes, columnsOf } from '../coded-examples.ts'
import { addSplit } from '../grow-tree.ts'
import { TreeBuilder } from '../tree-builder.ts'
import {
  fillBins,
  type GainOptions,
  type GradientSplit,
  type Sums,
  splitLevels,
  splitNumbers,
} from './gradient-split.ts'
import type { Team } from './team.ts'

/** How a tree grows. */
export interface GradientTreeOptions extends GainOptions {
  maxLeaves: number
  /** Levels of splits; -1 for no limit but that of leaves. */
  maxDepth: number
}

/** A leaf of a tree while it grows: rows[start..end). */
interface Leaf extends Sums {
  node: number
  start: number
  end: number
  depth: number
  bins: Float64Array | undefined
  split: GradientSplit | undefined
}

/** A finished tree, and which of the rows ended in which of its leaves. */
export interface GradientTree {
  tree: TreeBuilder
  leaves: { node: number; start: number; end: number }[]
}

/** Histograms of all leaves take no more than this; where they would, each is made when needed and forgotten. */
const MOST_BINS = 1 << 23

/** Grows regression trees on first and second derivatives of a loss (Chen & Guestrin 2016), the leaf of greatest gain
 *  first (Ke et al. 2017), over histograms of byte codes. Of two children only the smaller one's histogram is summed up;
 *  the other's is what is left of their parent's. */
export class GradientTreeGrower {
  readonly columns: readonly Codes[]
  readonly #examples: CodedExamples
  readonly #options: GradientTreeOptions
  readonly #team: Team
  /** By feature: what its splits gain. */
  readonly #gains: Float64Array
  readonly #spare: Int32Array
  /** Derivatives in the order of a node's rows. */
  readonly #ordered: Float32Array
  /** Where each feature's bins begin in a histogram; histograms that are free for use. */
  readonly #binAt: Float64Array
  readonly #keep: boolean
  readonly #free: Float64Array[] = []
  /** Takes the second sums where there is no second feature. */
  readonly #noBins: Float64Array

  /** @param gains by feature: what its splits gain is added there */
  constructor(examples: CodedExamples, options: GradientTreeOptions, team: Team, gains: Float64Array) {
    this.columns = columnsOf(examples)
    this.#examples = examples
    this.#options = options
    this.#team = team
    this.#gains = gains
    this.#spare = new Int32Array(examples.rows)
    this.#ordered = new Float32Array(2 * examples.rows)
    this.#binAt = new Float64Array(examples.columns + 1)
    for (let f = 0; f < examples.columns; f++) {
      this.#binAt[f + 1] = this.#binAt[f]! + (team.owns(f) ? 2 * examples.codeCounts[f]! : 0)
    }
    let bins = 0
    for (const codes of examples.codeCounts) bins += 2 * codes
    this.#noBins = new Float64Array(2 * Math.max(...examples.codeCounts))
    this.#keep = bins * options.maxLeaves <= MOST_BINS
  }

  /** @param derivatives pairs of first and second derivatives, by row
   *  @param rows the rows to grow on; reordered
   *  @param features those that the tree may use, ascending */
  grow(derivatives: Float32Array, rows: Int32Array, features: Int32Array): GradientTree {
    const tree = new TreeBuilder(1)
    const root = this.#newLeaf(tree, { start: 0, end: rows.length, depth: 0 }, sumUp(derivatives, rows))
    const own = features.filter((f) => this.#team.owns(f))
    this.#fill(root, derivatives, rows, own)
    const [first] = this.#team.best([this.#bestSplit(root, own)])
    root.split = first
    const leaves = [root]
    const { maxLeaves } = this.#options
    for (let next = mostGain(leaves); next && leaves.length < maxLeaves; next = mostGain(leaves)) {
      const children = this.#divide(tree, next, rows)
      leaves.splice(leaves.indexOf(next), 1, ...children)
      if (leaves.length === maxLeaves) {
        this.#release(next)
        break
      }
      this.#fillChildren(next, children, derivatives, rows, own)
      const splits = this.#team.best(children.map((child) => this.#bestSplit(child, own)))
      children.forEach((child, i) => {
        child.split = splits[i]
        if (!child.split) this.#release(child)
      })
    }
    for (const leaf of leaves) this.#release(leaf)
    return { tree, leaves }
  }

  #newLeaf(tree: TreeBuilder, place: { start: number; end: number; depth: number }, { G, H }: Sums): Leaf {
    const node = tree.add(place.end - place.start)
    tree.values[node] = H + this.#options.l2 > 0 ? -G / (H + this.#options.l2) : 0
    return { ...place, node, G, H, bins: undefined, split: undefined }
  }

  /** Splits a leaf. @returns its children, left and right */
  #divide(tree: TreeBuilder, leaf: Leaf, rows: Int32Array): [Leaf, Leaf] {
    const { split, node, start, end, depth } = leaf
    const { feature, code, levels, missingLeft, G, H } = split!
    this.#gains[feature]! += split!.gain
    addSplit(tree, node, this.#examples, { feature, lowCode: code, highCode: code + 1, levels })
    const middle = this.#partition(tree, node, missingLeft, rows, start, end)
    const children: [Leaf, Leaf] = [
      this.#newLeaf(tree, { start, end: middle, depth: depth + 1 }, { G, H }),
      this.#newLeaf(tree, { start: middle, end, depth: depth + 1 }, { G: leaf.G - G, H: leaf.H - H }),
    ]
    tree.left[node] = children[0].node
    tree.missing[node] = children[missingLeft ? 0 : 1].node
    return children
  }

  /** Brings rows into the order left, right, otherwise unchanged. @returns where the right ones begin */
  #partition(
    tree: TreeBuilder,
    node: number,
    missingLeft: boolean,
    rows: Int32Array,
    start: number,
    end: number,
  ): number {
    const codes = this.columns[tree.feature[node]!]!
    const spare = this.#spare
    const goesLeft = leftCodes(tree, node, missingLeft, this.#examples.codeCounts[tree.feature[node]!]!)
    let left = start
    let right = 0
    for (let i = start; i < end; i++) {
      const r = rows[i]!
      const isLeft = goesLeft[codes[r]!]!
      // Both are written and one counts: no branch to mispredict.
      rows[left] = r
      spare[right] = r
      left += isLeft
      right += 1 - isLeft
    }
    rows.set(spare.subarray(0, right), left)
    return left
  }

  #fillChildren(
    parent: Leaf,
    [left, right]: [Leaf, Leaf],
    derivatives: Float32Array,
    rows: Int32Array,
    own: Int32Array,
  ): void {
    const [small, large] = left.end - left.start <= right.end - right.start ? [left, right] : [right, left]
    const deeper = this.#options.maxDepth < 0 || left.depth < this.#options.maxDepth
    if (!deeper) {
      this.#release(parent)
      return
    }
    this.#fill(small, derivatives, rows, own)
    if (!this.#keep) {
      this.#fill(large, derivatives, rows, own)
      return
    }
    const rest = parent.bins!
    const taken = small.bins!
    for (const f of own) {
      for (let b = this.#binAt[f]!, end = this.#binAt[f + 1]!; b < end; b++) rest[b]! -= taken[b]!
    }
    large.bins = rest
    parent.bins = undefined
  }

  /** Sums up a leaf's histograms of some features. */
  #fill(leaf: Leaf, derivatives: Float32Array, rows: Int32Array, own: Int32Array): void {
    const { start, end } = leaf
    const ordered = this.#ordered
    for (let i = start, to = 0; i < end; i++, to += 2) {
      const r = rows[i]!
      ordered[to] = derivatives[2 * r]!
      ordered[to + 1] = derivatives[2 * r + 1]!
    }
    const bins = this.#free.pop() ?? new Float64Array(this.#binAt[this.#examples.columns]!)
    leaf.bins = bins
    const target = (f: number) =>
      [bins.subarray(this.#binAt[f]!, this.#binAt[f + 1]!).fill(0), this.columns[f]!] as const
    for (let i = 0; i < own.length; i += 2) {
      const second =
        i + 1 < own.length ? target(own[i + 1]!) : ([this.#noBins, this.columns[own[i]!]!] as const)
      fillBins(target(own[i]!), second, rows, leaf, ordered)
    }
  }

  #bestSplit(leaf: Leaf, own: Int32Array): GradientSplit | undefined {
    const { maxDepth } = this.#options
    if (!leaf.bins || (maxDepth >= 0 && leaf.depth >= maxDepth)) return undefined
    let best: GradientSplit | undefined
    for (const f of own) {
      const bins = leaf.bins.subarray(this.#binAt[f]!, this.#binAt[f + 1]!)
      const find = this.#examples.categorical[f] ? splitLevels : splitNumbers
      best = find(bins, this.#examples.codeCounts[f]!, f, leaf, this.#options, best)
    }
    if (!this.#keep) this.#release(leaf)
    return best
  }

  #release(leaf: Leaf): void {
    if (leaf.bins) this.#free.push(leaf.bins)
    leaf.bins = undefined
  }
}

function sumUp(derivatives: Float32Array, rows: Int32Array): Sums {
  let G = 0
  let H = 0
  for (let i = 0; i < rows.length; i++) {
    G += derivatives[2 * rows[i]!]!
    H += derivatives[2 * rows[i]! + 1]!
  }
  return { G, H }
}

/** 1 for each code that goes left at a node. */
function leftCodes(tree: TreeBuilder, node: number, missingLeft: boolean, codeCount: number): Uint8Array {
  const goesLeft = new Uint8Array(codeCount)
  goesLeft[0] = missingLeft ? 1 : 0
  for (let code = 1; code < codeCount; code++) goesLeft[code] = tree.goesLeft(node, code) ? 1 : 0
  return goesLeft
}

/** The leaf whose split gains most, the earlier of equals. */
function mostGain(leaves: readonly Leaf[]): Leaf | undefined {
  let best: Leaf | undefined
  for (const leaf of leaves) {
    if (leaf.split && (!best || leaf.split.gain > best.split!.gain)) best = leaf
  }
  return best
}
