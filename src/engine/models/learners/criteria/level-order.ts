/** What `bestLevelOrder` has to know of a criterion. A level is named by its slot, its place in `present`. */
export interface LevelStatistics {
  /** Share of label k among the rows of a level. */
  share: (slot: number, k: number) => number
  /** Adds a level's sums to a total. */
  add: (slot: number, total: Float64Array) => void
  /** Length of a total. */
  size: number
  score: (total: Float64Array) => number
  /** True if the node has rows without a level: then all levels together may go left. */
  missing: boolean
}

/** The best split of levels for several labels, among those in the order of one label's share, for each label in
 *  turn: exact for one label against the rest, a good heuristic otherwise (Coppersmith, Hong & Hosking 1999).
 *  @returns the codes that go left and the score of both sides, -Infinity if there is no split */
export function bestLevelOrder(
  present: readonly number[],
  labels: number,
  levels: LevelStatistics,
): { score: number; left: number[] } {
  const whole = new Float64Array(levels.size)
  for (let slot = 0; slot < present.length; slot++) levels.add(slot, whole)
  let best = { score: Number.NEGATIVE_INFINITY, left: [] as number[] }
  const left = new Float64Array(levels.size)
  const right = new Float64Array(levels.size)
  for (let k = 0; k < labels; k++) {
    const bySlot = Array.from(present.keys()).sort(
      (a, b) => levels.share(a, k) - levels.share(b, k) || present[a]! - present[b]!,
    )
    left.fill(0)
    for (let i = 0; i < bySlot.length - (levels.missing ? 0 : 1); i++) {
      levels.add(bySlot[i]!, left)
      for (let j = 0; j < whole.length; j++) right[j] = i < bySlot.length - 1 ? whole[j]! - left[j]! : 0
      const score = levels.score(left) + levels.score(right)
      if (score > best.score) best = { score, left: bySlot.slice(0, i + 1).map((slot) => present[slot]!) }
    }
  }
  return best
}
