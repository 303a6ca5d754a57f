import type { BayesConfig } from '../parts/general-config.ts'
import type { GeneralExamples } from '../parts/general-examples.ts'
import type { BayesPart } from '../parts/part.ts'
import { type FeatureCells, featureReader } from '../parts/read-feature.ts'
import { someFeatures } from '../parts/some-features.ts'
import { deriveSeed, Random } from '../random.ts'
import type { Sample } from '../sample.ts'
import type { Steps } from '../train-boosting.ts'
import { bestThreshold } from './best-threshold.ts'

/** Learns naive Bayes (Duda & Hart 1973) over discrete states, with Laplace's estimate of one example more in each state.
 *  A numeric feature has two states, parted where the labels' entropy falls most (Fayyad & Irani 1993); a categorical one
 *  a state for each level. Missing is a state of its own where it occurs; elsewhere it says nothing. */
export function* trainNaiveBayes(
  examples: GeneralExamples,
  sample: Sample,
  config: BayesConfig,
  seed: number,
): Steps<BayesPart> {
  const { columns, labels, levels, mode } = examples
  const counts = labelCounts(examples, sample)
  const read = featureReader(examples)
  const chosen = someFeatures(columns, config.feature_prop, new Random(deriveSeed(seed, 1)))
  const threshold = new Float32Array(columns).fill(Number.NaN)
  const offsets = new Uint32Array(columns + 1)
  for (let f = 0; f < columns; f++) offsets[f + 1] = offsets[f]! + (levels[f]! > 0 ? levels[f]! + 1 : 3)
  const logLikelihood = new Float64Array(offsets[columns]! * labels)
  for (let f = 0; f < columns; f++) {
    const cells = read(f)
    if (levels[f] === 0) threshold[f] = bestThreshold(cells, examples, sample)
    if (chosen[f] === 1) {
      const states = offsets[f + 1]! - offsets[f]!
      const stateOf = levels[f]! > 0 ? (x: number) => x + 1 : (x: number) => (x <= threshold[f]! ? 1 : 2)
      const table = countStates(cells, examples, sample, { states, stateOf, counts })
      logLikelihood.set(toLogLikelihood(table, states, counts), offsets[f]! * labels)
    }
    if (f % 64 === 0) yield f / columns
  }
  const total = counts.reduce((sum, count) => sum + count, 0)
  return {
    kind: 'bayes',
    outputs: mode === 'boolean' ? 1 : labels,
    threshold,
    offsets,
    logLikelihood,
    logPrior: counts.map((count) => Math.log((count + 1) / (total + labels))),
  }
}

/** Examples of each label, by weight, in units of an example of mean weight. */
function labelCounts({ labels, y }: GeneralExamples, { rows, weights }: Sample): Float64Array {
  const counts = new Float64Array(labels)
  const unit = exampleUnit(rows, weights)
  for (const r of rows) counts[y[r]!]! += weights[r]! * unit
  return counts
}

/** What turns a weight into a number of examples. */
export function exampleUnit(rows: Int32Array, weights: Float64Array): number {
  let total = 0
  for (const r of rows) total += weights[r]!
  return rows.length / total
}

interface States {
  states: number
  stateOf: (x: number) => number
  counts: Float64Array
}

/** Examples by state and label, shape (states, labels); state 0 is what is left: the missing ones. */
function countStates(
  cells: FeatureCells,
  { labels, y }: GeneralExamples,
  { rows, weights }: Sample,
  { states, stateOf, counts }: States,
): Float64Array {
  const unit = exampleUnit(rows, weights)
  const table = new Float64Array(states * labels)
  const inSample = new Uint8Array(y.length)
  for (const r of rows) inSample[r] = 1
  const missing = Float64Array.from(counts)
  for (let i = 0; i < cells.rows.length; i++) {
    const r = cells.rows[i]!
    if (inSample[r] === 0) continue
    const weight = weights[r]! * unit
    table[stateOf(cells.values[i]!) * labels + y[r]!]! += weight
    missing[y[r]!]! -= weight
  }
  for (let k = 0; k < labels; k++) table[k] = missing[k]! > 1e-9 * (counts[k]! + 1) ? missing[k]! : 0
  return table
}

/** Where no row is missing, state 0 is no state and has likelihood 1. */
function toLogLikelihood(table: Float64Array, states: number, counts: Float64Array): Float64Array {
  const labels = counts.length
  const missing = table.subarray(0, labels).some((count) => count > 0)
  const used = missing ? states : states - 1
  const result = new Float64Array(table.length)
  for (let s = missing ? 0 : 1; s < states; s++) {
    for (let k = 0; k < labels; k++) {
      result[s * labels + k] = Math.log((table[s * labels + k]! + 1) / (counts[k]! + used))
    }
  }
  return result
}
