import { activate, backThroughActivation } from '../parts/activations.ts'
import type { Activation } from '../parts/part.ts'
import type { RowLayout } from './layout-rows.ts'

/** Weights and constants of fully connected layers; see `NetworkPart`. */
export interface Layers {
  sizes: number[]
  weights: Float64Array[]
  biases: Float64Array[]
}

/** What an output of the last layer should be. */
export interface Targets {
  /** Shape (rows, outputs). */
  values: Float64Array
  /** `cross-entropy` for softmax and logistic, else half the squared difference. */
  cost: 'cross-entropy' | 'squares'
}

/** A network that learns by backpropagation (Rumelhart, Hinton & Williams 1986) with steps by Adam (Kingma & Ba 2015). */
export class Network {
  readonly layers: Layers
  readonly #activation: Activation
  readonly #outputActivation: Activation
  readonly #values: Float64Array[]
  readonly #errors: Float64Array[]
  readonly #gradients: Layers
  readonly #means: Layers
  readonly #squares: Layers
  #steps = 0

  constructor(layers: Layers, activation: Activation, outputActivation: Activation) {
    this.layers = layers
    this.#activation = activation
    this.#outputActivation = outputActivation
    this.#values = layers.sizes.slice(1).map((size) => new Float64Array(size))
    this.#errors = layers.sizes.slice(1).map((size) => new Float64Array(size))
    this.#gradients = zeros(layers)
    this.#means = zeros(layers)
    this.#squares = zeros(layers)
  }

  /** What the network puts out for a row; valid until the next call. */
  forward({ offsets, terms, values }: RowLayout, row: number): Float64Array {
    const { sizes, weights, biases } = this.layers
    const first = this.#values[0]!
    first.set(biases[0]!)
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      const from = terms[i]! * first.length
      const x = values[i]!
      for (let h = 0; h < first.length; h++) first[h]! += x * weights[0]![from + h]!
    }
    for (let l = 1; l < this.#values.length; l++) {
      const input = this.#values[l - 1]!
      const output = this.#values[l]!
      activate(this.#activation, input)
      output.set(biases[l]!)
      for (let i = 0; i < sizes[l]!; i++) {
        const x = input[i]!
        for (let h = 0; h < output.length; h++) output[h]! += x * weights[l]![i * output.length + h]!
      }
    }
    const last = this.#values.at(-1)!
    activate(this.#outputActivation, last)
    return last
  }

  /** One step on some rows: the mean gradient by weight. @returns the sum of their costs times their weights */
  step(layout: RowLayout, rows: Int32Array, weights: Float64Array, targets: Targets, rate: number): number {
    const gradients = this.#gradients
    for (const part of [...gradients.weights, ...gradients.biases]) part.fill(0)
    let total = 0
    for (const r of rows) total += weights[r]!
    let cost = 0
    for (const r of rows) {
      const output = this.forward(layout, r)
      cost += weights[r]! * costOf(output, targets, r)
      this.#backward(layout, r, targets, weights[r]! / total)
    }
    this.#adam(rate)
    return cost
  }

  #backward(layout: RowLayout, row: number, targets: Targets, weight: number): void {
    const { sizes, weights } = this.layers
    const last = this.#errors.length - 1
    const error = this.#errors[last]!
    const output = this.#values[last]!
    for (let k = 0; k < error.length; k++) {
      error[k] = weight * (output[k]! - targets.values[row * error.length + k]!)
    }
    // For cross-entropy the slope of the activation cancels out.
    if (targets.cost === 'squares') backThroughActivation(this.#outputActivation, output, error)
    for (let l = last; l > 0; l--) {
      const input = this.#values[l - 1]!
      const own = this.#errors[l]!
      const before = this.#errors[l - 1]!
      for (let i = 0; i < sizes[l]!; i++) {
        let sum = 0
        for (let h = 0; h < own.length; h++) {
          sum += own[h]! * weights[l]![i * own.length + h]!
          this.#gradients.weights[l]![i * own.length + h]! += own[h]! * input[i]!
        }
        before[i] = sum
      }
      for (let h = 0; h < own.length; h++) this.#gradients.biases[l]![h]! += own[h]!
      backThroughActivation(this.#activation, input, before)
    }
    const first = this.#errors[0]!
    const { offsets, terms, values } = layout
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      const from = terms[i]! * first.length
      for (let h = 0; h < first.length; h++) this.#gradients.weights[0]![from + h]! += first[h]! * values[i]!
    }
    for (let h = 0; h < first.length; h++) this.#gradients.biases[0]![h]! += first[h]!
  }

  #adam(rate: number): void {
    this.#steps++
    const length = (rate * Math.sqrt(1 - SECOND_DECAY ** this.#steps)) / (1 - FIRST_DECAY ** this.#steps)
    for (const kind of ['weights', 'biases'] as const) {
      this.layers[kind].forEach((values, l) => {
        const gradient = this.#gradients[kind][l]!
        const mean = this.#means[kind][l]!
        const square = this.#squares[kind][l]!
        for (let i = 0; i < values.length; i++) {
          mean[i] = FIRST_DECAY * mean[i]! + (1 - FIRST_DECAY) * gradient[i]!
          square[i] = SECOND_DECAY * square[i]! + (1 - SECOND_DECAY) * gradient[i]! * gradient[i]!
          values[i]! -= (length * mean[i]!) / (Math.sqrt(square[i]!) + 1e-8)
        }
      })
    }
  }
}

/** Adam's decay rates as its paper recommends them. */
const FIRST_DECAY = 0.9
const SECOND_DECAY = 0.999

const zeros = ({ sizes, weights, biases }: Layers): Layers => ({
  sizes,
  weights: weights.map(({ length }) => new Float64Array(length)),
  biases: biases.map(({ length }) => new Float64Array(length)),
})

/** The cost of one row's output. */
export function costOf(output: Float64Array, { values, cost }: Targets, row: number): number {
  let sum = 0
  for (let k = 0; k < output.length; k++) {
    const target = values[row * output.length + k]!
    const own = output[k]!
    if (cost === 'squares') sum += (own - target) ** 2 / 2
    else {
      if (target > 0) sum -= target * Math.log(Math.max(own, 1e-300))
      // A single logistic output, or several that are judged apart, count what is not the case too.
      if (target < 1 && output.length === 1) sum -= (1 - target) * Math.log(Math.max(1 - own, 1e-300))
    }
  }
  return sum
}
