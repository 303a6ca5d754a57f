import { type Random, shuffleFirst } from './random.ts'
import { Scratch } from './scratch.ts'

/** What sampling needs to know of examples, coded or not. */
export interface Labelled {
  y: Float64Array
  /** 0 for regression. */
  labels: number
  weights: Float64Array
}

/** The part of the examples that one learner sees. */
export interface Sample {
  /** Rows to train on; their weights are positive. */
  rows: Int32Array
  /** Indexed by row. */
  readonly weights: Float64Array
  /** Present where rows were drawn: how often each was, by row, and the weights they had before. */
  drawn?: { times: Uint16Array; from: Float64Array }
  /** Rows held out, on which a learner may choose among its results. */
  validation: Int32Array
}

/** All rows of positive weight, nothing held out. */
export function wholeSample({ weights }: Labelled): Sample {
  const all = new Int32Array(weights.length)
  let n = 0
  for (let r = 0; r < weights.length; r++) {
    all[n] = r
    if (weights[r]! > 0) n++
  }
  const rows = n < all.length ? all.slice(0, n) : all
  return { rows, weights, validation: new Int32Array(0) }
}

/** Draws as many rows as there are, with replacement (Breiman 1996); a row drawn twice weighs twice.
 *  @param scratch holds the sample until the next one is drawn into it; by default it has memory of its own */
export function bootstrapSample(
  { rows, weights: from }: Sample,
  random: Random,
  scratch: Scratch = new Scratch(),
): Sample {
  const times = scratch.shorts('times', from.length).fill(0)
  for (let i = 0; i < rows.length; i++) times[rows[random.below(rows.length)]!]!++
  const all = scratch.integers('drawn', rows.length + 1)
  let n = 0
  for (let i = 0; i < rows.length; i++) {
    all[n] = rows[i]!
    if (times[rows[i]!]! > 0) n++
  }
  const drawn = all.subarray(0, n)
  let weights: Float64Array | undefined
  return {
    rows: drawn,
    // Made when asked for: trees that count rows never do.
    get weights() {
      if (weights) return weights
      weights = new Float64Array(from.length)
      for (let i = 0; i < n; i++) weights[drawn[i]!] = from[drawn[i]!]! * times[drawn[i]!]!
      return weights
    },
    drawn: { times, from },
    validation: new Int32Array(0),
  }
}

/** Holds out a share of the rows, of each label alike. No label loses
 *  its last row. */
export function holdOut(examples: Labelled, sample: Sample, share: number, random: Random): Sample {
  const train: number[] = []
  const validation: number[] = []
  for (const group of rowsByLabel(examples, sample.rows)) {
    const held = Math.min(group.length - 1, Math.round(group.length * share))
    shuffleFirst(group, held, random)
    for (let i = 0; i < group.length; i++) (i < held ? validation : train).push(group[i]!)
  }
  // Rows in their own order: memory is read forwards, and sums do not depend on the shuffle.
  return {
    rows: Int32Array.from(train).sort(),
    weights: sample.weights,
    validation: Int32Array.from(validation).sort(),
  }
}

function rowsByLabel(examples: Labelled, rows: Int32Array): Int32Array[] {
  if (examples.labels === 0) return [Int32Array.from(rows)]
  const groups: number[][] = Array.from({ length: examples.labels }, () => [])
  for (const r of rows) groups[examples.y[r]!]!.push(r)
  return groups.filter((group) => group.length > 0).map((group) => Int32Array.from(group))
}
