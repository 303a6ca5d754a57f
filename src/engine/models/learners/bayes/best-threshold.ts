import type { GeneralExamples } from '../parts/general-examples.ts'
import type { FeatureCells } from '../parts/read-feature.ts'
import type { Sample } from '../sample.ts'

/** Where to part a numeric feature in two: half-way between the neighbouring values between which the weighted entropy of
 *  the labels falls most. A feature of one value is parted above it. */
export function bestThreshold(
  { rows, values }: FeatureCells,
  { y, labels }: GeneralExamples,
  { weights }: Sample,
): number {
  const order = Uint32Array.from(rows.keys()).sort((a, b) => values[a]! - values[b]!)
  if (order.length === 0) return 0
  const left = new Float64Array(labels)
  const right = new Float64Array(labels)
  for (const r of rows) right[y[r]!]! += weights[r]!
  let best = values[order.at(-1)!]!
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i + 1 < order.length; i++) {
    const r = rows[order[i]!]!
    left[y[r]!]! += weights[r]!
    right[y[r]!]! -= weights[r]!
    const here = values[order[i]!]!
    const next = values[order[i + 1]!]!
    if (here === next) continue
    const cost = entropyCost(left) + entropyCost(right)
    if (cost < least) {
      least = cost
      best = half(here, next)
    }
  }
  return best
}

/** Half-way, in the precision in which it is kept, and below the upper one. */
function half(a: number, b: number): number {
  const middle = Math.fround(a + (b - a) / 2)
  return middle < b ? middle : a
}

/** Entropy times total weight. */
function entropyCost(counts: Float64Array): number {
  let total = 0
  let sum = 0
  for (const count of counts) {
    if (count <= 0) continue
    total += count
    sum -= count * Math.log(count)
  }
  return total > 0 ? sum + total * Math.log(total) : 0
}
