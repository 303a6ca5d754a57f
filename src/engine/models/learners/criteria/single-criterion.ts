import type { Codes } from '../coded-examples.ts'
import { bestByMean } from './best-by-mean.ts'
import { CodeSet } from './code-set.ts'
import { type Criterion, type LeafOptions, NOTHING, type NodeRows, toLeafValue } from './criterion.ts'
import { LevelGroups } from './level-groups.ts'

/** Nodes of fewer rows remember which codes they have; in larger ones it is cheaper to look at all. */
const FEW_ROWS = 128

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
  readonly #options: LeafOptions
  /** Weight, and weight x target, of the node's rows in their order. */
  readonly #nodeW: Float64Array
  readonly #nodeS: Float64Array
  /** Sums of both in the node, and by code: pairs, zero between scans. */
  #W = 0
  #S = 0
  #least = 0
  readonly #bins = new Float64Array(512)
  readonly #present = new CodeSet()
  readonly #groups = new LevelGroups()

  /** @param targets one per row, not yet weighted
   *  @param mostRows the most rows a node may have */
  constructor(weights: Float64Array, targets: Float64Array, mostRows: number, options: LeafOptions) {
    this.#weights = weights
    this.#targets = targets
    this.#options = options
    this.#nodeW = new Float64Array(mostRows)
    this.#nodeS = new Float64Array(mostRows)
  }

  enter(rows: Int32Array, start: number, end: number): boolean {
    const weights = this.#weights
    const targets = this.#targets
    const nodeW = this.#nodeW
    const nodeS = this.#nodeS
    const first = targets[rows[start]!]!
    let pure = true
    let W = 0
    let S = 0
    for (let i = start; i < end; i++) {
      const r = rows[i]!
      const w = weights[r]!
      const t = targets[r]!
      if (t !== first) pure = false
      nodeW[i - start] = w
      nodeS[i - start] = w * t
      W += w
      S += w * t
    }
    this.#W = W
    this.#S = S
    this.#least = Math.max(NOTHING * W, this.#options.least ?? 0)
    return !pure
  }

  get worth(): number {
    return this.#W > 0 ? (this.#S * this.#S) / this.#W : 0
  }

  write(values: Float32Array, offset: number): void {
    values[offset] = toLeafValue(this.#options.rule, this.#S, this.#W, this.#options.smooth)
  }

  scanNumbers(codes: Uint8Array, node: NodeRows): number {
    const count = node.end - node.start < FEW_ROWS ? this.#fillFew(codes, node) : this.#fillMany(codes, node)
    return this.#scanBins(count)
  }

  #fillFew(codes: Uint8Array, { rows, start, end }: NodeRows): number {
    const bins = this.#bins
    const nodeW = this.#nodeW
    const nodeS = this.#nodeS
    const { bits } = this.#present
    for (let i = 0, n = end - start; i < n; i++) {
      const code = codes[rows[start + i]!]!
      bits[code >>> 5]! |= 1 << code
      bins[2 * code]! += nodeW[i]!
      bins[2 * code + 1]! += nodeS[i]!
    }
    return this.#present.drain()
  }

  #fillMany(codes: Uint8Array, { rows, start, end }: NodeRows): number {
    const bins = this.#bins
    const nodeW = this.#nodeW
    const nodeS = this.#nodeS
    for (let i = 0, n = end - start; i < n; i++) {
      const at = 2 * codes[rows[start + i]!]!
      bins[at]! += nodeW[i]!
      bins[at + 1]! += nodeS[i]!
    }
    const present = this.#present.codes
    let count = 0
    for (let code = 0; code < 256; code++) {
      present[count] = code
      if (bins[2 * code]! > 0) count++
    }
    return count
  }

  /** Tries all thresholds between the codes of `#present`, and clears their sums. */
  #scanBins(count: number): number {
    const bins = this.#bins
    const present = this.#present.codes
    let W0 = 0
    let S0 = 0
    let j = 0
    if (present[0] === 0) {
      W0 = bins[0]!
      S0 = bins[1]!
      bins[0] = 0
      bins[1] = 0
      j = 1
    }
    const W = this.#W - W0
    const S = this.#S - S0
    const least = this.#least
    let best = Number.NEGATIVE_INFINITY
    let bestAt = 0
    let WL = 0
    let SL = 0
    const last = count - 1
    for (; j < last; j++) {
      const at = 2 * present[j]!
      WL += bins[at]!
      SL += bins[at + 1]!
      bins[at] = 0
      bins[at + 1] = 0
      const WR = W - WL
      if (WL <= least || WR <= least) continue
      const SR = S - SL
      const score = (SL * SL * WR + SR * SR * WL) / (WL * WR)
      if (score > best) {
        best = score
        bestAt = j
      }
    }
    if (last >= 0) {
      bins[2 * present[last]!] = 0
      bins[2 * present[last]! + 1] = 0
    }
    if (best === Number.NEGATIVE_INFINITY) return this.#missingOnly(W0, S0, present[last]!)
    this.lowCode = present[bestAt]!
    this.highCode = present[bestAt + 1]!
    return W0 > 0 ? best + (S0 * S0) / W0 : best
  }

  /** A feature without a threshold can still tell present from missing: all that is present goes left. */
  #missingOnly(W0: number, S0: number, code: number): number {
    const W = this.#W - W0
    const S = this.#S - S0
    if (W0 <= 0 || W0 < this.#least || W <= this.#least || code === 0) return Number.NEGATIVE_INFINITY
    this.lowCode = code
    this.highCode = Number.POSITIVE_INFINITY
    return (S0 * S0) / W0 + (S * S) / W
  }

  scanLevels(codes: Codes, node: NodeRows, codeCount: number): number {
    const groups = this.#groups
    groups.collect(codes, node, codeCount)
    const size = groups.present.length
    const gW = new Float64Array(size)
    const gS = new Float64Array(size)
    for (let i = node.start; i < node.end; i++) {
      const slot = groups.slot(codes[node.rows[i]!]!)
      if (slot < 0) continue
      gW[slot]! += this.#nodeW[i - node.start]!
      gS[slot]! += this.#nodeS[i - node.start]!
    }
    groups.clear()
    const whole = { W: this.#W, S: this.#S, least: this.#least }
    const { left, score } = bestByMean(groups.present, gW, gS, whole)
    this.leftLevels = left
    return score
  }
}
