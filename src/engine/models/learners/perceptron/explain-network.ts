import type { Explanation } from '../explain.ts'
import { activate, backThroughActivation } from '../parts/activations.ts'
import type { Activation, NetworkPart } from '../parts/part.ts'
import type { RowCells } from '../parts/row-cells.ts'
import { termOffsets, visitTerms } from '../parts/terms.ts'

/** Points on the line at which the score's slopes are taken. */
const POINTS = 200

/** Splits a network's score among the features of a row by integrated gradients along the straight line from no features to
 *  these (Sundararajan, Taly & Yan 2017). The first layer is a sum of what features add to each of its units; the score's mean
 *  slopes on the line say what those sums are worth. */
export function explainNetwork(
  part: NetworkPart,
  cells: RowCells,
  features: number,
  output: number,
): Explanation {
  const { terms, sizes, weights, biases, outputs, targetCentre, targetScale } = part
  const units = sizes[1]!
  const sums = new Float64Array(units)
  const offsets = termOffsets(terms, features)
  visitTerms(terms, offsets, cells, (t, value) => {
    for (let h = 0; h < units; h++) sums[h]! += value * weights[0]![t * units + h]!
  })
  // Of two labels, a boolean score is that of the second.
  const place = outputs === 1 && sizes.at(-1) === 2 ? 1 : output
  const tape = new Tape(part)
  const scoreAt = (share: number): number => {
    const last = tape.run(biases[0]!, sums, share)
    return place < outputs ? last[place]! * targetScale + targetCentre : last[place]!
  }
  const slopes = new Float64Array(units)
  for (let p = 0; p < POINTS; p++) {
    tape.run(biases[0]!, sums, (p + 0.5) / POINTS)
    const slope = tape.slopes(place)
    for (let h = 0; h < units; h++) slopes[h]! += slope[h]! / POINTS
  }
  const factor = place < outputs ? targetScale : 1
  const contributions = new Float64Array(features)
  visitTerms(terms, offsets, cells, (t, value) => {
    for (let h = 0; h < units; h++) {
      contributions[terms.feature[t]!]! += factor * value * weights[0]![t * units + h]! * slopes[h]!
    }
  })
  return toSum(contributions, scoreAt(0), scoreAt(1))
}

/** Gives what the finite number of points leaves over to all features, by the size of what they add. */
function toSum(contributions: Float64Array, start: number, score: number): Explanation {
  const [sum, size] = contributions.reduce(
    ([s, a], c) => [s + c, a + Math.abs(c)] as [number, number],
    [0, 0],
  )
  if (size < 1e-12) return { bias: score, contributions: new Float64Array(contributions.length) }
  const left = (score - start - sum!) / size!
  return { bias: start, contributions: contributions.map((c) => c + left * Math.abs(c)) }
}

/** A network from its first layer's sums on: what its layers put out, and the slopes of an output by those sums. */
class Tape {
  readonly #part: NetworkPart
  readonly #layers: Float64Array[]
  readonly #gradients: Float64Array[]

  constructor(part: NetworkPart) {
    this.#part = part
    this.#layers = part.sizes.slice(1).map((size) => new Float64Array(size))
    this.#gradients = this.#layers.map((layer) => new Float64Array(layer.length))
  }

  /** @returns the last layer where the first one's sums are bias + share × sums */
  run(bias: Float64Array, sums: Float64Array, share: number): Float64Array {
    const layers = this.#layers
    layers[0]!.forEach((_, h) => {
      layers[0]![h] = bias[h]! + share * sums[h]!
    })
    activate(this.#activationOf(0), layers[0]!)
    for (let l = 1; l < layers.length; l++) {
      const layer = layers[l]!
      layer.set(this.#part.biases[l]!)
      layers[l - 1]!.forEach((x, i) => {
        for (let h = 0; h < layer.length; h++) layer[h]! += x * this.#part.weights[l]![i * layer.length + h]!
      })
      activate(this.#activationOf(l), layer)
    }
    return layers.at(-1)!
  }

  /** Slopes of an output of the last run by the first layer's sums. */
  slopes(output: number): Float64Array {
    const gradients = this.#gradients
    gradients.at(-1)!.fill(0)[output] = 1
    for (let l = gradients.length - 1; l >= 0; l--) {
      this.#throughActivation(l, output)
      if (l === 0) break
      const [above, below] = [gradients[l]!, gradients[l - 1]!]
      for (let i = 0; i < below.length; i++) {
        let slope = 0
        for (let h = 0; h < above.length; h++)
          slope += above[h]! * this.#part.weights[l]![i * above.length + h]!
        below[i] = slope
      }
    }
    return gradients[0]!
  }

  #throughActivation(l: number, output: number): void {
    const activation = this.#activationOf(l)
    const layer = this.#layers[l]!
    const gradient = this.#gradients[l]!
    if (activation !== 'softmax') backThroughActivation(activation, layer, gradient)
    else
      for (let k = 0; k < layer.length; k++)
        gradient[k] = layer[output]! * ((k === output ? 1 : 0) - layer[k]!)
  }

  #activationOf(l: number): Activation {
    const { activation, outputActivation } = this.#part
    return l === this.#layers.length - 1 ? outputActivation : activation
  }
}
