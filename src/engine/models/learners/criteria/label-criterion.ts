import type { Codes } from '../coded-examples.ts'
import { CodeOrder } from './code-order.ts'
import { type Criterion, type LeafRule, NOTHING, type NodeRows, toLeafValue } from './criterion.ts'
import { LevelGroups } from './level-groups.ts'
import { bestLevelOrder } from './level-order.ts'

/** Nodes of fewer rows a label are put in order; in larger ones a histogram of all codes is cheaper. */
const ORDERED_ROWS_PER_LABEL = 100

/** Several labels with a weight for each row and label, as AdaBoost.MH has them (Schapire & Singer 1999). With
 *  targets of +1 for a row's own label and -1 for the others, the split of least weighted squared error is the one
 *  of greatest sum over labels of P^2/W, where W is a label's weight in a child and P its part in rows that have the
 *  label: the regression step of GentleBoost (Friedman, Hastie & Tibshirani 2000), one tree for all labels.
 *  A label that no row of the node has adds nothing, so scans see only the others, copied close together. */
export class LabelCriterion implements Criterion {
  readonly outputs: number
  lowCode = 0
  highCode = 0
  leftLevels: number[] = []
  readonly #weights: Float64Array
  readonly #labels: Float64Array
  readonly #rule: LeafRule
  readonly #smooth: number
  /** W of each label of the examples, then P of each. */
  readonly #all: Float64Array
  /** Labels in the node; each row's weights for them, with that many to a row; each row's label among them. */
  #active = 0
  readonly #activeWeights: Float64Array
  readonly #activeLabels: Int32Array
  /** W, then P, of the labels in the node: of all its rows, those on the left, those present, those missing. */
  #node = new Float64Array(0)
  #left = new Float64Array(0)
  #present = new Float64Array(0)
  #missing = new Float64Array(0)
  readonly #order: CodeOrder
  #bins = new Float64Array(0)
  readonly #groups = new LevelGroups()

  /** @param weights shape (rows, outputs)
   *  @param labels the label's index of each row */
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
    this.#all = new Float64Array(2 * outputs)
    this.#activeWeights = new Float64Array(weights.length)
    this.#activeLabels = new Int32Array(labels.length)
    this.#order = new CodeOrder(Math.min(labels.length, ORDERED_ROWS_PER_LABEL * outputs))
  }

  enter(rows: Int32Array, start: number, end: number): boolean {
    const K = this.outputs
    const all = this.#all.fill(0)
    for (let i = start; i < end; i++) {
      const first = rows[i]! * K
      const label = this.#labels[rows[i]!]!
      for (let k = 0; k < K; k++) all[k]! += this.#weights[first + k]!
      all[K + label]! += this.#weights[first + label]!
    }
    const active: number[] = []
    for (let k = 0; k < K; k++) if (all[K + k]! > 0) active.push(k)
    if (active.length < 2) return false
    this.#activate(active, rows, start, end)
    return true
  }

  #activate(active: number[], rows: Int32Array, start: number, end: number): void {
    const A = active.length
    const place = new Int32Array(this.outputs)
    active.forEach((k, a) => {
      place[k] = a
    })
    for (let i = start; i < end; i++) {
      const r = rows[i]!
      this.#activeLabels[r] = place[this.#labels[r]!]!
      for (let a = 0; a < A; a++)
        this.#activeWeights[r * A + a] = this.#weights[r * this.outputs + active[a]!]!
    }
    this.#active = A
    this.#node = Float64Array.from([
      ...active.map((k) => this.#all[k]!),
      ...active.map((k) => this.#all[this.outputs + k]!),
    ])
    this.#left = new Float64Array(2 * A)
    this.#present = new Float64Array(2 * A)
    this.#missing = new Float64Array(2 * A)
  }

  get worth(): number {
    return sideScore(this.#node)
  }

  write(values: Float32Array, offset: number): void {
    const K = this.outputs
    for (let k = 0; k < K; k++) {
      values[offset + k] = toLeafValue(this.#rule, this.#all[K + k]!, this.#all[k]!, this.#smooth)
    }
  }

  #add(row: number, sums: Float64Array, at: number): void {
    const A = this.#active
    const label = this.#activeLabels[row]!
    const first = row * A
    for (let a = 0; a < A; a++) sums[at + a]! += this.#activeWeights[first + a]!
    sums[at + A + label]! += this.#activeWeights[first + label]!
  }

  #startPresent(): Float64Array {
    const present = this.#present
    for (let j = 0; j < present.length; j++) present[j] = this.#node[j]! - this.#missing[j]!
    return present
  }

  scanNumbers(codes: Uint8Array, node: NodeRows): number {
    return node.end - node.start < ORDERED_ROWS_PER_LABEL * this.#active
      ? this.#scanOrdered(codes, node)
      : this.#scanHistogram(codes, node)
  }

  #scanOrdered(column: Uint8Array, node: NodeRows): number {
    this.#order.sort(column, node)
    const { places, codes } = this.#order
    const { rows, start } = node
    const count = node.end - start
    const missing = this.#missing.fill(0)
    let i = 0
    for (; i < count && codes[i] === 0; i++) this.#add(rows[start + places[i]!]!, missing, 0)
    if (i === count) return Number.NEGATIVE_INFINITY
    let code = codes[i]!
    const last = count - 1
    if (codes[last] === code) return this.#missingOnly(i > 0, code)
    const whole = i > 0 ? this.#startPresent() : this.#node
    const A = this.#active
    const left = this.#left.fill(0)
    const weights = this.#activeWeights
    const labels = this.#activeLabels
    let best = Number.NEGATIVE_INFINITY
    for (; i < last; i++) {
      const r = rows[start + places[i]!]!
      const first = r * A
      const label = labels[r]!
      for (let a = 0; a < A; a++) left[a]! += weights[first + a]!
      left[A + label]! += weights[first + label]!
      const next = codes[i + 1]!
      if (next === code) continue
      const score = splitScore(left, whole, A)
      if (score > best) {
        best = score
        this.lowCode = code
        this.highCode = next
      }
      code = next
    }
    return best + sideScore(missing)
  }

  #scanHistogram(column: Uint8Array, { rows, start, end }: NodeRows): number {
    const size = 2 * this.#active
    if (this.#bins.length < 256 * size) this.#bins = new Float64Array(256 * size)
    const bins = this.#bins.fill(0, 0, 256 * size)
    for (let i = start; i < end; i++) this.#add(rows[i]!, bins, column[rows[i]!]! * size)
    this.#missing.set(bins.subarray(0, size))
    const whole = this.#startPresent()
    const left = this.#left.fill(0)
    let best = Number.NEGATIVE_INFINITY
    let code = 0
    for (let next = 1; next < 256; next++) {
      const at = next * size
      if (bins[at]! <= 0) continue
      const score = code > 0 ? splitScore(left, whole, this.#active) : best
      if (score > best) {
        best = score
        this.lowCode = code
        this.highCode = next
      }
      for (let j = 0; j < size; j++) left[j]! += bins[at + j]!
      code = next
    }
    if (best === Number.NEGATIVE_INFINITY) return this.#missingOnly(code > 0, code)
    return best + sideScore(this.#missing)
  }

  /** A feature with one value can still tell present from missing: all that is present goes left. */
  #missingOnly(hasPresent: boolean, code: number): number {
    if (!hasPresent || this.#missing[0]! <= 0) return Number.NEGATIVE_INFINITY
    this.lowCode = code
    this.highCode = Number.POSITIVE_INFINITY
    return sideScore(this.#startPresent()) + sideScore(this.#missing)
  }

  scanLevels(codes: Codes, { rows, start, end }: NodeRows, codeCount: number): number {
    const A = this.#active
    const size = 2 * A
    const groups = this.#groups
    groups.collect(codes, { rows, start, end }, codeCount)
    const parts = new Float64Array(groups.present.length * size)
    const missing = this.#missing.fill(0)
    for (let i = start; i < end; i++) {
      const slot = groups.slot(codes[rows[i]!]!)
      if (slot < 0) this.#add(rows[i]!, missing, 0)
      else this.#add(rows[i]!, parts, slot * size)
    }
    groups.clear()
    const split = bestLevelOrder(groups.present, A, {
      share: (slot, a) => parts[slot * size + A + a]! / parts[slot * size + a]!,
      add: (slot, total) => {
        for (let j = 0; j < size; j++) total[j]! += parts[slot * size + j]!
      },
      size,
      score: sideScore,
      missing: missing[0]! > 0,
    })
    this.leftLevels = split.left
    return split.score + sideScore(missing)
  }
}

/** Sum over labels of P^2/W of both children, one being `left` and `whole` their sum; -Infinity if a child is
 *  nothing but rounding. One division a label: a/b + c/d = (ad + cb) / bd. */
function splitScore(left: Float64Array, whole: Float64Array, labels: number): number {
  const least = NOTHING * whole[0]!
  let total = 0
  for (let k = 0; k < labels; k++) {
    const WL = left[k]!
    const WR = whole[k]! - WL
    const PL = left[labels + k]!
    const PR = whole[labels + k]! - PL
    if (WL <= least || WR <= least) return Number.NEGATIVE_INFINITY
    total += (PL * PL * WR + PR * PR * WL) / (WL * WR)
  }
  return total
}

/** Sum over labels of P^2/W of one side; 0 of nothing. */
function sideScore(sums: Float64Array): number {
  const labels = sums.length / 2
  let total = 0
  for (let k = 0; k < labels; k++) {
    if (sums[k]! > 0) total += (sums[labels + k]! * sums[labels + k]!) / sums[k]!
  }
  return total
}
