import type { GradientSplit } from './gradient-split.ts'

/** Those who grow one tree together: each sums up some of the features, and all hear which split is best. */
export interface Team {
  /** Whether this member sums up a feature. */
  owns(feature: number): boolean
  /** Tells the others this member's best splits of some leaves. @returns the best of all members, the same for each */
  best(own: (GradientSplit | undefined)[]): (GradientSplit | undefined)[]
  /** Pairs of derivatives by row, which all members see. */
  derivatives(rows: number): Float32Array
  /** This member's share of `count` things to do: from the first to before the second. */
  slice(count: number): [number, number]
  /** Waits until all members have come this far. */
  meet(): void
}

/** A team of one. */
export const alone: Team = {
  owns: () => true,
  best: (own) => own,
  derivatives: (rows) => new Float32Array(2 * rows),
  slice: (count) => [0, count],
  meet: () => {},
}

/** The better of two splits: greater gain, then the earlier feature. */
export function better(
  a: GradientSplit | undefined,
  b: GradientSplit | undefined,
): GradientSplit | undefined {
  if (!a || !b) return a ?? b
  return b.gain > a.gain || (b.gain === a.gain && b.feature < a.feature) ? b : a
}
