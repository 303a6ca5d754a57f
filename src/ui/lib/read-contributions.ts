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
