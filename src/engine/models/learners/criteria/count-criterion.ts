import type { Codes } from '../coded-examples.ts'
import { bestByMean } from './best-by-mean.ts'
import { CodeSet } from './code-set.ts'
import { type Criterion, type LeafOptions, NOTHING, type NodeRows, toLeafValue } from './criterion.ts'
import { LevelGroups } from './level-groups.ts'

/** Nodes of fewer rows remember which codes they have; in larger ones it is cheaper to look at all. */
const FEW_ROWS = 128

/** Two labels whose rows all weigh the same, each label's its own weight: `SingleCriterion` in whole numbers. A row is
 *  one small number, a histogram counts, and no sum is ever rounded. */
export class CountCriterion implements Criterion {
  readonly outputs = 1
  lowCode = 0
  highCode = 0
  leftLevels: number[] = []
  /** What one row of the first and of the second label weighs. */
  readonly #first: number
  readonly #second: number
  /** Of each row of the examples, and of the node's rows in their order: 2 x how often it counts + label. */
  readonly #tags: Uint16Array
  readonly #nodeTags: Uint16Array
  readonly #options: LeafOptions
  #n0 = 0
  #n1 = 0
  #least = 0
  /** Rows by code and label, zero between scans. */
  readonly #bins = new Int32Array(512)
  readonly #present = new CodeSet()
  readonly #groups = new LevelGroups()

  /** @param tags one per row of the examples: 2 x how often the row counts + its label
   *  @param weights what one row of each label weighs
   *  @param nodeTags working memory for the most rows a node may have */
  constructor(tags: Uint16Array, weights: Float64Array, nodeTags: Uint16Array, options: LeafOptions) {
    this.#tags = tags
    this.#first = weights[0]!
    this.#second = weights[1]!
    this.#options = options
    this.#nodeTags = nodeTags
  }

  enter(rows: Int32Array, start: number, end: number): boolean {
    const tags = this.#tags
    const nodeTags = this.#nodeTags
    let n0 = 0
    let n1 = 0
    for (let i = start; i < end; i++) {
      const tag = tags[rows[i]!]!
      nodeTags[i - start] = tag
      const times = tag >>> 1
      n1 += times * (tag & 1)
      n0 += times
    }
    n0 -= n1
    this.#n0 = n0
    this.#n1 = n1
    this.#least = Math.max(NOTHING * this.#weigh(n0, n1), this.#options.least ?? 0)
    return n0 > 0 && n1 > 0
  }

  #weigh(n0: number, n1: number): number {
    return n0 * this.#first + n1 * this.#second
  }

  get worth(): number {
    const S = this.#n1 * this.#second
    return (S * S) / this.#weigh(this.#n0, this.#n1)
  }

  write(values: Float32Array, offset: number): void {
    const { rule, smooth } = this.#options
    values[offset] = toLeafValue(rule, this.#n1 * this.#second, this.#weigh(this.#n0, this.#n1), smooth)
  }

  scanNumbers(codes: Uint8Array, node: NodeRows): number {
    const count = node.end - node.start < FEW_ROWS ? this.#fillFew(codes, node) : this.#fillMany(codes, node)
    return this.#scanBins(count)
  }

  #fillFew(codes: Uint8Array, { rows, start, end }: NodeRows): number {
    const bins = this.#bins
    const tags = this.#nodeTags
    const { bits } = this.#present
    for (let i = 0, n = end - start; i < n; i++) {
      const code = codes[rows[start + i]!]!
      const tag = tags[i]!
      bits[code >>> 5]! |= 1 << code
      bins[(code << 1) | (tag & 1)]! += tag >>> 1
    }
    return this.#present.drain()
  }

  #fillMany(codes: Uint8Array, { rows, start, end }: NodeRows): number {
    const bins = this.#bins
    const tags = this.#nodeTags
    for (let i = 0, n = end - start; i < n; i++) {
      const tag = tags[i]!
      bins[(codes[rows[start + i]!]! << 1) | (tag & 1)]! += tag >>> 1
    }
    const present = this.#present.codes
    let count = 0
    for (let code = 0; code < 256; code++) {
      present[count] = code
      if ((bins[2 * code]! | bins[2 * code + 1]!) !== 0) count++
    }
    return count
  }

  /** Tries all thresholds between the codes of `#present`, and clears their counts. */
  #scanBins(count: number): number {
    const bins = this.#bins
    const present = this.#present.codes
    const first = this.#first
    const second = this.#second
    const least = this.#least
    let m0 = 0
    let m1 = 0
    let j = 0
    if (present[0] === 0) {
      m0 = bins[0]!
      m1 = bins[1]!
      bins[0] = 0
      bins[1] = 0
      j = 1
    }
    const W = (this.#n0 - m0) * first + (this.#n1 - m1) * second
    const S = (this.#n1 - m1) * second
    let best = Number.NEGATIVE_INFINITY
    let bestAt = 0
    let l0 = 0
    let l1 = 0
    const last = count - 1
    for (; j < last; j++) {
      const at = 2 * present[j]!
      l0 += bins[at]!
      l1 += bins[at + 1]!
      bins[at] = 0
      bins[at + 1] = 0
      const SL = l1 * second
      const WL = l0 * first + SL
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
    const W0 = m0 * first + m1 * second
    const S0 = m1 * second
    if (best === Number.NEGATIVE_INFINITY) return this.#missingOnly(W0, S0, present[last]!)
    this.lowCode = present[bestAt]!
    this.highCode = present[bestAt + 1]!
    return W0 > 0 ? best + (S0 * S0) / W0 : best
  }

  /** A feature without a threshold can still tell present from missing: all that is present goes left. */
  #missingOnly(W0: number, S0: number, code: number): number {
    const W = this.#weigh(this.#n0, this.#n1) - W0
    const S = this.#n1 * this.#second - S0
    if (W0 <= this.#least || W <= this.#least || code === 0) return Number.NEGATIVE_INFINITY
    this.lowCode = code
    this.highCode = Number.POSITIVE_INFINITY
    return (S0 * S0) / W0 + (S * S) / W
  }

  scanLevels(codes: Codes, node: NodeRows, codeCount: number): number {
    const groups = this.#groups
    groups.collect(codes, node, codeCount)
    const gW = new Float64Array(groups.present.length)
    const gS = new Float64Array(groups.present.length)
    const weights = [this.#first, this.#second] as const
    for (let i = node.start; i < node.end; i++) {
      const slot = groups.slot(codes[node.rows[i]!]!)
      if (slot < 0) continue
      const tag = this.#nodeTags[i - node.start]!
      const weight = (tag >>> 1) * (tag & 1 ? weights[1] : weights[0])
      gW[slot]! += weight
      if (tag & 1) gS[slot]! += weight
    }
    groups.clear()
    const whole = { W: this.#weigh(this.#n0, this.#n1), S: this.#n1 * this.#second, least: this.#least }
    const { left, score } = bestByMean(groups.present, gW, gS, whole)
    this.leftLevels = left
    return score
  }
}
