import type { CodedExamples, Codes } from './coded-examples.ts'
import type { SplitFinder } from './find-split.ts'
import { type Random, shuffleFirst } from './random.ts'
import { routeRows } from './route-rows.ts'
import type { Sample } from './sample.ts'
import type { Scratch } from './scratch.ts'
import type { TreeBuilder } from './tree-builder.ts'

/** Shares are added up as multiples of this: whole numbers have the same sum in any order, so it does not matter which
 *  worker saw which tree. */
export const TALLY_UNIT = 2 ** -30

/** What training learns about a model besides its trees. Plain data, from one worker. */
export interface TrainingTally {
  /** By feature, in units: its share of a part's gains, summed over parts. */
  gains: Float64Array
  /** Present where trees grew on bootstrap samples. */
  outOfBag?: {
    /** Shape (rows, outputs), in units: what trees that did not see a row say of it; and how many those are. */
    sums: Float64Array
    counts: Uint32Array
  }
  /** By feature, in units: how much worse a tree does on rows out of its bag whose values of the feature are shuffled,
   *  summed over trees. */
  permutation?: Float64Array
}

/** Collects the tally of the parts that one worker trains. */
export class TrainingTallier {
  /** Gains of the part that is being trained, by feature; whoever grows its trees adds to them. */
  readonly gains: Float64Array
  readonly #examples: CodedExamples
  readonly #columns: readonly Codes[]
  readonly #tally: TrainingTally
  readonly #scratch: Scratch

  /** @param finder its columns, and the working memory of trees, which are grown when they are judged */
  constructor(examples: CodedExamples, { columns, scratch }: Pick<SplitFinder, 'columns' | 'scratch'>) {
    this.#examples = examples
    this.#columns = columns
    this.#scratch = scratch
    this.gains = new Float64Array(examples.columns)
    this.#tally = { gains: new Float64Array(examples.columns) }
  }

  /** Takes over the gains of a part that is done. */
  endPart(): void {
    const total = this.gains.reduce((sum, gain) => sum + gain, 0)
    this.gains.forEach((gain, f) => {
      if (total > 0) this.#tally.gains[f]! += Math.round(gain / total / TALLY_UNIT)
    })
    this.gains.fill(0)
  }

  /** Lets a tree judge the rows that its bootstrap sample left out (Breiman 2001).
   *  @param permute also with each of its features shuffled among those rows */
  judge(tree: TreeBuilder, { drawn }: Sample, permute: boolean, random: Random): void {
    const { rows, weights } = this.#examples
    const all = this.#scratch.integers('out', rows + 1)
    let n = 0
    for (let r = 0; r < rows; r++) {
      all[n] = r
      if (drawn!.times[r] === 0 && weights[r]! > 0) n++
    }
    if (n === 0) return
    const out = all.subarray(0, n)
    this.#tally.outOfBag ??= {
      sums: new Float64Array(rows * tree.outputs),
      counts: new Uint32Array(rows),
    }
    const { sums, counts } = this.#tally.outOfBag
    const own = this.#copy(out)
    routeRows(
      tree,
      own,
      (f) => this.#columns[f]!,
      (node, start, end) => {
        for (let k = 0; k < tree.outputs; k++) {
          const said = Math.round(tree.values[node * tree.outputs + k]! / TALLY_UNIT)
          for (let i = start; i < end; i++) sums[own[i]! * tree.outputs + k]! += said
        }
        for (let i = start; i < end; i++) counts[own[i]!]!++
      },
      this.#scratch.integers('spare', 2 * n),
    )
    if (permute) this.#permute(tree, out, random)
  }

  #copy(rows: Int32Array): Int32Array {
    const own = this.#scratch.integers('rows', rows.length)
    own.set(rows)
    return own
  }

  #permute(tree: TreeBuilder, out: Int32Array, random: Random): void {
    const { rows, columns } = this.#examples
    this.#tally.permutation ??= new Float64Array(columns)
    const error = this.#errorOver(tree, out, (f) => this.#columns[f]!)
    const used = new Set(tree.feature.subarray(0, tree.size).filter((f) => f >= 0))
    for (const feature of [...used].sort((a, b) => a - b)) {
      const codes = this.#columns[feature]!
      const from = out.slice()
      shuffleFirst(from, from.length - 1, random)
      const shuffled = codes instanceof Uint8Array ? new Uint8Array(rows) : new Uint16Array(rows)
      for (let i = 0; i < out.length; i++) shuffled[out[i]!] = codes[from[i]!]!
      const worse = this.#errorOver(tree, out, (f) => (f === feature ? shuffled : this.#columns[f]!)) - error
      this.#tally.permutation[feature]! += Math.round(worse / TALLY_UNIT)
    }
  }

  /** Share of rows whose label the tree does not name; of a regression, the mean squared error. */
  #errorOver(tree: TreeBuilder, rows: Int32Array, column: (feature: number) => Codes): number {
    const { y, labels } = this.#examples
    const own = this.#copy(rows)
    let error = 0
    const add = (node: number, start: number, end: number): void => {
      const said = labels === 0 ? tree.values[node]! : bestLabel(tree, node)
      for (let i = start; i < end; i++) {
        const actual = y[own[i]!]!
        if (labels === 0) error += (actual - said) ** 2
        else if (actual !== said) error++
      }
    }
    routeRows(tree, own, column, add, this.#scratch.integers('spare', 2 * rows.length))
    return error / rows.length
  }

  /** What was collected so far. */
  get tally(): TrainingTally {
    return this.#tally
  }
}

/** With one output for two labels, the second is named where its value is the larger part. */
function bestLabel({ values, outputs }: TreeBuilder, node: number): number {
  if (outputs === 1) return values[node]! > 0.5 ? 1 : 0
  let best = 0
  for (let k = 1; k < outputs; k++) {
    if (values[node * outputs + k]! > values[node * outputs + best]!) best = k
  }
  return best
}

/** The tallies of all workers as one. */
export function joinTallies(tallies: readonly TrainingTally[]): TrainingTally {
  const [first, ...others] = tallies as [TrainingTally, ...TrainingTally[]]
  const joined = { ...first }
  for (const { gains, outOfBag, permutation } of others) {
    add(joined.gains, gains)
    if (outOfBag && joined.outOfBag) {
      add(joined.outOfBag.sums, outOfBag.sums)
      add(joined.outOfBag.counts, outOfBag.counts)
    } else if (outOfBag) joined.outOfBag = outOfBag
    if (permutation && joined.permutation) add(joined.permutation, permutation)
    else if (permutation) joined.permutation = permutation
  }
  return joined
}

function add(to: Float64Array | Uint32Array, from: Float64Array | Uint32Array): void {
  for (let i = 0; i < to.length; i++) to[i]! += from[i]!
}
