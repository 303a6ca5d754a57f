import type { Codes } from '../coded-examples.ts'
import { type Criterion, type LeafRule, type NodeRows, toLeafValue } from './criterion.ts'
import { LevelGroups } from './level-groups.ts'

/** Weights below this share of a node's are rounding, not rows. */
const NOTHING = 1e-12

/** One target a row: regression by variance (Breiman et al. 1984), and two labels (target 1 or 0), where the same
 *  sum of squares ranks splits as Gini impurity does. The best split of levels is one of those in the order of
 *  their means (Fisher 1958). */
export class SingleCriterion implements Criterion {
  readonly outputs = 1
  lowCode = 0
  highCode = 0
  leftLevels: number[] = []
  readonly #weights: Float64Array
  readonly #targets: Float64Array
  readonly #rule: LeafRule
  readonly #smooth: number
  /** Sums of weight and weight x target in the node, over histogram bins, over levels. */
  #W = 0
  #S = 0
  #binW = new Float64Array(256)
  #binS = new Float64Array(256)
  readonly #groups = new LevelGroups()

  /** @param targets one per row, not yet weighted
   *  @param smooth see `toLeafValue` */
  constructor(weights: Float64Array, targets: Float64Array, rule: LeafRule, smooth: number) {
    this.#weights = weights
    this.#targets = targets
    this.#rule = rule
    this.#smooth = smooth
  }

  enter(rows: Int32Array, start: number, end: number): boolean {
    const first = this.#targets[rows[start]!]!
    let pure = true
    let W = 0
    let S = 0
    for (let i = start; i < end; i++) {
      const r = rows[i]!
      const w = this.#weights[r]!
      const t = this.#targets[r]!
      if (t !== first) pure = false
      W += w
      S += w * t
    }
    this.#W = W
    this.#S = S
    return !pure
  }

  write(values: Float32Array, offset: number): void {
    values[offset] = toLeafValue(this.#rule, this.#S, this.#W, this.#smooth)
  }

  scanSorted(codes: Codes, offset: number, sorted: Int32Array, count: number): number {
    const weights = this.#weights
    const targets = this.#targets
    let i = 0
    let W0 = 0
    let S0 = 0
    while (i < count && codes[offset + sorted[i]!] === 0) {
      const r = sorted[i++]!
      W0 += weights[r]!
      S0 += weights[r]! * targets[r]!
    }
    if (i === count) return Number.NEGATIVE_INFINITY
    const W = this.#W - W0
    const S = this.#S - S0
    const missing = i > 0 ? (S0 * S0) / W0 : 0
    const least = NOTHING * this.#W
    let best = Number.NEGATIVE_INFINITY
    let WL = 0
    let SL = 0
    let code = codes[offset + sorted[i]!]!
    for (const last = count - 1; i < last; i++) {
      const r = sorted[i]!
      WL += weights[r]!
      SL += weights[r]! * targets[r]!
      const next = codes[offset + sorted[i + 1]!]!
      if (next === code) continue
      const WR = W - WL
      if (WL > least && WR > least) {
        const SR = S - SL
        const score = (SL * SL) / WL + (SR * SR) / WR
        if (score > best) {
          best = score
          this.lowCode = code
          this.highCode = next
        }
      }
      code = next
    }
    return best === Number.NEGATIVE_INFINITY ? this.#missingOnly(W0, S0, W, S, code) : best + missing
  }

  scanHistogram(codes: Codes, offset: number, node: NodeRows, codeCount: number): number {
    if (this.#binW.length < codeCount) {
      this.#binW = new Float64Array(codeCount)
      this.#binS = new Float64Array(codeCount)
    }
    this.#fill(codes, offset, node, codeCount)
    const binW = this.#binW
    const binS = this.#binS
    const W = this.#W - binW[0]!
    const S = this.#S - binS[0]!
    const missing = binW[0]! > 0 ? (binS[0]! * binS[0]!) / binW[0]! : 0
    const least = NOTHING * this.#W
    let best = Number.NEGATIVE_INFINITY
    let WL = 0
    let SL = 0
    let code = 0
    for (let next = 1; next < codeCount; next++) {
      if (binW[next]! <= 0) continue
      const WR = W - WL
      if (code > 0 && WL > least && WR > least) {
        const SR = S - SL
        const score = (SL * SL) / WL + (SR * SR) / WR
        if (score > best) {
          best = score
          this.lowCode = code
          this.highCode = next
        }
      }
      WL += binW[next]!
      SL += binS[next]!
      code = next
    }
    if (code === 0) return best
    return best === Number.NEGATIVE_INFINITY
      ? this.#missingOnly(binW[0]!, binS[0]!, W, S, code)
      : best + missing
  }

  #fill(codes: Codes, offset: number, { rows, start, end }: NodeRows, codeCount: number): void {
    const weights = this.#weights
    const targets = this.#targets
    const binW = this.#binW
    const binS = this.#binS
    binW.fill(0, 0, codeCount)
    binS.fill(0, 0, codeCount)
    for (let i = start; i < end; i++) {
      const r = rows[i]!
      const code = codes[offset + r]!
      const w = weights[r]!
      binW[code]! += w
      binS[code]! += w * targets[r]!
    }
  }

  /** A feature with one value can still tell present from missing: all that is present goes left. */
  #missingOnly(W0: number, S0: number, W: number, S: number, code: number): number {
    if (W0 <= 0 || W <= 0) return Number.NEGATIVE_INFINITY
    this.lowCode = code
    this.highCode = Number.POSITIVE_INFINITY
    return (S0 * S0) / W0 + (S * S) / W
  }

  scanLevels(codes: Codes, offset: number, node: NodeRows, codeCount: number): number {
    const groups = this.#groups
    groups.collect(codes, offset, node, codeCount)
    const size = groups.present.length
    const gW = new Float64Array(size)
    const gS = new Float64Array(size)
    for (let i = node.start; i < node.end; i++) {
      const r = node.rows[i]!
      const slot = groups.slot(codes[offset + r]!)
      if (slot < 0) continue
      gW[slot]! += this.#weights[r]!
      gS[slot]! += this.#weights[r]! * this.#targets[r]!
    }
    groups.clear()
    return this.#scanGroups(groups.present, gW, gS)
  }

  #scanGroups(present: number[], gW: Float64Array, gS: Float64Array): number {
    const bySlot = Array.from(present.keys()).sort(
      (a, b) => gS[a]! / gW[a]! - gS[b]! / gW[b]! || present[a]! - present[b]!,
    )
    let W = 0
    let S = 0
    for (let g = 0; g < present.length; g++) {
      W += gW[g]!
      S += gS[g]!
    }
    const W0 = this.#W - W
    const S0 = this.#S - S
    const hasMissing = W0 > NOTHING * this.#W
    let best = Number.NEGATIVE_INFINITY
    let left = 0
    let WL = 0
    let SL = 0
    for (let i = 0; i < bySlot.length - (hasMissing ? 0 : 1); i++) {
      WL += gW[bySlot[i]!]!
      SL += gS[bySlot[i]!]!
      const WR = W - WL
      const SR = S - SL
      const score = (SL * SL) / WL + (i < bySlot.length - 1 ? (SR * SR) / WR : 0)
      if (score > best) {
        best = score
        left = i + 1
      }
    }
    this.leftLevels = bySlot.slice(0, left).map((slot) => present[slot]!)
    return best + (hasMissing ? (S0 * S0) / W0 : 0)
  }
}
