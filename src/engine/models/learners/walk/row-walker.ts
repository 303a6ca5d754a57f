import type { FeatureSpec } from '../../../../contract/learning.ts'
import type { Trees } from '../tree.ts'
import { TILE } from './emit-walk.ts'
import { NodeTable } from './node-table.ts'

/** Walks one row down all trees, eight trees side by side. */
export class RowWalker {
  readonly #table: NodeTable
  readonly #trees: number
  readonly #rootsEnd: number

  constructor(trees: Trees, features: readonly FeatureSpec[]) {
    const kind = features.some((feature) => feature.levels) ? 'mixed' : 'missing'
    const count = trees.scales.length
    const padded = Math.ceil(count / TILE) * TILE
    const rowBytes = 4 * Math.max(1, features.length)
    const table = new NodeTable(trees, kind, rowBytes, {
      x: rowBytes,
      roots: 4 * padded,
      out: 4 * padded,
      nodes: trees.feature.length,
    })
    table.layOut(0, count)
    for (let t = 0; t < padded; t++) table.words[table.rootsAt / 4 + t] = table.rootOf(t < count ? t : 0)
    this.#table = table
    this.#trees = count
    this.#rootsEnd = table.rootsAt + 4 * padded
  }

  /** @param x the row
   *  @param nodes takes for each tree the number of the node that answers, over all trees */
  walk(x: Float32Array, nodes: Int32Array): void {
    const { xAt, rootsAt, outAt, words, floats, shift } = this.#table
    floats.set(x, xAt / 4)
    this.#table.walkTrees(rootsAt, xAt, this.#rootsEnd, outAt)
    for (let t = 0, at = outAt / 4; t < this.#trees; t++) nodes[t] = words[at + t]! >> shift
  }
}
