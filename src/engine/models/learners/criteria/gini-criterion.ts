import type { Codes } from '../coded-examples.ts'
import { type Criterion, type LeafRule, type NodeRows, toLeafValue } from './criterion.ts'
import { LevelGroups } from './level-groups.ts'
import { bestLevelOrder } from './level-order.ts'

const NOTHING = 1e-12

/** Several labels, one weight a row: Gini impurity (Breiman et al. 1984). The score of a child is the sum of its
 *  squared label weights over its weight, kept up to date as rows move from right to left. */
export class GiniCriterion implements Criterion {
  readonly outputs: number
  lowCode = 0
  highCode = 0
  leftLevels: number[] = []
  readonly #weights: Float64Array
  readonly #labels: Float64Array
  readonly #rule: LeafRule
  readonly #smooth: number
  /** Weights by label: of the node, and during a scan of the left, right and missing rows. */
  readonly #node: Float64Array
  readonly #left: Float64Array
  readonly #right: Float64Array
  readonly #missing: Float64Array
  #bins = new Float64Array(0)
  readonly #groups = new LevelGroups()

  /** @param labels the label's index of each row
   *  @param smooth see `toLeafValue` */
  constructor(
    weights: Float64Array,
    labels: Float64Array,
    outputs: number,
    options: { rule: LeafRule; smooth: number },
  ) {
    this.outputs = outputs
    this.#weights = weights
    this.#labels = labels
    this.#rule = options.rule
    this.#smooth = options.smooth
    this.#node = new Float64Array(outputs)
    this.#left = new Float64Array(outputs)
    this.#right = new Float64Array(outputs)
    this.#missing = new Float64Array(outputs)
  }

  enter(rows: Int32Array, start: number, end: number): boolean {
    const node = this.#node.fill(0)
    const first = this.#labels[rows[start]!]!
    let pure = true
    for (let i = start; i < end; i++) {
      const r = rows[i]!
      const label = this.#labels[r]!
      if (label !== first) pure = false
      node[label]! += this.#weights[r]!
    }
    return !pure
  }

  write(values: Float32Array, offset: number): void {
    const whole = sum(this.#node)
    for (let k = 0; k < this.outputs; k++) {
      values[offset + k] = toLeafValue(this.#rule, this.#node[k]!, whole, this.#smooth)
    }
  }

  scanSorted(codes: Codes, offset: number, sorted: Int32Array, count: number): number {
    const weights = this.#weights
    const labels = this.#labels
    const left = this.#left.fill(0)
    const right = this.#right
    const missing = this.#missing.fill(0)
    let i = 0
    while (i < count && codes[offset + sorted[i]!] === 0) {
      const r = sorted[i++]!
      missing[labels[r]!]! += weights[r]!
    }
    if (i === count || codes[offset + sorted[i]!] === codes[offset + sorted[count - 1]!]) {
      return this.#missingOnly(i > 0 && i < count, codes[offset + sorted[count - 1]!]!)
    }
    let { weight: WR, squares: squaresR } = this.#startRight()
    let WL = 0
    let squaresL = 0
    const least = NOTHING * WR
    let best = Number.NEGATIVE_INFINITY
    let code = codes[offset + sorted[i]!]!
    for (const last = count - 1; i < last; i++) {
      const r = sorted[i]!
      const w = weights[r]!
      const label = labels[r]!
      const l = left[label]!
      const q = right[label]!
      squaresL += w * (2 * l + w)
      squaresR += w * (w - 2 * q)
      left[label] = l + w
      right[label] = q - w
      WL += w
      WR -= w
      const next = codes[offset + sorted[i + 1]!]!
      if (next === code) continue
      if (WL > least && WR > least) {
        const score = squaresL / WL + squaresR / WR
        if (score > best) {
          best = score
          this.lowCode = code
          this.highCode = next
        }
      }
      code = next
    }
    return best + score(missing)
  }

  scanHistogram(codes: Codes, offset: number, { rows, start, end }: NodeRows, codeCount: number): number {
    const K = this.outputs
    if (this.#bins.length < codeCount * K) this.#bins = new Float64Array(codeCount * K)
    const bins = this.#bins.fill(0, 0, codeCount * K)
    for (let i = start; i < end; i++) {
      const r = rows[i]!
      bins[codes[offset + r]! * K + this.#labels[r]!]! += this.#weights[r]!
    }
    return this.#scanBins(codeCount)
  }

  #scanBins(codeCount: number): number {
    const K = this.outputs
    const bins = this.#bins
    const left = this.#left.fill(0)
    const right = this.#right
    this.#missing.set(bins.subarray(0, K))
    let { weight: WR } = this.#startRight()
    const least = NOTHING * WR
    let WL = 0
    let best = Number.NEGATIVE_INFINITY
    let code = 0
    for (let next = 1; next < codeCount; next++) {
      const at = next * K
      let moved = 0
      for (let k = 0; k < K; k++) moved += bins[at + k]!
      if (moved <= 0) continue
      if (code > 0 && WL > least && WR > least) {
        let squaresL = 0
        let squaresR = 0
        for (let k = 0; k < K; k++) {
          squaresL += left[k]! * left[k]!
          squaresR += right[k]! * right[k]!
        }
        const value = squaresL / WL + squaresR / WR
        if (value > best) {
          best = value
          this.lowCode = code
          this.highCode = next
        }
      }
      for (let k = 0; k < K; k++) {
        left[k]! += bins[at + k]!
        right[k]! -= bins[at + k]!
      }
      WL += moved
      WR -= moved
      code = next
    }
    if (best === Number.NEGATIVE_INFINITY) return this.#missingOnly(code > 0, code)
    return best + score(this.#missing)
  }

  /** Everything but the missing rows is on the right. */
  #startRight(): { weight: number; squares: number } {
    let weight = 0
    let squares = 0
    for (let k = 0; k < this.outputs; k++) {
      const w = this.#node[k]! - this.#missing[k]!
      this.#right[k] = w
      weight += w
      squares += w * w
    }
    return { weight, squares }
  }

  /** A feature with one value can still tell present from missing: all that is present goes left. */
  #missingOnly(bothSides: boolean, code: number): number {
    if (!bothSides || sum(this.#missing) <= 0) return Number.NEGATIVE_INFINITY
    this.#startRight()
    this.lowCode = code
    this.highCode = Number.POSITIVE_INFINITY
    return score(this.#right) + score(this.#missing)
  }

  scanLevels(codes: Codes, offset: number, { rows, start, end }: NodeRows, codeCount: number): number {
    const K = this.outputs
    const groups = this.#groups
    groups.collect(codes, offset, { rows, start, end }, codeCount)
    const parts = new Float64Array(groups.present.length * K)
    const missing = this.#missing.fill(0)
    for (let i = start; i < end; i++) {
      const r = rows[i]!
      const slot = groups.slot(codes[offset + r]!)
      if (slot < 0) missing[this.#labels[r]!]! += this.#weights[r]!
      else parts[slot * K + this.#labels[r]!]! += this.#weights[r]!
    }
    groups.clear()
    const split = bestLevelOrder(groups.present, K, {
      share: (slot, k) => parts[slot * K + k]! / sum(parts.subarray(slot * K, slot * K + K)),
      add: (slot, total) => {
        for (let k = 0; k < K; k++) total[k]! += parts[slot * K + k]!
      },
      size: K,
      score,
      missing: sum(missing) > 0,
    })
    this.leftLevels = split.left
    return split.score + score(missing)
  }
}

function sum(values: Float64Array): number {
  let total = 0
  for (let k = 0; k < values.length; k++) total += values[k]!
  return total
}

/** Sum of squares over sum; 0 of nothing. */
function score(values: Float64Array): number {
  let total = 0
  let squares = 0
  for (let k = 0; k < values.length; k++) {
    total += values[k]!
    squares += values[k]! * values[k]!
  }
  return total > 0 ? squares / total : 0
}
