import type { Score } from './score-name.ts'

export interface ScoreBar extends Score {
  /** How long the bar is, as a share of the width. */
  length: number
}

/** Even the lowest score gets a bar that can be seen. */
const SHORTEST = 0.04

/** Bars on one axis. Votes lie in 0..1 and get the whole width. Margins of boosted trees have no zero that means
 *  anything: they get the width from the lowest to the highest. */
export function toScoreBars(scores: readonly Score[]): ScoreBar[] {
  const values = scores.map(({ score }) => score)
  const low = Math.min(...values)
  const high = Math.max(...values)
  // Sums of shares may be a rounding error beyond 1.
  const isVote = low >= -1e-9 && high <= 1 + 1e-9
  const share = (score: number) => SHORTEST + (1 - SHORTEST) * ((score - low) / (high - low || 1))
  return scores.map(({ label, score }) => ({
    label,
    score,
    length: isVote ? Math.min(1, Math.max(0, score)) : share(score),
  }))
}
