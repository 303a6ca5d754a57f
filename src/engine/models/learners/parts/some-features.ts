import { type Random, shuffleFirst } from '../random.ts'

/** Marks a random share of the features, at least one. @returns 1 for each feature that is in */
export function someFeatures(features: number, share: number, random: Random): Uint8Array {
  const order = Int32Array.from({ length: features }, (_, f) => f)
  const count = Math.max(1, Math.round(share * features))
  shuffleFirst(order, count, random)
  const chosen = new Uint8Array(features)
  for (const f of order.subarray(0, count)) chosen[f] = 1
  return chosen
}
