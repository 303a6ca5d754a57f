import type { Bin } from '../plots/Columns.tsx'

/** Counts of values in bins of one width from the least to the greatest; one bin where all are the same. */
export function histogram(values: readonly number[], bins: number): Bin[] {
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0) return []
  const low = finite.reduce((least, value) => Math.min(least, value))
  const high = finite.reduce((most, value) => Math.max(most, value))
  if (low === high) return [{ from: low - 0.5, to: low + 0.5, count: finite.length }]
  const width = (high - low) / bins
  const counts = new Array<number>(bins).fill(0)
  // The greatest value closes the last bin.
  for (const value of finite) counts[Math.min(bins - 1, Math.floor((value - low) / width))]!++
  return counts.map((count, i) => ({ from: low + i * width, to: low + (i + 1) * width, count }))
}
