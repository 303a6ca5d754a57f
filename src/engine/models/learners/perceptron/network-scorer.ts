import { activate } from '../parts/activations.ts'
import type { NetworkPart } from '../parts/part.ts'
import type { RowCells } from '../parts/row-cells.ts'
import { termOffsets, visitTerms } from '../parts/terms.ts'

/** Applies a network. */
export class NetworkScorer {
  readonly #part: NetworkPart
  readonly #offsets: Uint32Array
  readonly #layers: Float64Array[]

  constructor(part: NetworkPart, features: number) {
    this.#part = part
    this.#offsets = termOffsets(part.terms, features)
    this.#layers = part.sizes.slice(1).map((size) => new Float64Array(size))
  }

  score(cells: RowCells, out: Float64Array, at: number): void {
    const { terms, sizes, weights, biases, activation, outputActivation, outputs } = this.#part
    const layers = this.#layers
    const first = layers[0]!
    first.set(biases[0]!)
    visitTerms(terms, this.#offsets, cells, (t, value) => {
      const from = t * first.length
      for (let h = 0; h < first.length; h++) first[h]! += value * weights[0]![from + h]!
    })
    for (let l = 1; l < layers.length; l++) {
      const input = layers[l - 1]!
      const output = layers[l]!
      activate(activation, input)
      output.set(biases[l]!)
      for (let i = 0; i < sizes[l]!; i++) {
        const x = input[i]!
        if (x === 0) continue
        for (let h = 0; h < output.length; h++) output[h]! += x * weights[l]![i * output.length + h]!
      }
    }
    const last = layers.at(-1)!
    activate(outputActivation, last)
    const { targetCentre, targetScale } = this.#part
    if (outputs === 1 && last.length === 2) out[at] = last[1]!
    else for (let k = 0; k < outputs; k++) out[at + k] = last[k]! * targetScale + targetCentre
  }
}
