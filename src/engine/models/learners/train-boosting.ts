import { BoostingWeights } from './boosting-weights.ts'
import { type CodedExamples, columnsOf } from './coded-examples.ts'
import type { Criterion, LeafRule } from './criteria/criterion.ts'
import { LabelCriterion } from './criteria/label-criterion.ts'
import { SingleCriterion } from './criteria/single-criterion.ts'
import { SplitFinder } from './find-split.ts'
import { growTree } from './grow-tree.ts'
import { type BoostingConfig, featuresPerSplit } from './learner-config.ts'
import { deriveSeed, Random } from './random.ts'
import { bootstrapSample, holdOut, type Sample } from './sample.ts'
import { findLeaf, type GrownTree, TreeBuilder } from './tree-builder.ts'

/** A long computation in steps: yields the share that is done, so that its driver may report, pause or stop. */
export type Steps<Result> = Generator<number, Result>

/** Boosts decision trees: GentleBoost (Friedman, Hastie & Tibshirani 2000) where the trees' update_alg is gentle,
 *  Real AdaBoost otherwise (there, a share p stands for half its log-odds), for several labels in the manner of
 *  AdaBoost.MH. What splits gain is added to `gains`, by feature. Keeps the number of rounds that does best on the rows held out, at least `min_iter`. */
export function* trainBoosting(
  examples: CodedExamples,
  given: Sample,
  config: BoostingConfig,
  seed: number,
  gains: Float64Array,
): Steps<GrownTree[]> {
  if (examples.labels === 0) return yield* boostRegression(examples, given, config, seed, gains)
  const sample = withValidation(examples, given, config.validation_split, seed)
  const outputs = examples.labels > 2 ? examples.labels : 1
  const { weights } = sample
  const state = new BoostingWeights(examples, outputs, config.cost_function)
  const grow = roundGrower(examples, config, seed, gains)
  const columns = columnsOf(examples)
  const progress = new RoundChoice(config)
  const trees: TreeBuilder[] = []
  for (let round = 0; round < config.max_iter && !progress.stopped; round++) {
    state.update(sample.rows, weights)
    const rows = config.resample
      ? resample(sample.rows, state.weights, outputs, roundRandom(seed, round))
      : sample.rows
    const tree = grow(boostingCriterion(state.weights, examples, config, sample), rows, round)
    trees.push(tree)
    for (const r of sample.rows) state.add(r, tree.values, findLeaf(tree, columns, r) * outputs)
    for (const r of sample.validation) state.add(r, tree.values, findLeaf(tree, columns, r) * outputs)
    if (sample.validation.length > 0) {
      const { accuracy, cost } = state.measure(sample.validation, examples.weights)
      progress.add(-accuracy, cost)
    }
    yield (round + 1) / config.max_iter
  }
  const kept = sample.validation.length > 0 ? progress.bestRounds : trees.length
  return trees.slice(0, kept).map((tree) => ({ tree, scale: 1 }))
}

/** Shrinkage of `boostRegression`. */
const REGRESSION_STEP = 0.1

/** Least-squares boosting: each tree fits what the ones before it left over, and counts a tenth (Friedman 2001).
 *  It starts from the mean, as a tree of one leaf. */
function* boostRegression(
  examples: CodedExamples,
  given: Sample,
  config: BoostingConfig,
  seed: number,
  gains: Float64Array,
): Steps<GrownTree[]> {
  const sample = withValidation(examples, given, config.validation_split, seed)
  const rest = Float64Array.from(examples.y)
  const mean = meanTree(sample, rest)
  for (let r = 0; r < rest.length; r++) rest[r]! -= mean.values[0]!
  const grow = roundGrower(examples, config, seed, gains)
  const columns = columnsOf(examples)
  const progress = new RoundChoice(config)
  const trees: GrownTree[] = [{ tree: mean, scale: 1 }]
  for (let round = 0; round < config.max_iter && !progress.stopped; round++) {
    const rows = config.resample ? bootstrapSample(sample, roundRandom(seed, round)) : sample
    const criterion = new SingleCriterion(rows.weights, rest, rows.rows.length, {
      rule: 'mean',
      smooth: 0,
    })
    const tree = grow(criterion, rows.rows, round)
    trees.push({ tree, scale: REGRESSION_STEP })
    for (const r of sample.rows) rest[r]! -= REGRESSION_STEP * tree.values[findLeaf(tree, columns, r)]!
    let error = 0
    for (const r of sample.validation) {
      rest[r]! -= REGRESSION_STEP * tree.values[findLeaf(tree, columns, r)]!
      error += examples.weights[r]! * rest[r]! * rest[r]!
    }
    if (sample.validation.length > 0) progress.add(error, error)
    yield (round + 1) / config.max_iter
  }
  return trees.slice(0, sample.validation.length > 0 ? progress.bestRounds + 1 : trees.length)
}

function meanTree(sample: Sample, targets: Float64Array): TreeBuilder {
  const tree = new TreeBuilder(1)
  const criterion = new SingleCriterion(sample.weights, targets, sample.rows.length, {
    rule: 'mean',
    smooth: 0,
  })
  criterion.enter(sample.rows, 0, sample.rows.length)
  criterion.write(tree.values, tree.add(sample.rows.length))
  return tree
}

/** A bootstrap sample of the rows for one round (stochastic boosting, Friedman 2002): the trees of a round differ
 *  even where the rows before it are all right already, and rows left out are judged by trees that never saw them.
 *  Changes the weights: those of a row drawn twice are doubled. */
function resample(rows: Int32Array, weights: Float64Array, outputs: number, random: Random): Int32Array {
  const times = new Uint32Array(weights.length / outputs)
  for (let i = 0; i < rows.length; i++) times[rows[random.below(rows.length)]!]!++
  const drawn = rows.filter((r) => times[r]! > 0)
  for (const r of drawn) for (let k = 0; k < outputs; k++) weights[r * outputs + k]! *= times[r]!
  return drawn
}

/** Rows held out by whoever asked for boosting come first; else it holds out its own share, if any. */
function withValidation(examples: CodedExamples, sample: Sample, share: number, seed: number): Sample {
  if (sample.validation.length > 0 || share <= 0) return sample
  return holdOut(examples, sample, share, new Random(deriveSeed(seed, -1)))
}

/** Random numbers of the sample of a round; those of its tree are seeded by the round itself. */
function roundRandom(seed: number, round: number): Random {
  return new Random(deriveSeed(deriveSeed(seed, round), 1))
}

function roundGrower(examples: CodedExamples, config: BoostingConfig, seed: number, gains: Float64Array) {
  const finder = new SplitFinder(examples)
  const { max_depth, random_feature_propn } = config.weak_learner
  return (criterion: Criterion, rows: Int32Array, round: number): TreeBuilder =>
    growTree(examples, rows, criterion, finder, {
      maxDepth: max_depth,
      featuresPerSplit: featuresPerSplit(random_feature_propn, examples.columns),
      random: new Random(deriveSeed(seed, round)),
      gains,
    })
}

function boostingCriterion(
  weights: Float64Array,
  examples: CodedExamples,
  config: BoostingConfig,
  { rows }: Sample,
) {
  const rule: LeafRule = config.weak_learner.update_alg === 'gentle' ? 'gentle' : 'normal'
  const labels = examples.labels > 2 ? examples.labels : 1
  const smooth = 1 / (rows.length * labels)
  if (labels === 1) return new SingleCriterion(weights, examples.y, rows.length, { rule, smooth })
  return new LabelCriterion(weights, examples.y, labels, { rule, smooth })
}

/** Follows the error on held-out rows and says which round to keep and when to stop. */
export class RoundChoice {
  bestRounds = 0
  stopped = false
  #rounds = 0
  #error = Number.POSITIVE_INFINITY
  #cost = Number.POSITIVE_INFINITY
  readonly #config: Pick<BoostingConfig, 'min_iter' | 'max_iter' | 'short_circuit_window'>

  constructor(config: Pick<BoostingConfig, 'min_iter' | 'max_iter' | 'short_circuit_window'>) {
    this.#config = config
  }

  /** Among rounds of equal error the one of least cost is kept: with few rows, ties are the rule. */
  add(error: number, cost: number): void {
    const { min_iter, max_iter, short_circuit_window } = this.#config
    this.#rounds++
    if (this.#rounds < Math.min(min_iter, max_iter)) return
    if (error < this.#error || (error === this.#error && cost < this.#cost)) {
      this.#error = error
      this.#cost = cost
      this.bestRounds = this.#rounds
    } else if (short_circuit_window > 0 && this.#rounds - this.bestRounds >= short_circuit_window) {
      this.stopped = true
    }
  }
}
