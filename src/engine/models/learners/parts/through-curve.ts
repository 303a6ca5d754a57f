import { softmax } from '../../../../lib/softmax.ts'
import type { Explanation } from '../explain.ts'
import { inverseLink, inverseLinkSlope } from './link-functions.ts'
import type { LinkFunction } from './part.ts'

// An explanation of a sum becomes one of the score that a curve makes of it, by integrated gradients along the straight line
// from no features to all (Sundararajan, Taly & Yan 2017): each contribution times the curve's mean slope on the line.

/** Of a sum of which the inverse of a link function makes the score. */
export function throughLink(link: LinkFunction, { bias, contributions }: Explanation): Explanation {
  const sum = total(contributions)
  const start = inverseLink(link, bias)
  // Along the line the slope's mean is the rise of the curve over the rise of the sum.
  const slope =
    Math.abs(sum) < 1e-9 ? inverseLinkSlope(link, bias) : (inverseLink(link, bias + sum) - start) / sum
  return { bias: start, contributions: contributions.map((c) => c * slope) }
}

/** Points on the line at which softmax's slope is taken. */
const POINTS = 200

/** Of sums for all labels, of which softmax makes the score of one. */
export function throughSoftmax(sums: readonly Explanation[], output: number): Explanation {
  const labels = sums.length
  const totals = sums.map(({ contributions }) => total(contributions))
  const slopes = new Float64Array(labels)
  for (let p = 0; p < POINTS; p++) {
    const at = sharesAt(sums, totals, (p + 0.5) / POINTS)
    for (let k = 0; k < labels; k++) {
      slopes[k]! += (at[output]! * ((k === output ? 1 : 0) - at[k]!)) / POINTS
    }
  }
  const contributions = sums[0]!.contributions.map((_, f) =>
    sums.reduce((sum, explanation, k) => sum + slopes[k]! * explanation.contributions[f]!, 0),
  )
  const sum = total(contributions)
  const start = sharesAt(sums, totals, 0)[output]!
  const score = sharesAt(sums, totals, 1)[output]!
  if (Math.abs(sum) < 1e-12) return { bias: score, contributions }
  // What the finite number of points leaves over goes to all in proportion.
  const scale = (score - start) / sum
  return { bias: start, contributions: contributions.map((c) => c * scale) }
}

function sharesAt(sums: readonly Explanation[], totals: readonly number[], share: number): Float64Array {
  const shares = Float64Array.from(sums, ({ bias }, k) => bias + share * totals[k]!)
  softmax(shares, shares, 0, shares.length)
  return shares
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)
