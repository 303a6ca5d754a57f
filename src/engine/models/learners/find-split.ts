import type { CodedExamples } from './coded-examples.ts'
import type { Criterion } from './criteria/criterion.ts'
import type { Random } from './random.ts'

/** Up to this many rows a node's rows are sorted by insertion, in place of sorting machinery or a histogram. */
const INSERTION_ROWS = 24
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
  readonly #examples: CodedExamples
  readonly #features: Int32Array
  readonly #sorted: Int32Array
  /** 1 for a row of the node being split. */
  readonly #inNode: Uint8Array
  /** Standard deviation of each feature's distinct values, 0 until it was needed. */
  readonly #spread: Float64Array
  /** Sorted rows of each feature: those of the examples, or of a sample of them. */
  #order: Uint16Array | undefined
  #orderRows = 0

  constructor(examples: CodedExamples) {
    this.#examples = examples
    this.#features = Int32Array.from({ length: examples.columns }, (_, f) => f)
    this.#sorted = new Int32Array(examples.rows + 1)
    this.#inNode = new Uint8Array(examples.rows)
    this.#spread = new Float64Array(examples.columns)
    this.#order = examples.order
    this.#orderRows = examples.rows
  }

  /** To be called before each tree: the features a tree draws must not depend on the trees before it. */
  startTree(): void {
    for (let f = 0; f < this.#features.length; f++) this.#features[f] = f
  }

  /** Keeps only the rows of a sample in the sorted columns; worth it where many trees grow from the sample. */
  narrow(rows: Int32Array): void {
    const { order, rows: all, columns } = this.#examples
    if (!order) return
    const narrowed = new Uint16Array(rows.length * columns)
    const marked = new Uint8Array(all)
    for (const r of rows) marked[r] = 1
    let n = 0
    for (let i = 0; i < order.length; i++) if (marked[order[i]!]) narrowed[n++] = order[i]!
    this.#order = narrowed
    this.#orderRows = rows.length
  }

  /** Among splits of equal score the one with the widest gap wins: with few rows and many features ties are the
   *  rule, and a wide margin is the likeliest to hold for new rows.
   *  @param count features to try; ones without a split in the node do not count, as in scikit-learn
   *  @returns undefined if no feature splits these rows */
  find(
    criterion: Criterion,
    node: { rows: Int32Array; start: number; end: number },
    count: number,
    random: Random,
  ): Split | undefined {
    const features = this.#features
    const total = features.length
    let best: Split | undefined
    this.#mark(node, 1)
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
    this.#mark(node, 0)
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

  #mark({ rows, start, end }: { rows: Int32Array; start: number; end: number }, value: number): void {
    for (let i = start; i < end; i++) this.#inNode[rows[i]!] = value
  }

  #scan(
    criterion: Criterion,
    node: { rows: Int32Array; start: number; end: number },
    feature: number,
  ): number {
    const { codes, rows, codeCounts, categorical } = this.#examples
    const offset = feature * rows
    const codeCount = codeCounts[feature]!
    const n = node.end - node.start
    if (categorical[feature]) return criterion.scanLevels(codes, offset, node, codeCount)
    if (this.#order && isOrderCheaper(n, this.#orderRows) && (codeCount > 32 || n < 256)) {
      this.#takeOrdered(feature)
      return criterion.scanSorted(codes, offset, this.#sorted, n)
    }
    if (n <= INSERTION_ROWS) {
      this.#sortByInsertion(offset, node)
      return criterion.scanSorted(codes, offset, this.#sorted, n)
    }
    if (codeCount <= 4 * n) return criterion.scanHistogram(codes, offset, node, codeCount)
    this.#sortPacked(offset, node)
    return criterion.scanSorted(codes, offset, this.#sorted, n)
  }

  #sortByInsertion(
    offset: number,
    { rows, start, end }: { rows: Int32Array; start: number; end: number },
  ): void {
    const { codes } = this.#examples
    const sorted = this.#sorted
    for (let i = start; i < end; i++) {
      const r = rows[i]!
      const code = codes[offset + r]!
      let j = i - start
      while (j > 0 && codes[offset + sorted[j - 1]!]! > code) {
        sorted[j] = sorted[j - 1]!
        j--
      }
      sorted[j] = r
    }
  }

  /** Every row is written, and only a row of the node moves on: no branch to mispredict. */
  #takeOrdered(feature: number): void {
    const order = this.#order!
    const sorted = this.#sorted
    const inNode = this.#inNode
    const from = feature * this.#orderRows
    let n = 0
    for (let i = from, to = from + this.#orderRows; i < to; i++) {
      const r = order[i]!
      sorted[n] = r
      n += inNode[r]!
    }
  }

  /** Sorts code and place together as one number. */
  #sortPacked(offset: number, { rows, start, end }: { rows: Int32Array; start: number; end: number }): void {
    const { codes } = this.#examples
    const n = end - start
    const packed = new Float64Array(n)
    for (let i = 0; i < n; i++) packed[i] = codes[offset + rows[start + i]!]! * 4294967296 + i
    packed.sort()
    for (let i = 0; i < n; i++) this.#sorted[i] = rows[start + (packed[i]! % 4294967296)]!
  }
}

/** Walking the whole sorted column costs about half of n^2 steps of insertion, an eighth of sorting as many rows. */
function isOrderCheaper(rows: number, orderRows: number): boolean {
  return rows <= INSERTION_ROWS ? rows * rows > 2 * orderRows : 8 * rows > orderRows
}
