import type { FeatureSpec } from '../../../../contract/learning.ts'
import { deriveSeed, Random } from '../random.ts'
import { bootstrapSample, holdOut, type Sample } from '../sample.ts'
import { RoundChoice, type Steps } from '../train-boosting.ts'
import type { GeneralBoostingConfig, GeneralConfig } from './general-config.ts'
import type { GeneralExamples } from './general-examples.ts'
import type { Part, SumPart } from './part.ts'
import { RowCells } from './row-cells.ts'
import { createScorer, toVote } from './score-part.ts'

/** Trains one learner on a sample. */
export type Learn = (sample: Sample, config: GeneralConfig, seed: number) => Steps<Part>

/** Shrinkage of a regression's rounds. */
const REGRESSION_STEP = 0.1

/** Boosts any learner by the labels it names: AdaBoost.M1 (Freund & Schapire 1997) for two labels and SAMME (Zhu, Zou,
 *  Rosset & Hastie 2009) for more. Each round counts log((1 - error) / error) + log(labels - 1), and a round that is no
 *  better than chance ends it (the first one then stands alone). Regression: each round fits what those before it left over, and
 *  counts a tenth (Friedman 2001). Keeps the number of rounds that does best on the rows held out. */
export function* boostAny(
  examples: GeneralExamples,
  given: Sample,
  config: GeneralBoostingConfig,
  seed: number,
  learn: (examples: GeneralExamples) => Learn,
): Steps<SumPart> {
  const sample =
    given.validation.length > 0 || config.validation_split <= 0
      ? given
      : holdOut(examples, given, config.validation_split, new Random(deriveSeed(seed, -1)))
  return examples.labels === 0
    ? yield* boostNumbers(examples, sample, config, seed, learn)
    : yield* boostLabels(examples, sample, config, seed, learn({ ...examples, mode: 'categorical' }))
}

function* boostLabels(
  examples: GeneralExamples,
  sample: Sample,
  config: GeneralBoostingConfig,
  seed: number,
  learn: Learn,
): Steps<SumPart> {
  const { labels } = examples
  const weights = Float64Array.from(sample.weights)
  const choice = new RoundChoice(config)
  const judge = new VoteJudge(examples)
  const parts: Part[] = []
  const scales: number[] = []
  for (let round = 0; round < config.max_iter && !choice.stopped; round++) {
    const own = deriveSeed(seed, round)
    const training = { rows: sample.rows, weights, validation: new Int32Array(0) }
    const drawn = config.resample ? bootstrapSample(training, new Random(deriveSeed(own, 1))) : training
    const part = yield* scaled(learn(drawn, config.weak_learner, own), round, config.max_iter)
    const right = judge.vote(part)
    let error = 0
    let total = 0
    for (const r of sample.rows) {
      total += weights[r]!
      if (right[r] === 0) error += weights[r]!
    }
    error /= total
    const hopeless = error >= 1 - 1 / labels
    if (hopeless && parts.length > 0) break
    const least = Math.max(error, LEAST_ERROR)
    const scale = hopeless ? 1 : Math.log((1 - least) / least) + Math.log(labels - 1)
    parts.push(part)
    scales.push(scale)
    judge.add(scale)
    if (sample.validation.length > 0) {
      const wrong = judge.errorOver(sample.validation, examples.weights)
      choice.add(wrong, wrong)
    }
    if (hopeless || error <= LEAST_ERROR) break
    let sum = 0
    for (const r of sample.rows) {
      if (right[r] === 0) weights[r]! *= Math.exp(scale)
      sum += weights[r]!
    }
    for (const r of sample.rows) weights[r]! /= sum
    yield (round + 1) / config.max_iter
  }
  const kept = sample.validation.length > 0 && choice.bestRounds > 0 ? choice.bestRounds : parts.length
  return {
    kind: 'sum',
    outputs: examples.mode === 'boolean' ? 1 : labels,
    parts: parts.slice(0, kept),
    scales: Float64Array.from(scales.slice(0, kept)),
    votes: true,
  }
}

/** A learner without errors would count infinitely. */
const LEAST_ERROR = 1e-10

/** The labels that parts name for all rows, and those of their weighted sum. */
class VoteJudge {
  readonly #examples: GeneralExamples
  readonly #outputs: number
  readonly #sums: Float64Array
  readonly #votes: Float64Array

  constructor(examples: GeneralExamples) {
    this.#examples = examples
    this.#outputs = examples.labels
    this.#sums = new Float64Array(examples.rows * examples.labels)
    this.#votes = new Float64Array(examples.rows * examples.labels)
  }

  /** @returns 1 for each row whose label the part names */
  vote(part: Part): Uint8Array {
    scoreExamples(part, this.#examples, this.#votes)
    const right = new Uint8Array(this.#examples.rows)
    for (let r = 0; r < right.length; r++) {
      toVote(this.#votes.subarray(r * this.#outputs, (r + 1) * this.#outputs))
      right[r] = this.#isRight(this.#votes, r) ? 1 : 0
    }
    return right
  }

  /** Adds the last part that voted. */
  add(scale: number): void {
    for (let i = 0; i < this.#sums.length; i++) this.#sums[i]! += scale * this.#votes[i]!
  }

  errorOver(rows: Int32Array, weights: Float64Array): number {
    let wrong = 0
    for (const r of rows) if (!this.#isRight(this.#sums, r)) wrong += weights[r]!
    return wrong
  }

  #isRight(scores: Float64Array, row: number): boolean {
    const label = this.#examples.y[row]!
    const own = scores[row * this.#outputs + label]!
    for (let k = 0; k < this.#outputs; k++) {
      const other = scores[row * this.#outputs + k]!
      if (other > own || (other === own && k < label)) return false
    }
    return true
  }
}

function* boostNumbers(
  examples: GeneralExamples,
  sample: Sample,
  config: GeneralBoostingConfig,
  seed: number,
  learn: (examples: GeneralExamples) => Learn,
): Steps<SumPart> {
  const rest = Float64Array.from(examples.y)
  const choice = new RoundChoice(config)
  const parts: Part[] = []
  const fitted = new Float64Array(examples.rows)
  const scales: number[] = []
  for (let round = 0; round < config.max_iter && !choice.stopped; round++) {
    const own = deriveSeed(seed, round)
    const drawn = config.resample
      ? bootstrapSample(sample, new Random(deriveSeed(own, 1)))
      : { ...sample, validation: new Int32Array(0) }
    const left = { ...examples, y: rest, ...(examples.coded && { coded: { ...examples.coded, y: rest } }) }
    const part = yield* scaled(learn(left)(drawn, config.weak_learner, own), round, config.max_iter)
    // The first round takes the level of the labels whole; the others a step each.
    const scale = round === 0 ? 1 : REGRESSION_STEP
    parts.push(part)
    scales.push(scale)
    scoreExamples(part, examples, fitted)
    for (let r = 0; r < rest.length; r++) rest[r]! -= scale * fitted[r]!
    let error = 0
    for (const r of sample.validation) error += examples.weights[r]! * rest[r]! ** 2
    if (sample.validation.length > 0) choice.add(error, error)
    yield (round + 1) / config.max_iter
  }
  const kept = sample.validation.length > 0 ? choice.bestRounds : parts.length
  return {
    kind: 'sum',
    outputs: 1,
    parts: parts.slice(0, kept),
    scales: Float64Array.from(scales.slice(0, kept)),
    votes: false,
  }
}

/** The steps of one round as steps of all. */
function* scaled(steps: Steps<Part>, round: number, rounds: number): Steps<Part> {
  let step = steps.next()
  while (!step.done) {
    yield (round + step.value) / rounds
    step = steps.next()
  }
  return step.value
}

/** Scores of all examples, shape (rows, part.outputs). */
function scoreExamples(part: Part, examples: GeneralExamples, out: Float64Array): void {
  const { rows, columns, X, sparse, levels } = examples
  const features: FeatureSpec[] = Array.from(levels, (count, f) =>
    count > 0 ? { name: String(f), levels: [] } : { name: String(f) },
  )
  const scorer = createScorer(part, features)
  const cells = new RowCells(columns)
  for (let r = 0; r < rows; r++) {
    cells.read(sparse ?? X, r, columns)
    scorer.score(cells, out, r * part.outputs)
  }
}
