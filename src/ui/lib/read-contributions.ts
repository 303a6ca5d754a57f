/** What each feature adds to a score. */
export interface Contributions {
  bias: number
  /** The strongest first; those beyond the ones listed as one. */
  features: { name: string; value: number }[]
  /** Bias and all contributions. */
  sum: number
}

/** Lists the strongest contributions; the others come together as one, so that the sum stays what it is. */
export function listContributions(
  bias: number,
  all: readonly { name: string; value: number }[],
  most: number,
): Contributions {
  const sorted = all.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
  const features = sorted.slice(0, most)
  const rest = sorted.slice(most)
  if (rest.length > 0) {
    features.push({
      name: `${rest.length} others together`,
      value: rest.reduce((sum, { value }) => sum + value, 0),
    })
  }
  const sum = all.reduce((total, { value }) => total + value, bias)
  return { bias, features, sum }
}

/** What the sum of contributions is to the score: the score itself, its log-odds, or its logarithm up to a constant. */
export function scaleOf(sum: number, score: number): 'score' | 'log-odds' | 'log-likelihood' {
  const isNear = (a: number, b: number) => Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(a), Math.abs(b))
  if (isNear(sum, score)) return 'score'
  return isNear(1 / (1 + Math.exp(-sum)), score) ? 'log-odds' : 'log-likelihood'
}
