import { inverseLink, inverseLinkSlope } from '../parts/link-functions.ts'
import type { LinkFunction } from '../parts/part.ts'

/** How labels scatter around their mean; it follows from the mode and the link (see `familyOf`). */
export type Family = 'binomial' | 'gaussian' | 'poisson'

/** What is to be fitted, apart from the columns. */
export interface GlzProblem {
  link: LinkFunction
  family: Family
  /** One for each row: 0 or 1, or a share, or the value of a regression. */
  y: Float64Array
  /** Of the rows, summing to 1; 0 for rows to leave out. */
  weights: Float64Array
  addBias: boolean
  /** Where the constant begins: the link of the mean. */
  startBias: number
  maxIterations: number
  /** Stop when no weight changes by more. */
  epsilon: number
}

const LEAST_MEAN = 1e-12

/** Mean over the rows, by weight, of -log likelihood, without what does not depend on the fit. Infinite where the means
 *  leave their range. */
export function meanNegativeLogLikelihood(
  { link, family, y, weights }: GlzProblem,
  eta: Float64Array,
): number {
  let total = 0
  for (let r = 0; r < eta.length; r++) {
    if (weights[r] === 0) continue
    total += weights[r]! * rowCost(link, family, y[r]!, eta[r]!)
  }
  return Number.isNaN(total) ? Number.POSITIVE_INFINITY : total
}

function rowCost(link: LinkFunction, family: Family, y: number, eta: number): number {
  if (family === 'gaussian') return (y - inverseLink(link, eta)) ** 2 / 2
  if (family === 'poisson') return inverseLink(link, eta) - (y === 0 ? 0 : y * eta)
  if (link === 'logit') return Math.log1p(Math.exp(-Math.abs(eta))) + Math.max(eta, 0) - y * eta
  const mean = inverseLink(link, eta)
  const of = (share: number, log: number): number => (share === 0 ? 0 : -share * log)
  return of(y, Math.log(Math.max(mean, 1e-300))) + of(1 - y, logRest(link, eta, mean))
}

/** log(1 - mean), without loss where the mean is near 1. */
function logRest(link: LinkFunction, eta: number, mean: number): number {
  if (link === 'comp_log_log') return -Math.exp(eta)
  if (link === 'probit') return Math.log(Math.max(inverseLink('probit', -eta), 1e-300))
  return mean < 1 ? Math.log1p(-mean) : Number.NEGATIVE_INFINITY
}

/** At the rows' linear sums: slope of the cost, and its expected curvature (Fisher information), both by weight. */
export function workingPoint(
  { link, family, y, weights }: GlzProblem,
  eta: Float64Array,
  slope: Float64Array,
  curve: Float64Array,
): void {
  for (let r = 0; r < eta.length; r++) {
    if (weights[r] === 0) {
      slope[r] = 0
      curve[r] = 0
      continue
    }
    const mean = inverseLink(link, eta[r]!)
    const steep = inverseLinkSlope(link, eta[r]!)
    if (family === 'binomial' && link === 'logit') {
      slope[r] = weights[r]! * (mean - y[r]!)
      curve[r] = weights[r]! * steep
      continue
    }
    const variance = varianceOf(family, mean)
    slope[r] = (weights[r]! * (mean - y[r]!) * steep) / variance
    curve[r] = (weights[r]! * steep * steep) / variance
  }
}

function varianceOf(family: Family, mean: number): number {
  if (family === 'gaussian') return 1
  if (family === 'poisson') return Math.max(mean, LEAST_MEAN)
  const m = Math.min(1 - LEAST_MEAN, Math.max(LEAST_MEAN, mean))
  return m * (1 - m)
}
