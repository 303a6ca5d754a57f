import { NOTHING } from './criterion.ts'

/** The best split of a feature's levels into two groups for one target: one of those in the order of the levels' means
 *  (Fisher 1958).
 *  @param present codes of the levels; `W` and `S` are each one's weight and weight x target
 *  @param whole the same of the node, missing values included, and the least weight of a side
 *  @returns the codes that go left and the score of all sides, -Infinity if there is no split */
export function bestByMean(
  present: readonly number[],
  W: Float64Array,
  S: Float64Array,
  whole: { W: number; S: number; least: number },
): { left: number[]; score: number } {
  const bySlot = Array.from(present.keys()).sort(
    (a, b) => S[a]! / W[a]! - S[b]! / W[b]! || present[a]! - present[b]!,
  )
  const presentW = W.reduce((sum, w) => sum + w, 0)
  const presentS = S.reduce((sum, s) => sum + s, 0)
  const missingW = whole.W - presentW
  const missingS = whole.S - presentS
  const hasMissing = missingW > NOTHING * whole.W
  let best = Number.NEGATIVE_INFINITY
  let left = 0
  let WL = 0
  let SL = 0
  for (let i = 0; i < bySlot.length - (hasMissing ? 0 : 1); i++) {
    WL += W[bySlot[i]!]!
    SL += S[bySlot[i]!]!
    const last = i === bySlot.length - 1
    const WR = presentW - WL
    const SR = presentS - SL
    if (WL < whole.least || (last ? missingW : WR) < whole.least) continue
    const score = (SL * SL) / WL + (last ? 0 : (SR * SR) / WR)
    if (score > best) {
      best = score
      left = i + 1
    }
  }
  return {
    left: bySlot.slice(0, left).map((slot) => present[slot]!),
    score: best + (hasMissing ? (missingS * missingS) / missingW : 0),
  }
}
