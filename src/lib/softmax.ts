/** Probabilities of the values from[at..at+count) in to[at...]; sums to 1 whatever their size. */
export function softmax(from: Float64Array, to: Float64Array, at: number, count: number): void {
  let most = Number.NEGATIVE_INFINITY
  for (let k = 0; k < count; k++) most = Math.max(most, from[at + k]!)
  let total = 0
  for (let k = 0; k < count; k++) {
    to[at + k] = Math.exp(from[at + k]! - most)
    total += to[at + k]!
  }
  for (let k = 0; k < count; k++) to[at + k]! /= total
}
