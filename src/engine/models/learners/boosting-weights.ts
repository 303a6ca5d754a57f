import type { CodedExamples } from './coded-examples.ts'
import type { BoostingConfig } from './learner-config.ts'

/** Weights fall no lower than this share of the largest: sums over them must stay meaningful. */
const LEAST = 1e-12

/** The sums F that the rounds build up, and the weights that follow from them: one column for two labels (the
 *  second label's F; the first has -F), otherwise one for each label (AdaBoost.MH, Schapire & Singer 1999). */
export class BoostingWeights {
  /** Shape (rows, outputs), rows being those of the examples. */
  readonly weights: Float64Array
  readonly #scores: Float64Array
  readonly #examples: CodedExamples
  readonly #outputs: number
  readonly #cost: BoostingConfig['cost_function']

  constructor(examples: CodedExamples, outputs: number, cost: BoostingConfig['cost_function']) {
    this.weights = new Float64Array(examples.rows * outputs)
    this.#scores = new Float64Array(examples.rows * outputs)
    this.#examples = examples
    this.#outputs = outputs
    this.#cost = cost
  }

  /** Adds a leaf's values to a row's sums. */
  add(row: number, values: Float32Array, offset: number): void {
    const K = this.#outputs
    for (let k = 0; k < K; k++) this.#scores[row * K + k]! += values[offset + k]!
  }

  /** +1 if the output's label is the row's, else -1. */
  #sign(row: number, k: number): number {
    const label = this.#examples.y[row]!
    return (this.#outputs === 1 ? label === 1 : label === k) ? 1 : -1
  }

  /** Sets the rows' weights to their own times the slope of the cost at their margin yF: exp(-yF), or
   *  1/(1 + exp(yF)) for the logistic cost; then scales them to sum 1. */
  update(rows: Int32Array, rowWeights: Float64Array): void {
    const K = this.#outputs
    let least = Number.POSITIVE_INFINITY
    for (const r of rows) {
      for (let k = 0; k < K; k++) least = Math.min(least, this.#sign(r, k) * this.#scores[r * K + k]!)
    }
    let total = 0
    for (const r of rows) {
      for (let k = 0; k < K; k++) {
        const margin = this.#sign(r, k) * this.#scores[r * K + k]!
        const slope = this.#cost === 'logistic' ? 1 / (1 + Math.exp(margin)) : Math.exp(least - margin)
        const weight = rowWeights[r]! * Math.max(slope, LEAST)
        this.weights[r * K + k] = weight
        total += weight
      }
    }
    for (const r of rows) for (let k = 0; k < K; k++) this.weights[r * K + k]! /= total
  }

  /** Weighted accuracy and mean logistic cost over some rows. */
  measure(rows: Int32Array, rowWeights: Float64Array): { accuracy: number; cost: number } {
    let right = 0
    let cost = 0
    let total = 0
    for (const r of rows) {
      const weight = rowWeights[r]!
      total += weight
      if (this.#isRight(r)) right += weight
      for (let k = 0; k < this.#outputs; k++) {
        const margin = this.#sign(r, k) * this.#scores[r * this.#outputs + k]!
        cost += weight * Math.log1p(Math.exp(-margin))
      }
    }
    return { accuracy: right / total, cost: cost / total }
  }

  #isRight(row: number): boolean {
    const K = this.#outputs
    const label = this.#examples.y[row]!
    if (K === 1) return this.#scores[row]! > 0 === (label === 1)
    const own = this.#scores[row * K + label]!
    for (let k = 0; k < K; k++) if (k !== label && this.#scores[row * K + k]! >= own) return false
    return true
  }
}
