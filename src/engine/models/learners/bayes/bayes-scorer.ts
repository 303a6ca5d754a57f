import { softmax } from '../../../../lib/softmax.ts'
import type { BayesPart } from '../parts/part.ts'
import type { RowCells } from '../parts/row-cells.ts'

/** Applies naive Bayes: the labels' posterior probabilities. */
export class BayesScorer {
  readonly #part: BayesPart
  /** Log of prior and likelihood where every feature is missing. */
  readonly #base: Float64Array
  readonly #sums: Float64Array

  constructor(part: BayesPart) {
    this.#part = part
    const labels = part.logPrior.length
    this.#base = Float64Array.from(part.logPrior)
    for (let f = 0; f + 1 < part.offsets.length; f++) {
      for (let k = 0; k < labels; k++) this.#base[k]! += part.logLikelihood[part.offsets[f]! * labels + k]!
    }
    this.#sums = new Float64Array(labels)
  }

  score(cells: RowCells, out: Float64Array, at: number): void {
    const sums = this.#sums
    this.logJoint(cells, sums)
    softmax(sums, sums, 0, sums.length)
    if (this.#part.outputs === 1) out[at] = sums[1]!
    else out.set(sums, at)
  }

  /** Log of prior and likelihood of the row, for each label. */
  logJoint({ count, columns, values }: RowCells, sums: Float64Array): void {
    const { offsets, logLikelihood } = this.#part
    const labels = sums.length
    sums.set(this.#base)
    for (let i = 0; i < count; i++) {
      const missing = offsets[columns[i]!]!
      const state = missing + stateOf(this.#part, columns[i]!, values[i]!)
      for (let k = 0; k < labels; k++) {
        sums[k]! += logLikelihood[state * labels + k]! - logLikelihood[missing * labels + k]!
      }
    }
  }
}

/** The state of a feature for a value that is there. An infinity, and a level that was not there in training, are as good as
 *  missing. */
export function stateOf({ threshold, offsets }: BayesPart, feature: number, x: number): number {
  if (!Number.isFinite(x)) return 0
  const at = threshold[feature]!
  if (!Number.isNaN(at)) return x <= at ? 1 : 2
  return x + 1 < offsets[feature + 1]! - offsets[feature]! ? x + 1 : 0
}
