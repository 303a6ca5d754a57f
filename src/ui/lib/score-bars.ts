import type { Score } from './score-name.ts'

export interface ScoreBar extends Score {
  /** Where the bar begins and how long it is, as shares of the width. */
  start: number
  length: number
}

/** Bars on one axis. Votes lie in 0..1 and get the whole width; margins of boosted trees lie around 0 and get an axis
 *  that holds the largest on either side. */
export function toScoreBars(scores: readonly Score[]): ScoreBar[] {
  const values = scores.map(({ score }) => score)
  const low = Math.min(0, ...values)
  const isVote = low === 0 && Math.max(0, ...values) <= 1
  const high = isVote ? 1 : Math.max(0, ...values)
  const width = high - low || 1
  return scores.map(({ label, score }) => ({
    label,
    score,
    start: (Math.min(0, score) - low) / width,
    length: Math.abs(score) / width,
  }))
}
