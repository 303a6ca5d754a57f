import type { Codes } from './coded-examples.ts'
import { TREE_ARRAYS, type Trees } from './tree.ts'

/** A tree while it grows: arrays that double when full. Besides what a finished tree has, it knows its splits in
 *  codes, so that rows in coded form can be sent down it. */
export class TreeBuilder {
  size = 0
  feature = new Int32Array(64)
  threshold = new Float32Array(64)
  left = new Int32Array(64)
  missing = new Int32Array(64)
  subset = new Int32Array(64)
  cover = new Uint32Array(64)
  values: Float32Array
  /** Codes up to this one go left. */
  splitCode = new Int32Array(64)
  subsets: number[] = []
  readonly outputs: number

  constructor(outputs: number) {
    this.outputs = outputs
    this.values = new Float32Array(64 * outputs)
  }

  /** Adds a leaf. @returns its index */
  add(cover: number): number {
    if (this.size === this.feature.length) this.#grow()
    const node = this.size++
    this.feature[node] = -1
    this.subset[node] = -1
    this.cover[node] = cover
    return node
  }

  #grow(): void {
    const capacity = 2 * this.feature.length
    const enlarge = <A extends Int32Array | Uint32Array | Float32Array>(array: A, larger: A): A => {
      larger.set(array)
      return larger
    }
    this.feature = enlarge(this.feature, new Int32Array(capacity))
    this.threshold = enlarge(this.threshold, new Float32Array(capacity))
    this.left = enlarge(this.left, new Int32Array(capacity))
    this.missing = enlarge(this.missing, new Int32Array(capacity))
    this.subset = enlarge(this.subset, new Int32Array(capacity))
    this.cover = enlarge(this.cover, new Uint32Array(capacity))
    this.splitCode = enlarge(this.splitCode, new Int32Array(capacity))
    this.values = enlarge(this.values, new Float32Array(capacity * this.outputs))
  }

  /** Adds the subset of levels whose codes are given; of none where missing values alone go left. @returns where it begins */
  addSubset(codes: readonly number[]): number {
    const at = this.subsets.length
    const words = Math.max(0, ...codes.map((code) => ((code - 1) >>> 5) + 1))
    this.subsets.push(words, ...new Array<number>(words).fill(0))
    for (const code of codes) this.subsets[at + 1 + ((code - 1) >>> 5)]! |= 1 << ((code - 1) & 31)
    return at
  }

  /** True if a code of the node's feature (not missing) goes left. */
  goesLeft(node: number, code: number): boolean {
    const at = this.subset[node]!
    if (at < 0) return code <= this.splitCode[node]!
    const word = (code - 1) >>> 5
    return word < this.subsets[at]! && ((this.subsets[at + 1 + word]! >>> ((code - 1) & 31)) & 1) === 1
  }
}

/** A finished tree and what its values count in the sum. */
export interface GrownTree {
  tree: TreeBuilder
  scale: number
  /** The one output that it adds to, if it is for one of several. */
  target?: number
}

/** The node in which a row in coded form ends. */
export function findLeaf(tree: TreeBuilder, columns: readonly Codes[], row: number): number {
  let node = 0
  while (tree.feature[node]! >= 0) {
    const code = columns[tree.feature[node]!]![row]!
    const child = code === 0 ? tree.missing[node]! : tree.left[node]! + (tree.goesLeft(node, code) ? 0 : 1)
    if (child === 0) return node
    node = child
  }
  return node
}

/** Lays finished trees behind each other. */
export function packTrees(grown: readonly GrownTree[], modelOutputs: number): Trees {
  const targets = grown.some(({ target }) => target !== undefined)
  const outputs = targets ? 1 : modelOutputs
  const nodes = grown.reduce((total, { tree }) => total + tree.size, 0)
  const words = grown.reduce((total, { tree }) => total + tree.subsets.length, 0)
  const packed: Trees = {
    roots: new Uint32Array(grown.length + 1),
    scales: Float64Array.from(grown, ({ scale }) => scale),
    feature: new Int32Array(nodes),
    threshold: new Float32Array(nodes),
    left: new Int32Array(nodes),
    missing: new Int32Array(nodes),
    subset: new Int32Array(nodes),
    subsets: new Uint32Array(words),
    values: new Float32Array(nodes * outputs),
    cover: new Uint32Array(nodes),
    targets: Uint32Array.from(targets ? grown : [], ({ target = 0 }) => target),
  }
  let at = 0
  let word = 0
  grown.forEach(({ tree }, t) => {
    const { size } = tree
    packed.feature.set(tree.feature.subarray(0, size), at)
    packed.threshold.set(tree.threshold.subarray(0, size), at)
    packed.left.set(tree.left.subarray(0, size), at)
    packed.missing.set(tree.missing.subarray(0, size), at)
    packed.cover.set(tree.cover.subarray(0, size), at)
    packed.values.set(tree.values.subarray(0, size * outputs), at * outputs)
    for (let n = 0; n < size; n++) packed.subset[at + n] = tree.subset[n]! < 0 ? -1 : tree.subset[n]! + word
    packed.subsets.set(tree.subsets, word)
    at += size
    word += tree.subsets.length
    packed.roots[t + 1] = at
  })
  return packed
}

/** Joins packed trees in the order given. */
export function joinTrees(parts: readonly Trees[]): Trees {
  const joined = Object.fromEntries(
    TREE_ARRAYS.map(([name, Type]) => {
      const array = new Type(joinedLength(parts, name))
      writeJoined(parts, name, array)
      return [name, array]
    }),
  )
  return joined as unknown as Trees
}

/** The same trees without arrays that say nothing: of children for missing values, or of subsets, where there are none.
 *  To be joined, not to be walked. */
export function withoutEmpty(trees: Trees): Trees {
  return {
    ...trees,
    missing: trees.missing.some((child) => child !== 0) ? trees.missing : new Int32Array(0),
    subset: trees.subset.some((at) => at >= 0) ? trees.subset : new Int32Array(0),
  }
}

/** Elements that an array of joined trees has. */
export function joinedLength(parts: readonly Trees[], name: keyof Trees): number {
  const own = name === 'missing' || name === 'subset' ? 'feature' : name
  const total = parts.reduce((sum, part) => sum + part[own].length, 0)
  return name === 'roots' ? total - parts.length + 1 : total
}

/** Writes one array of joined trees. */
export function writeJoined(parts: readonly Trees[], name: keyof Trees, to: Trees[keyof Trees]): void {
  let at = name === 'roots' ? 1 : 0
  let nodes = 0
  let words = 0
  for (const part of parts) {
    const from = name === 'roots' ? part.roots.subarray(1) : part[name]
    to.set(from, at)
    if (name === 'subset' && from.length === 0) to.fill(-1, at, at + part.feature.length)
    if (name === 'roots') for (let t = 0; t < from.length; t++) to[at + t]! += nodes
    if (name === 'subset') for (let n = 0; n < from.length; n++) if (from[n]! >= 0) to[at + n]! += words
    at += name === 'missing' || name === 'subset' ? part.feature.length : from.length
    nodes += part.feature.length
    words += part.subsets.length
  }
}
