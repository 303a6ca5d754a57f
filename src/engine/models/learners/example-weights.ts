import type { ClassifierMode, Examples } from '../../../contract/learning.ts'

/** Weights of the examples as training uses them: an example's own weight times (total weight of its
 *  label)^-factor, so that 0 leaves labels as frequent as they are and 1 makes them equal; then scaled to sum 1.
 *  Regression has no labels and ignores the factor.
 *  @param allocate makes the memory of the weights */
export function exampleWeights(
  examples: Examples,
  mode: ClassifierMode,
  factor: number,
  allocate: (sizeBytes: number) => ArrayBufferLike = (size) => new ArrayBuffer(size),
): Float64Array {
  const weights = new Float64Array(allocate(8 * examples.rows))
  if (examples.weights) weights.set(examples.weights)
  else weights.fill(1)
  scaleToOne(weights)
  if (mode === 'regression' || factor === 0) return weights
  const totals = new Float64Array(examples.labels.length)
  for (let r = 0; r < weights.length; r++) totals[examples.y[r]!]! += weights[r]!
  for (let r = 0; r < weights.length; r++) {
    // A label whose rows all weigh 0 has no total to divide by.
    if (weights[r]! > 0) weights[r]! *= totals[examples.y[r]!]! ** -factor
  }
  scaleToOne(weights)
  return weights
}

function scaleToOne(weights: Float64Array): void {
  let total = 0
  for (const weight of weights) total += weight
  for (let r = 0; r < weights.length; r++) weights[r]! /= total
}
