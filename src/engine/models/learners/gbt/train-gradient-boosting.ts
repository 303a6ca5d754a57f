import type { CodedExamples, Codes } from '../coded-examples.ts'
import { featuresPerSplit, type GradientBoostingConfig } from '../learner-config.ts'
import { deriveSeed, Random, shuffleFirst } from '../random.ts'
import { holdOut, type Sample } from '../sample.ts'
import { RoundChoice, type Steps } from '../train-boosting.ts'
import { findLeaf, type GrownTree, TreeBuilder } from '../tree-builder.ts'
import { type GradientTree, GradientTreeGrower } from './gradient-tree.ts'
import { type Loss, logisticLoss, softmaxLoss, squaredLoss } from './losses.ts'
import { alone, type Team } from './team.ts'

/** Gradient boosting (Friedman 2001) of second-order trees over histograms (Chen & Guestrin 2016; Ke et al. 2017): each
 *  round adds a tree for each output that takes a Newton step on the loss, shrunk by the learning rate. Rows (Friedman 2002)
 *  and features may be sampled for each round. With rows held out it keeps the rounds that do best on them.
 *  @param options `gains`: by feature, what its splits gain is added there; `team` grows each tree together, and every
 *  member comes to the same trees */
export function* trainGradientBoosting(
  examples: CodedExamples,
  given: Sample,
  config: GradientBoostingConfig,
  seed: number,
  { gains, team = alone }: { gains: Float64Array; team?: Team | undefined },
): Steps<GrownTree[]> {
  const sample =
    given.validation.length > 0 || config.validation_split <= 0
      ? given
      : holdOut(examples, given, config.validation_split, new Random(deriveSeed(seed, -1)))
  const loss = lossOf(examples)
  const weights = scaleToMeanOne(sample)
  const state = new BoostedSums(examples, sample, loss, weights)
  const grower = new GradientTreeGrower(examples, treeOptions(config), team, gains)
  const choice = new RoundChoice({ ...config, min_iter: 1 })
  const validationWeights = examples.weights
  const derivatives = team.derivatives(examples.rows)
  const trees: GrownTree[] = state.startTrees()
  const starts = trees.length
  for (let round = 0; round < config.max_iter && !choice.stopped; round++) {
    loss.prepare?.(state.F, sample.rows)
    for (let k = 0; k < loss.outputs; k++) {
      const random = new Random(deriveSeed(deriveSeed(seed, round), k))
      const rows = sampleRows(sample.rows, config.subsample, random)
      const features = sampleFeatures(examples.columns, config.random_feature_propn, random)
      loss.derive(k, state.F, rows.subarray(...team.slice(rows.length)), weights, derivatives)
      team.meet()
      const grown = grower.grow(derivatives, rows, features)
      state.add(k, grown, rows, grower.columns, config.learning_rate)
      trees.push({ tree: grown.tree, scale: config.learning_rate, ...(loss.outputs > 1 && { target: k }) })
    }
    if (sample.validation.length > 0) {
      const error = loss.measure(state.F, sample.validation, validationWeights)
      choice.add(error, error)
    }
    yield (round + 1) / config.max_iter
  }
  const kept = sample.validation.length > 0 ? starts + choice.bestRounds * loss.outputs : trees.length
  return trees.slice(0, kept)
}

function lossOf({ y, labels }: CodedExamples): Loss {
  if (labels === 0) return squaredLoss(y)
  return labels === 2 ? logisticLoss(y) : softmaxLoss(y, labels)
}

function treeOptions({ max_leaves, max_depth, l2_regularization, min_child_weight }: GradientBoostingConfig) {
  return { maxLeaves: max_leaves, maxDepth: max_depth, l2: l2_regularization, leastWeight: min_child_weight }
}

/** Weights such that `min_child_weight` and L2 mean the same for any number of rows. */
function scaleToMeanOne({ rows, weights }: Sample): Float64Array {
  let total = 0
  for (let i = 0; i < rows.length; i++) total += weights[rows[i]!]!
  const scale = rows.length / total
  return weights.map((weight) => weight * scale)
}

/** Each row with the given chance, at least one. A copy: growing reorders it. */
function sampleRows(rows: Int32Array, share: number, random: Random): Int32Array {
  if (share >= 1) return rows.slice()
  const some = rows.filter(() => random.uniform() < share)
  return some.length > 0 ? some : rows.slice(0, 1)
}

function sampleFeatures(columns: number, share: number | 'sqrt', random: Random): Int32Array {
  const all = Int32Array.from({ length: columns }, (_, f) => f)
  const count = featuresPerSplit(share, columns)
  if (count === columns) return all
  shuffleFirst(all, count, random)
  return all.slice(0, count).sort()
}

/** What the trees so far say of each row: shape (rows, outputs). */
class BoostedSums {
  readonly F: Float64Array
  readonly #sample: Sample
  readonly #outputs: number
  readonly #start: Float64Array
  /** The round, plus 1, in which a row was last among those grown on. */
  readonly #seen: Uint32Array
  #turn = 0

  constructor(examples: CodedExamples, sample: Sample, loss: Loss, weights: Float64Array) {
    this.#sample = sample
    this.#outputs = loss.outputs
    this.#start = loss.start(sample.rows, weights)
    this.F = new Float64Array(examples.rows * loss.outputs)
    this.#seen = new Uint32Array(examples.rows)
    for (let i = 0; i < this.F.length; i++) this.F[i] = this.#start[i % loss.outputs]!
  }

  /** Trees of one leaf that say where the sums start. */
  startTrees(): GrownTree[] {
    return Array.from(this.#start, (value, k) => {
      const tree = new TreeBuilder(1)
      tree.values[tree.add(this.#sample.rows.length)] = value
      return { tree, scale: 1, ...(this.#outputs > 1 && { target: k }) }
    })
  }

  /** Adds a tree for one output. Rows that it grew on are in its leaves; the others walk down. */
  add(
    output: number,
    { tree, leaves }: GradientTree,
    rows: Int32Array,
    columns: readonly Codes[],
    rate: number,
  ): void {
    const { F } = this
    const K = this.#outputs
    const turn = ++this.#turn
    const seen = this.#seen
    for (const { node, start, end } of leaves) {
      const step = rate * tree.values[node]!
      for (let i = start; i < end; i++) F[rows[i]! * K + output]! += step
    }
    const { rows: all, validation } = this.#sample
    for (let i = 0; i < validation.length; i++) {
      F[validation[i]! * K + output]! += rate * tree.values[findLeaf(tree, columns, validation[i]!)]!
    }
    if (rows.length === all.length) return
    for (let i = 0; i < rows.length; i++) seen[rows[i]!] = turn
    for (let i = 0; i < all.length; i++) {
      const r = all[i]!
      if (seen[r] !== turn) F[r * K + output]! += rate * tree.values[findLeaf(tree, columns, r)]!
    }
  }
}
