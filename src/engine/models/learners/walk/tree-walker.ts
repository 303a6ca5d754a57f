import type { FeatureSpec } from '../../../../contract/learning.ts'
import type { Trees } from '../tree.ts'
import { NODE_BYTES, TILE } from './emit-walk.ts'
import { childBitsFor, NodeTable } from './node-table.ts'

/** Nodes laid out together: a group of trees stays in the second-level cache. */
const GROUP_BYTES = 1 << 19
/** Numbers of the matrix that pass through a group of trees together. */
const BLOCK_CELLS = 1 << 14
const MOST_BLOCK_ROWS = 1024

/** Trees that are laid out together: from `first` to before `last`. */
interface Group {
  first: number
  last: number
}

/** Walks blocks of rows down trees, eight rows side by side: each step is a load that need not wait for the one before,
 *  and none is a branch that a processor would have to guess (compare the "blocked" layouts of Yggdrasil and Treelite). */
export class TreeWalker {
  readonly groups: Group[]
  readonly blockRows: number
  /** A node's number in its group is its place shifted right by this. */
  readonly nodeShift: number
  readonly #table: NodeTable
  readonly #columns: number
  #rows = 0

  constructor(trees: Trees, features: readonly FeatureSpec[], X: Float32Array) {
    const rowBytes = 4 * Math.max(1, features.length)
    const isPlain = !features.some((feature) => feature.levels) && !hasMissing(X)
    const packed = 2 ** childBitsFor(rowBytes) / NODE_BYTES.plain
    const groups = groupTrees(trees, Math.min(GROUP_BYTES / NODE_BYTES.plain, packed))
    // Trees that are too large to be packed have nodes of the other kind.
    const kind = features.some((feature) => feature.levels)
      ? 'mixed'
      : isPlain && largestOf(trees, groups) <= packed
        ? 'plain'
        : 'missing'
    this.groups = kind === 'plain' ? groups : groupTrees(trees, GROUP_BYTES / NODE_BYTES[kind])
    const most = Math.floor((4 * BLOCK_CELLS) / rowBytes / TILE) * TILE
    this.blockRows = Math.max(2 * TILE, Math.min(MOST_BLOCK_ROWS, most))
    this.#columns = features.length
    this.#table = new NodeTable(trees, kind, rowBytes, {
      x: this.blockRows * rowBytes,
      roots: 0,
      out: 4 * this.blockRows,
      nodes: largestOf(trees, this.groups),
    })
    this.nodeShift = this.#table.shift
  }

  /** Takes the trees of a group. */
  layOut({ first, last }: Group): void {
    this.#table.layOut(first, last)
  }

  /** Takes the block of rows that begins with row `from` of the matrix. */
  enter(X: Float32Array, from: number, rows: number): void {
    const { floats, xAt } = this.#table
    floats.set(X.subarray(from * this.#columns, (from + rows) * this.#columns), xAt / 4)
    this.#rows = rows
  }

  /** @returns for each row of the block the place of the node that answers, shifted by `nodeShift`, in the group; valid
   *  until the next call */
  walk(tree: number): Int32Array {
    const { xAt, outAt, words } = this.#table
    const tiles = Math.ceil(this.#rows / TILE)
    const rowBytes = 4 * Math.max(1, this.#columns)
    this.#table.walkRows(this.#table.rootOf(tree), xAt, xAt + tiles * TILE * rowBytes, outAt)
    return words.subarray(outAt / 4, outAt / 4 + this.#rows)
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

const largestOf = ({ roots }: Trees, groups: readonly Group[]): number =>
  groups.reduce((most, { first, last }) => Math.max(most, roots[last]! - roots[first]!), 0)
