import type { FeatureSpec } from '../../../../contract/learning.ts'
import { CONSTANTS_END } from '../../../../lib/wasm/assembler.ts'
import { buildModule } from '../../../../lib/wasm/build-module.ts'
import type { Trees } from '../tree.ts'
import { emitWalk, NODE_BYTES, TILE, type WalkShape } from './emit-walk.ts'

/** Nodes laid out together: a group of trees stays in the second-level cache. */
const GROUP_BYTES = 1 << 19
/** Numbers of the matrix that pass through a group of trees together. */
const BLOCK_CELLS = 1 << 14
const MOST_BLOCK_ROWS = 1024
const PAGE = 65536

type Walk = (root: number, x: number, end: number, out: number) => void

/** Trees that are laid out together: from `first` to before `last`. */
interface Group {
  first: number
  last: number
}

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64

/** Compiled kernels, by shape: a model is applied again and again. */
const modules = new Map<string, WebAssembly.Module>()
const MOST_MODULES = 64

function moduleOf(shape: WalkShape): WebAssembly.Module {
  const key = JSON.stringify(shape)
  let module = modules.get(key)
  if (!module) {
    if (modules.size === MOST_MODULES) modules.clear()
    module = new WebAssembly.Module(buildModule([emitWalk(shape)], { relaxed: false }))
    modules.set(key, module)
  }
  return module
}

/** Walks blocks of rows down trees, eight rows side by side: each step is a load that need not wait for the one before,
 *  and none is a branch that a processor would have to guess (compare the "blocked" layouts of Yggdrasil and Treelite). */
export class TreeWalker {
  readonly groups: Group[]
  readonly blockRows: number
  /** A node's number in its group is its place shifted right by this. */
  readonly nodeShift: number
  readonly #trees: Trees
  readonly #shape: WalkShape
  readonly #walk: Walk
  readonly #columns: number
  readonly #words: Int32Array
  readonly #floats: Float32Array
  readonly #xAt: number
  readonly #outAt: number
  readonly #setsAt: number
  #first = 0
  #rows = 0

  /** @returns undefined where a tree has too many nodes for so many features */
  static for(trees: Trees, features: readonly FeatureSpec[], X: Float32Array): TreeWalker | undefined {
    const kind = features.some((feature) => feature.levels) ? 'mixed' : hasMissing(X) ? 'missing' : 'plain'
    const rowBytes = 4 * Math.max(1, features.length)
    const childBits = 32 - Math.ceil(Math.log2(rowBytes))
    const most = Math.min(GROUP_BYTES, 2 ** childBits) / NODE_BYTES[kind]
    const groups = groupTrees(trees, most)
    const largest = Math.max(0, ...groups.map(({ first, last }) => trees.roots[last]! - trees.roots[first]!))
    if (childBits < 4 || largest * NODE_BYTES[kind] > 2 ** childBits) return undefined
    return new TreeWalker(trees, groups, largest, { kind, childBits, rowBytes })
  }

  private constructor(
    trees: Trees,
    groups: Group[],
    largest: number,
    { kind, childBits, rowBytes }: Omit<WalkShape, 'nodesAt'>,
  ) {
    const most = Math.floor((4 * BLOCK_CELLS) / rowBytes / TILE) * TILE
    this.#trees = trees
    this.groups = groups
    this.blockRows = Math.max(2 * TILE, Math.min(MOST_BLOCK_ROWS, most))
    this.nodeShift = Math.log2(NODE_BYTES[kind])
    this.#columns = rowBytes / 4
    this.#xAt = CONSTANTS_END
    this.#outAt = align(this.#xAt + this.blockRows * rowBytes)
    const setsAt = align(this.#outAt + 4 * this.blockRows)
    const sets = kind === 'mixed' ? trees.subsets.length + 2 : 0
    const nodesAt = align(setsAt + 4 * sets)
    this.#shape = { kind, childBits, rowBytes, nodesAt }
    const pages = Math.ceil((nodesAt + largest * NODE_BYTES[kind]) / PAGE)
    const memory = new WebAssembly.Memory({ initial: pages })
    this.#words = new Int32Array(memory.buffer)
    this.#floats = new Float32Array(memory.buffer)
    this.#setsAt = setsAt
    if (sets > 0) this.#words.set(trees.subsets, setsAt / 4)
    const { exports } = new WebAssembly.Instance(moduleOf(this.#shape), { env: { memory } })
    this.#walk = exports.walk as Walk
  }

  /** Takes the trees from `first` to before `last`. */
  layOut(first: number, last: number): void {
    const { roots, feature } = this.#trees
    this.#first = roots[first]!
    for (let t = first; t < last; t++) {
      const root = roots[t]! - this.#first
      for (let own = root, end = roots[t + 1]! - this.#first; own < end; own++) {
        if (feature[this.#first + own]! < 0) this.#layOutLeaf(own)
        else this.#layOutInner(own, root)
      }
    }
  }

  #at = (own: number): number => (this.#shape.nodesAt + (own << this.nodeShift)) >> 2

  /** Nothing is at least NaN: all stay at a leaf. */
  #layOutLeaf(own: number): void {
    const at = this.#at(own)
    this.#floats[at] = Number.NaN
    this.#words[at + 1] = own << this.nodeShift
    if (this.#shape.kind === 'plain') return
    this.#words[at + 2] = own << this.nodeShift
    this.#words[at + 3] = this.#emptySet
  }

  #layOutInner(own: number, root: number): void {
    const { feature, threshold, left, missing, subset } = this.#trees
    const node = this.#first + own
    const at = this.#at(own)
    const set = subset[node]!
    this.#floats[at] = set < 0 ? threshold[node]! : Number.NEGATIVE_INFINITY
    this.#words[at + 1] =
      ((feature[node]! * 4) << this.#shape.childBits) | ((root + left[node]!) << this.nodeShift)
    if (this.#shape.kind === 'plain') return
    this.#words[at + 2] = (missing[node]! > 0 ? root + missing[node]! : own) << this.nodeShift
    this.#words[at + 3] = set < 0 ? this.#emptySet : this.#setsAt + 4 * set
  }

  get #emptySet(): number {
    return this.#setsAt + 4 * this.#trees.subsets.length
  }

  /** Takes the block of rows that begins with row `from` of the matrix. */
  enter(X: Float32Array, from: number, rows: number): void {
    this.#floats.set(X.subarray(from * this.#columns, (from + rows) * this.#columns), this.#xAt / 4)
    this.#rows = rows
  }

  /** @returns for each row of the block the place of the node that answers, shifted by `nodeShift`, in the group; valid
   *  until the next call */
  walk(tree: number): Int32Array {
    const tiles = Math.ceil(this.#rows / TILE)
    const root = (this.#trees.roots[tree]! - this.#first) << this.nodeShift
    this.#walk(root, this.#xAt, this.#xAt + tiles * TILE * this.#shape.rowBytes, this.#outAt)
    return this.#words.subarray(this.#outAt / 4, this.#outAt / 4 + this.#rows)
  }
}

function hasMissing(X: Float32Array): boolean {
  for (let i = 0; i < X.length; i++) if (Number.isNaN(X[i]!)) return true
  return false
}

function groupTrees({ roots, scales }: Trees, mostNodes: number): Group[] {
  const groups: Group[] = []
  for (let first = 0; first < scales.length; ) {
    let last = first + 1
    while (last < scales.length && roots[last + 1]! - roots[first]! <= mostNodes) last++
    groups.push({ first, last })
    first = last
  }
  return groups
}
