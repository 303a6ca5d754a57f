import type { Codes } from '../coded-examples.ts'
import { CodeOrder } from './code-order.ts'
import { type Criterion, type LeafOptions, NOTHING, type NodeRows, toLeafValue } from './criterion.ts'
import { LevelGroups } from './level-groups.ts'
import { bestLevelOrder } from './level-order.ts'

/** Nodes of fewer rows a label are put in order; in larger ones a histogram of all codes is cheaper. */
const ORDERED_ROWS_PER_LABEL = 50

/** Several labels, one weight a row: Gini impurity (Breiman et al. 1984). The score of a child is the sum of its
 *  squared label weights over its weight, kept up to date as rows move from right to left. */
export class GiniCriterion implements Criterion {
  readonly outputs: number
  lowCode = 0
  highCode = 0
  leftLevels: number[] = []
  readonly #weights: Float64Array
  readonly #labels: Float64Array
  readonly #options: LeafOptions
  /** Weight and label of the node's rows in their order. */
  readonly #nodeWeights: Float64Array
  readonly #nodeLabels: Int32Array
  /** Weights by label: of the node, and during a scan of the left, right and missing rows. */
  readonly #node: Float64Array
  readonly #left: Float64Array
  readonly #right: Float64Array
  readonly #missing: Float64Array
  #least = 0
  readonly #order: CodeOrder
  #bins = new Float64Array(0)
  readonly #groups = new LevelGroups()

  /** @param labels the label's index of each row
   *  @param outputs number of labels
   *  @param mostRows the most rows a node may have */
  constructor(
    weights: Float64Array,
    labels: Float64Array,
    outputs: number,
    { mostRows, ...options }: LeafOptions & { mostRows: number },
  ) {
    this.outputs = outputs
    this.#weights = weights
    this.#labels = labels
    this.#options = options
    this.#nodeWeights = new Float64Array(mostRows)
    this.#nodeLabels = new Int32Array(mostRows)
    this.#node = new Float64Array(outputs)
    this.#left = new Float64Array(outputs)
    this.#right = new Float64Array(outputs)
    this.#missing = new Float64Array(outputs)
    this.#order = new CodeOrder(Math.min(mostRows, ORDERED_ROWS_PER_LABEL * outputs))
  }

  enter(rows: Int32Array, start: number, end: number): boolean {
    const node = this.#node.fill(0)
    const nodeWeights = this.#nodeWeights
    const nodeLabels = this.#nodeLabels
    const first = this.#labels[rows[start]!]!
    let pure = true
    for (let i = start; i < end; i++) {
      const r = rows[i]!
      const label = this.#labels[r]!
      const weight = this.#weights[r]!
      if (label !== first) pure = false
      nodeLabels[i - start] = label
      nodeWeights[i - start] = weight
      node[label]! += weight
    }
    this.#least = Math.max(NOTHING * sum(node), this.#options.least ?? 0)
    return !pure
  }

  get worth(): number {
    return score(this.#node)
  }

  write(values: Float32Array, offset: number): void {
    const { rule, smooth } = this.#options
    const whole = sum(this.#node)
    for (let k = 0; k < this.outputs; k++) {
      values[offset + k] = toLeafValue(rule, this.#node[k]!, whole, smooth)
    }
  }

  scanNumbers(codes: Uint8Array, node: NodeRows): number {
    const rows = node.end - node.start
    return rows < ORDERED_ROWS_PER_LABEL * this.outputs
      ? this.#scanOrdered(codes, node, rows)
      : this.#scanHistogram(codes, node)
  }

  #scanOrdered(column: Uint8Array, node: NodeRows, count: number): number {
    this.#order.sort(column, node)
    const { places, codes } = this.#order
    const weights = this.#nodeWeights
    const labels = this.#nodeLabels
    const left = this.#left
    const right = this.#right
    const missing = this.#missing.fill(0)
    let i = 0
    for (; i < count && codes[i] === 0; i++) missing[labels[places[i]!]!]! += weights[places[i]!]!
    const last = count - 1
    if (i === count || codes[i] === codes[last]) return this.#missingOnly(i > 0 && i < count, codes[last]!)
    let { weight: WR, squares: squaresR } = this.#startRight()
    left.fill(0)
    let WL = 0
    let squaresL = 0
    const least = this.#least
    let best = Number.NEGATIVE_INFINITY
    let code = codes[i]!
    for (; i < last; i++) {
      const place = places[i]!
      const w = weights[place]!
      const label = labels[place]!
      const l = left[label]!
      const q = right[label]!
      squaresL += w * (2 * l + w)
      squaresR += w * (w - 2 * q)
      left[label] = l + w
      right[label] = q - w
      WL += w
      WR -= w
      const next = codes[i + 1]!
      if (next === code) continue
      if (WL > least && WR > least) {
        const score = (squaresL * WR + squaresR * WL) / (WL * WR)
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

  #scanHistogram(column: Uint8Array, { rows, start, end }: NodeRows): number {
    const K = this.outputs
    if (this.#bins.length === 0) this.#bins = new Float64Array(256 * K)
    const bins = this.#bins.fill(0)
    const weights = this.#nodeWeights
    const labels = this.#nodeLabels
    for (let i = 0, n = end - start; i < n; i++) {
      bins[column[rows[start + i]!]! * K + labels[i]!]! += weights[i]!
    }
    return this.#scanBins()
  }

  #scanBins(): number {
    const K = this.outputs
    const bins = this.#bins
    const left = this.#left.fill(0)
    const right = this.#right
    this.#missing.set(bins.subarray(0, K))
    let { weight: WR } = this.#startRight()
    const least = this.#least
    let WL = 0
    let best = Number.NEGATIVE_INFINITY
    let code = 0
    for (let next = 1; next < 256; next++) {
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
    if (!bothSides || sum(this.#missing) <= this.#least) return Number.NEGATIVE_INFINITY
    this.#startRight()
    if (sum(this.#right) <= this.#least) return Number.NEGATIVE_INFINITY
    this.lowCode = code
    this.highCode = Number.POSITIVE_INFINITY
    return score(this.#right) + score(this.#missing)
  }

  scanLevels(codes: Codes, node: NodeRows, codeCount: number): number {
    const K = this.outputs
    const groups = this.#groups
    groups.collect(codes, node, codeCount)
    const parts = new Float64Array(groups.present.length * K)
    const missing = this.#missing.fill(0)
    for (let i = 0, n = node.end - node.start; i < n; i++) {
      const slot = groups.slot(codes[node.rows[node.start + i]!]!)
      const sums = slot < 0 ? missing : parts
      sums[Math.max(0, slot) * K + this.#nodeLabels[i]!]! += this.#nodeWeights[i]!
    }
    groups.clear()
    const split = bestLevelOrder(groups.present, K, {
      share: (slot, k) => parts[slot * K + k]! / sum(parts.subarray(slot * K, slot * K + K)),
      add: (slot, total) => {
        for (let k = 0; k < K; k++) total[k]! += parts[slot * K + k]!
      },
      size: K,
      score: (sums) => (isTooLight(sum(sums), this.#least) ? Number.NEGATIVE_INFINITY : score(sums)),
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

/** An empty side is none at all. */
const isTooLight = (weight: number, least: number): boolean => weight > 0 && weight < least

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
