import { CodeSet } from './code-set.ts'
import type { NodeRows } from './criterion.ts'

/** A node's rows in the order of one feature's codes: rows of equal code are chained, then the chains are walked. It
 *  takes no comparisons and no pass over codes that are absent. */
export class CodeOrder {
  /** After `sort`: places of the rows in their node, in order, and their codes. */
  places: Int32Array
  codes: Uint8Array
  readonly #heads = new Int32Array(256)
  readonly #next: Int32Array
  readonly #present = new CodeSet()

  /** @param rows the most a node may have */
  constructor(rows: number) {
    this.places = new Int32Array(rows)
    this.codes = new Uint8Array(rows)
    this.#next = new Int32Array(rows)
  }

  /** Sorts the node's rows; equal codes stay in the order of their places. */
  sort(column: Uint8Array, { rows, start, end }: NodeRows): void {
    const heads = this.#heads
    const next = this.#next
    const { bits } = this.#present
    // Chains hold places plus 1; 0 ends them.
    for (let i = end - start; i > 0; i--) {
      const code = column[rows[start + i - 1]!]!
      next[i - 1] = heads[code]!
      heads[code] = i
      bits[code >>> 5]! |= 1 << code
    }
    const { places, codes } = this
    const present = this.#present.drain()
    let n = 0
    for (let j = 0; j < present; j++) {
      const code = this.#present.codes[j]!
      for (let i = heads[code]!; i > 0; i = next[i - 1]!) {
        places[n] = i - 1
        codes[n++] = code
      }
      heads[code] = 0
    }
  }
}
