import { type CodedExamples, columnsOf, NARROW_CODES } from '../coded-examples.ts'
import type { GradientBoostingConfig } from '../learner-config.ts'
import { BIN_BYTES, CHUNK, NARROW_BYTES } from './emit-histogram.ts'
import { type GradientKernels, gradientKernels } from './gradient-kernels.ts'
import { type GradientLayout, gradientMemory, layOutGradients } from './gradient-memory.ts'
import type { Sums } from './gradient-split.ts'
import type { Team } from './team.ts'

/** Slices of rows begin at multiples of this: kernels take four at a time. */
const ALIGN = 64
/** Derivatives are whole numbers below 2^30, and their sums below 2^52: exact as 64-bit floats too. */
const DERIVATIVE_BITS = 30
const SUM_BITS = 52

/** Rows of which a member has some: order[start..end). */
export interface Range {
  start: number
  end: number
}

/** What a learner's outputs and leaves take. */
export function gradientLayout(
  examples: CodedExamples,
  config: GradientBoostingConfig,
  members: number,
): GradientLayout {
  const outputs = examples.labels > 2 ? examples.labels : 1
  return layOutGradients(
    examples,
    { outputs, maxLeaves: Math.min(config.max_leaves, examples.rows) },
    members,
  )
}

/** One member's hands on the memory of a training: its slice of the rows, and the kernels. Derivatives are quantised
 *  (compare Shi et al. 2022, with more bits), so that their sums are exact and do not depend on who adds up which rows. */
export class GradientWorkspace {
  readonly layout: GradientLayout
  readonly team: Team
  readonly slice: Range
  /** Sums of trees, shape (rows, outputs), of all members. */
  readonly F: Float64Array
  /** Weights by row, such that those trained on have mean 1. */
  readonly weights: Float32Array
  /** Pairs of quantised derivatives, by row. */
  readonly pairs: Int32Array
  /** Rows in the order of nodes: this member's are from `slice.start` on. */
  readonly order: Int32Array
  /** Factors of the derivatives. */
  scaleG = 1
  scaleH = 1
  readonly #kernels: GradientKernels
  readonly #memory: WebAssembly.Memory
  readonly #examples: CodedExamples
  readonly #goesLeft: Uint8Array
  readonly #numbers: Float64Array
  /** Addresses have no sign. */
  readonly #result: Uint32Array

  constructor(examples: CodedExamples, config: GradientBoostingConfig, team: Team) {
    const layout = gradientLayout(examples, config, team.size)
    const memory = team.memory ?? gradientMemory(layout, false)
    const { buffer } = memory
    const own = (part: { at: number; member: number }): number => part.at + team.index * part.member
    const border = (member: number): number =>
      member === team.size
        ? examples.rows
        : Math.min(examples.rows, Math.floor((member * examples.rows) / team.size / ALIGN) * ALIGN)
    this.layout = layout
    this.team = team
    this.slice = { start: border(team.index), end: border(team.index + 1) }
    this.F = new Float64Array(buffer, layout.F, examples.rows * layout.outputs)
    this.weights = new Float32Array(buffer, layout.weights, examples.rows)
    this.pairs = new Int32Array(buffer, layout.pairs, 2 * examples.rows)
    this.order = new Int32Array(buffer, layout.order, examples.rows)
    this.#examples = examples
    this.#memory = memory
    this.#kernels = gradientKernels(memory, team.memory ? layout.pages : undefined)
    this.#goesLeft = new Uint8Array(buffer, own(layout.goesLeft), layout.goesLeft.member)
    this.#numbers = new Float64Array(buffer, own(layout.numbers), layout.numbers.member / 8)
    this.#result = new Uint32Array(buffer, own(layout.result), 1)
    this.#loadCodes()
  }

  /** Takes over the labels and weights of this member's rows. */
  load(weights: Float64Array, factor: number): void {
    const { y } = this.#examples
    const truths = new Float32Array(this.#memory.buffer, this.layout.truths, this.#examples.rows)
    for (let r = this.slice.start; r < this.slice.end; r++) {
      truths[r] = y[r]!
      this.weights[r] = weights[r]! * factor
    }
  }

  #loadCodes(): void {
    const { start, end } = this.slice
    columnsOf(this.#examples).forEach((column, f) => {
      const at = this.layout.codesAt[f]!
      if (this.isWide(f)) {
        new Uint16Array(this.#memory.buffer, at, end).set(column.subarray(start, end), start)
        return
      }
      const codes = new Uint8Array(this.#memory.buffer)
      for (let r = start, to = at + CHUNK * start; r < end; r++, to += CHUNK) codes[to] = column[r]!
    })
  }

  isWide(feature: number): boolean {
    return this.#examples.codeCounts[feature]! > NARROW_CODES
  }

  /** Chooses the factors for derivatives of at most these sizes. */
  scaleFor(mostG: number, mostH: number): void {
    const most = (bits: number, size: number): number => bits - Math.ceil(Math.log2(size))
    const factor = (size: number): number =>
      2 ** Math.min(most(DERIVATIVE_BITS, size), most(SUM_BITS, size * this.#examples.rows))
    this.scaleG = factor(mostG > 0 ? mostG : 1)
    this.scaleH = factor(mostH > 0 ? mostH : 1)
    const { at, member } = this.layout.scales
    const own = at + this.team.index * member
    const floats = new Float32Array(this.#memory.buffer, own, 8)
    floats.fill(this.scaleG, 0, 4).fill(this.scaleH, 4)
    new Float64Array(this.#memory.buffer, own + 32, 2).set([1 / this.scaleG, 1 / this.scaleH])
  }

  /** Writes derivatives of the logistic loss for this member's rows. */
  deriveLogistic(): void {
    const { start, end } = this.slice
    if (start === end) return
    const { F, truths, weights, scales, pairs } = this.layout
    this.#kernels.deriveLogistic(
      F + 8 * start,
      F + 8 * end,
      truths + 4 * start,
      weights + 4 * start,
      scales.at + this.team.index * scales.member,
      pairs + 8 * start,
    )
  }

  /** Writes a row's derivatives. The second is at least 1, so that a row that is certain still counts as a row. */
  put(row: number, g: number, h: number): void {
    this.pairs[2 * row] = Math.round(g * this.scaleG)
    this.pairs[2 * row + 1] = Math.max(1, Math.round(h * this.scaleH))
  }

  /** The address of this member's own histogram. */
  get ownHistogram(): number {
    return this.layout.histograms + this.team.index * this.layout.histogramBytes
  }

  /** Adds up derivatives of some rows by code, for features in ascending order, into a histogram. */
  fill({ start, end }: Range, features: Int32Array, histogram: number): void {
    const { order, pairs, binAt, codesAt } = this.layout
    const bytes = new Uint8Array(this.#memory.buffer, histogram, this.layout.histogramBytes)
    const [from, to] = [order + 4 * start, order + 4 * end]
    for (let i = 0; i < features.length; ) {
      const f = features[i]!
      const at = binAt[f]!
      if (this.isWide(f)) {
        bytes.fill(0, at, at + this.#examples.codeCounts[f]! * BIN_BYTES)
        if (to > from) this.#kernels.fillWide(from, to, pairs, codesAt[f]!, histogram + at)
        i++
        continue
      }
      // Its chunk: from the first feature that is wanted to the last one.
      const chunk = Math.floor(at / (CHUNK * NARROW_BYTES))
      let last = at
      for (; i < features.length && !this.isWide(features[i]!); i++) {
        const next = binAt[features[i]!]!
        if (Math.floor(next / (CHUNK * NARROW_BYTES)) !== chunk) break
        last = next
      }
      bytes.fill(0, at, last + NARROW_BYTES)
      const count = (last - at) / NARROW_BYTES + 1
      if (to > from) this.#kernels.fill[count]!(from, to, pairs, codesAt[f]!, histogram + at)
    }
  }

  /** Adds all members' own histograms of a feature up, in `to`. */
  merge(feature: number, to: number): void {
    const { histograms, histogramBytes } = this.layout
    const { at, end } = this.#bins(feature, to)
    const own = (member: number): number => histograms + member * histogramBytes + this.layout.binAt[feature]!
    this.#kernels.add(at, end, own(0), own(1))
    for (let member = 2; member < this.team.size; member++) this.#kernels.add(at, end, at, own(member))
  }

  /** Takes a feature's bins in one histogram from those in another. */
  subtract(feature: number, from: number, what: number): void {
    const { at, end } = this.#bins(feature, from)
    this.#kernels.subtract(at, end, at, what + this.layout.binAt[feature]!)
  }

  #bins(feature: number, histogram: number): { at: number; end: number } {
    const at = histogram + this.layout.binAt[feature]!
    return { at, end: at + this.#examples.codeCounts[feature]! * BIN_BYTES }
  }

  /** A feature's bins as pairs of sums, valid until the next call. */
  numbers(feature: number, histogram: number): Float64Array {
    const { at, end } = this.#bins(feature, histogram)
    const { scales } = this.layout
    const scalesAt = scales.at + this.team.index * scales.member + 32
    this.#kernels.toNumbers(at, end, this.#numbers.byteOffset, scalesAt)
    return this.#numbers
  }

  /** What a histogram of a node adds up to. */
  sumsOf(feature: number, histogram: number): Sums {
    const bins = this.numbers(feature, histogram)
    let G = 0
    let H = 0
    for (let c = 0; c < this.#examples.codeCounts[feature]!; c++) {
      G += bins[2 * c]!
      H += bins[2 * c + 1]!
    }
    return { G, H }
  }

  /** What `own` of all members add up to, the same for each; all must ask. */
  sumOver({ G, H }: Sums): Sums {
    const all = this.#tell(G, H)
    return { G: all.reduce((sum, one) => sum + one.G, 0), H: all.reduce((sum, one) => sum + one.H, 0) }
  }

  /** The largest of all members' numbers; all must ask. */
  largest(own: number): number {
    return Math.max(...this.#tell(own, 0).map(({ G }) => G))
  }

  #tell(G: number, H: number): Sums[] {
    const { at, member } = this.layout.sums
    const place = (index: number): Float64Array =>
      new Float64Array(this.#memory.buffer, at + index * member, 2)
    place(this.team.index).set([G, H])
    this.team.meet()
    return Array.from({ length: this.team.size }, (_, index) => {
      const [g, h] = place(index)
      return { G: g!, H: h! }
    })
  }

  /** Adds up what all members counted by node; all must ask. */
  sumCounts(own: Uint32Array): void {
    if (this.team.size === 1) return
    const { at, member } = this.layout.counts
    const place = (index: number): Uint32Array =>
      new Uint32Array(this.#memory.buffer, at + index * member, own.length)
    place(this.team.index).set(own)
    this.team.meet()
    own.fill(0)
    for (let index = 0; index < this.team.size; index++) {
      const theirs = place(index)
      for (let node = 0; node < own.length; node++) own[node]! += theirs[node]!
    }
  }

  /** Brings rows into the order left, right, otherwise unchanged. @returns where the right ones begin */
  partition({ start, end }: Range, feature: number, goesLeft: (code: number) => boolean): number {
    if (start === end) return start
    const { order, spare, codesAt } = this.layout
    for (let code = 0; code < this.#examples.codeCounts[feature]!; code++)
      this.#goesLeft[code] = goesLeft(code) ? 1 : 0
    const divide = this.isWide(feature) ? this.#kernels.partitionWide : this.#kernels.partition
    divide(
      order + 4 * start,
      order + 4 * end,
      codesAt[feature]!,
      this.#goesLeft.byteOffset,
      spare + 4 * start,
      this.#result.byteOffset,
    )
    return (this.#result[0]! - order) / 4
  }
}
