import type { GradientSplit } from './gradient-split.ts'

/** Those who grow one tree together: each has some of the rows and looks for splits by some of the features. */
export interface Team {
  index: number
  size: number
  /** Memory that all members see, laid out by `layOutGradients`; absent for one alone. */
  memory?: WebAssembly.Memory
  /** Tells the others this member's best splits of some leaves. @returns the best of all members, the same for each */
  best(own: (GradientSplit | undefined)[]): (GradientSplit | undefined)[]
  /** Waits until all members have come this far. */
  meet(): void
}

/** A team of one. */
export const alone: Team = { index: 0, size: 1, best: (own) => own, meet: () => {} }

/** The better of two splits: greater gain, then the earlier feature. */
export function better(
  a: GradientSplit | undefined,
  b: GradientSplit | undefined,
): GradientSplit | undefined {
  if (!a || !b) return a ?? b
  return b.gain > a.gain || (b.gain === a.gain && b.feature < a.feature) ? b : a
}
