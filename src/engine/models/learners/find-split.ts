import type { CodedExamples } from './coded-examples.ts'
import type { Criterion } from './criteria/criterion.ts'
import type { Random } from './random.ts'

/** Below this many rows a node's rows are sorted by insertion, in place of sorting machinery or a histogram. */
const INSERTION_ROWS = 24
/** Walking the whole sorted column costs about an eighth of sorting as many rows. */
const ORDER_ADVANTAGE = 8

/** The split of a node. `score` is the criterion's. */
export interface Split {
  feature: number
  score: number
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
  /** Sorted rows of each feature: those of the examples, or of a sample of them. */
  #order: Uint16Array | undefined
  #orderRows = 0

  constructor(examples: CodedExamples) {
    this.#examples = examples
    this.#features = Int32Array.from({ length: examples.columns }, (_, f) => f)
    this.#sorted = new Int32Array(examples.rows + 1)
    this.#inNode = new Uint8Array(examples.rows)
    this.#order = examples.order
    this.#orderRows = examples.rows
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

  /** @param count features to try; ones without a split in the node do not count, as in scikit-learn
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
      if (best && score <= best.score) continue
      best = {
        feature: features[i]!,
        score,
        lowCode: criterion.lowCode,
        highCode: criterion.highCode,
        levels: this.#examples.categorical[features[i]!] ? criterion.leftLevels : undefined,
      }
    }
    this.#mark(node, 0)
    return best
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
    if (n <= INSERTION_ROWS) {
      this.#sortByInsertion(offset, node)
      return criterion.scanSorted(codes, offset, this.#sorted, n)
    }
    if (this.#order && n * ORDER_ADVANTAGE >= this.#orderRows && (codeCount > 32 || n < 256)) {
      this.#takeOrdered(feature)
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
