import { type CodedExamples, type Codes, columnsOf } from './coded-examples.ts'
import type { Criterion, NodeRows } from './criteria/criterion.ts'
import type { Random } from './random.ts'
import { Scratch } from './scratch.ts'

/** Scores that differ by less than this share are equal but for rounding. */
const SAME_SCORE = 1e-9

/** The split of a node. `score` is the criterion's. */
export interface Split {
  feature: number
  score: number
  /** Distance between the values on both sides, in standard deviations of the feature. */
  gap: number
  lowCode: number
  highCode: number
  /** Categorical: the codes that go left. */
  levels: number[] | undefined
}

/** Finds the best split of a node among randomly drawn features. Reused from node to node and tree to tree. */
export class SplitFinder {
  /** Each feature's codes. */
  readonly columns: readonly Codes[]
  /** For whoever grows trees by it. */
  readonly scratch = new Scratch()
  readonly #examples: CodedExamples
  readonly #features: Int32Array
  /** Standard deviation of each feature's distinct values, 0 until it was needed. */
  readonly #spread: Float64Array

  constructor(examples: CodedExamples) {
    this.columns = columnsOf(examples)
    this.#examples = examples
    this.#features = Int32Array.from({ length: examples.columns }, (_, f) => f)
    this.#spread = new Float64Array(examples.columns)
  }

  /** To be called before each tree: the features a tree draws must not depend on the trees before it. */
  startTree(): void {
    for (let f = 0; f < this.#features.length; f++) this.#features[f] = f
  }

  /** Among splits of equal score the one with the widest gap wins: with few rows and many features ties are the
   *  rule, and a wide margin is the likeliest to hold for new rows.
   *  @param count features to try; ones without a split in the node do not count, as in scikit-learn
   *  @returns undefined if no feature splits these rows */
  find(criterion: Criterion, node: NodeRows, count: number, random: Random): Split | undefined {
    const features = this.#features
    const total = features.length
    let best: Split | undefined
    for (let i = 0, tried = 0; i < total && tried < count; i++) {
      if (count < total) {
        const j = i + random.below(total - i)
        const swap = features[i]!
        features[i] = features[j]!
        features[j] = swap
      }
      const score = this.#scan(criterion, node, features[i]!)
      if (score === Number.NEGATIVE_INFINITY) continue
      tried++
      if (best && score < best.score - SAME_SCORE * Math.abs(best.score)) continue
      const gap = this.#gap(criterion, features[i]!)
      if (best && score <= best.score + SAME_SCORE * Math.abs(best.score) && gap <= best.gap) continue
      best = {
        feature: features[i]!,
        score,
        gap,
        lowCode: criterion.lowCode,
        highCode: criterion.highCode,
        levels: this.#examples.categorical[features[i]!] ? criterion.leftLevels : undefined,
      }
    }
    return best
  }

  /** Levels have no distance, and a split of present from missing has no other side: 0. */
  #gap({ lowCode, highCode }: Criterion, feature: number): number {
    const { codeOffsets, codeLow, codeHigh, categorical } = this.#examples
    if (categorical[feature] || highCode === Number.POSITIVE_INFINITY) return 0
    const at = codeOffsets[feature]!
    const gap = codeLow[at + highCode]! - codeHigh[at + lowCode]!
    return Number.isFinite(gap) ? gap / this.#spreadOf(feature) : 0
  }

  #spreadOf(feature: number): number {
    if (this.#spread[feature] !== 0) return this.#spread[feature]!
    const { codeOffsets, codeLow } = this.#examples
    const values = codeLow
      .subarray(codeOffsets[feature]! + 1, codeOffsets[feature + 1])
      .filter(Number.isFinite)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    this.#spread[feature] = Math.max(Math.sqrt(variance), Number.MIN_VALUE)
    return this.#spread[feature]!
  }

  #scan(criterion: Criterion, node: NodeRows, feature: number): number {
    const { categorical, codeCounts } = this.#examples
    const codes = this.columns[feature]!
    return categorical[feature]
      ? criterion.scanLevels(codes, node, codeCounts[feature]!)
      : criterion.scanNumbers(codes as Uint8Array, node)
  }
}
