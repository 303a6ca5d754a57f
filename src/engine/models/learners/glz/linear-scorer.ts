import { inverseLink } from '../parts/link-functions.ts'
import type { LinearPart } from '../parts/part.ts'
import type { RowCells } from '../parts/row-cells.ts'
import { termOffsets, termValue } from '../parts/terms.ts'

/** Applies a generalised linear model. */
export class LinearScorer {
  readonly #part: LinearPart
  readonly #offsets: Uint32Array

  constructor(part: LinearPart, features: number) {
    this.#part = part
    this.#offsets = termOffsets(part.terms, features)
  }

  score(cells: RowCells, out: Float64Array, at: number): void {
    this.sums(cells, out, at)
    const { link, outputs } = this.#part
    for (let k = 0; k < outputs; k++) out[at + k] = inverseLink(link, out[at + k]!)
  }

  /** The linear sums, before the link function is undone. */
  sums({ count, columns, values }: RowCells, out: Float64Array, at: number): void {
    const { terms, weights, bias, outputs } = this.#part
    const size = terms.feature.length
    for (let k = 0; k < outputs; k++) out[at + k] = bias[k]!
    for (let i = 0; i < count; i++) {
      const f = columns[i]!
      for (let t = this.#offsets[f]!; t < this.#offsets[f + 1]!; t++) {
        const value = termValue(terms, t, values[i]!)
        if (value === 0) continue
        for (let k = 0; k < outputs; k++) out[at + k]! += weights[k * size + t]! * value
      }
    }
  }
}
