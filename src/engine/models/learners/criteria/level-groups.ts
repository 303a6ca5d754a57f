import type { Codes } from '../coded-examples.ts'
import type { NodeRows } from './criterion.ts'

/** The node's rows by level of one feature, in time that does not depend on how many levels there are. */
export class LevelGroups {
  /** Codes present in the node, missing (0) left out, in the order of their first row. */
  present: number[] = []
  #slots = new Int32Array(0)

  /** Finds the levels of a node's rows. */
  collect(codes: Codes, { rows, start, end }: NodeRows, codeCount: number): void {
    if (this.#slots.length < codeCount) this.#slots = new Int32Array(codeCount)
    this.present = []
    for (let i = start; i < end; i++) {
      const code = codes[rows[i]!]!
      if (code === 0 || this.#slots[code] !== 0) continue
      this.present.push(code)
      this.#slots[code] = this.present.length
    }
  }

  /** Place of a code in `present`; -1 for missing. */
  slot(code: number): number {
    return code === 0 ? -1 : this.#slots[code]! - 1
  }

  /** Forgets them, so that the next collection starts clean. */
  clear(): void {
    for (const code of this.present) this.#slots[code] = 0
  }
}
