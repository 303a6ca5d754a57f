/** A number over several folds. `std` is the population's: 0 for one fold. */
export interface Aggregate {
  min: number
  max: number
  mean: number
  std: number
}

/** The shape of the folds with every number replaced by its aggregate. */
export interface Aggregated {
  [key: string]: Aggregate | Aggregated
}

/** Replaces every number inside objects by min, max, mean and std over the folds that have it; all else (arrays such as
 *  the confusion matrix, texts) is left out. */
export function aggregate(folds: readonly object[]): Aggregated {
  const result: [string, Aggregate | Aggregated][] = []
  const keys = new Set(folds.flatMap((fold) => Object.keys(fold)))
  for (const key of keys) {
    const values: unknown[] = folds.map((fold) => (fold as Record<string, unknown>)[key])
    const numbers = values.filter((value) => typeof value === 'number' && !Number.isNaN(value)) as number[]
    const objects = values.filter(isPlainObject)
    if (numbers.length > 0) result.push([key, aggregateNumbers(numbers)])
    else if (objects.length > 0) result.push([key, aggregate(objects)])
  }
  return Object.fromEntries(result)
}

function aggregateNumbers(numbers: number[]): Aggregate {
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length
  const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length
  return {
    min: numbers.reduce((least, value) => Math.min(least, value)),
    max: numbers.reduce((most, value) => Math.max(most, value)),
    mean,
    std: Math.sqrt(variance),
  }
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
