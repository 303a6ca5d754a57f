import type { LinkFunction } from './part.ts'

// Link functions of generalised linear models (McCullagh & Nelder, Generalized Linear Models, 1989): g(mean) = linear sum.

/** The mean for a linear sum, and its slope. */
export function inverseLink(link: LinkFunction, eta: number): number {
  switch (link) {
    case 'logit':
      return eta >= 0 ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta) / (1 + Math.exp(eta))
    case 'probit':
      return normalCdf(eta)
    case 'comp_log_log':
      return -Math.expm1(-Math.exp(Math.min(eta, 700)))
    case 'linear':
      return eta
    case 'log':
      return Math.exp(Math.min(eta, 700))
  }
}

/** Slope of `inverseLink`. */
export function inverseLinkSlope(link: LinkFunction, eta: number): number {
  switch (link) {
    case 'logit': {
      const e = Math.exp(-Math.abs(eta))
      return e / (1 + e) ** 2
    }
    case 'probit':
      return Math.exp(-0.5 * eta * eta) / Math.sqrt(2 * Math.PI)
    case 'comp_log_log':
      return Math.exp(eta - Math.exp(Math.min(eta, 700)))
    case 'linear':
      return 1
    case 'log':
      return Math.exp(Math.min(eta, 700))
  }
}

/** The linear sum for a mean. */
export function linkOf(link: LinkFunction, mean: number): number {
  switch (link) {
    case 'logit':
      return Math.log(mean / (1 - mean))
    case 'probit':
      return normalQuantile(mean)
    case 'comp_log_log':
      return Math.log(-Math.log1p(-mean))
    case 'linear':
      return mean
    case 'log':
      return Math.log(mean)
  }
}

/** Distribution function of the normal distribution, to about 1e-15: the series for small arguments, the continued
 *  fraction for large ones (Abramowitz & Stegun 26.2.11 and 26.2.14). */
export function normalCdf(x: number): number {
  const z = Math.abs(x)
  if (z > 38) return x > 0 ? 1 : 0
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)
  let upper: number
  if (z < 4) {
    let term = z
    let sum = z
    for (let k = 3; term > sum * 1e-17; k += 2) {
      term *= (z * z) / k
      sum += term
    }
    upper = 0.5 - density * sum
  } else {
    let fraction = z
    for (let k = 60; k > 0; k--) fraction = z + k / fraction
    upper = density / fraction
  }
  return x > 0 ? 1 - upper : upper
}

/** Inverse of `normalCdf` by Newton's method. */
function normalQuantile(p: number): number {
  let x = 0
  for (let i = 0; i < 50; i++) {
    const step = (normalCdf(x) - p) / Math.max(inverseLinkSlope('probit', x), 1e-300)
    x -= Math.max(-1, Math.min(1, step))
    if (Math.abs(step) < 1e-14) break
  }
  return x
}
