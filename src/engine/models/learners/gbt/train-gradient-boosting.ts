import type { CodedExamples, Codes } from '../coded-examples.ts'
import { featuresPerSplit, type GradientBoostingConfig } from '../learner-config.ts'
import { deriveSeed, Random, shuffleFirst } from '../random.ts'
import { holdOut, type Sample } from '../sample.ts'
import { RoundChoice, type Steps } from '../train-boosting.ts'
import { findLeaf, type GrownTree, TreeBuilder } from '../tree-builder.ts'
import { type GradientTree, GradientTreeGrower } from './gradient-tree.ts'
import type { GradientWorkspace } from './gradient-workspace.ts'
import { type Loss, logisticLoss, softmaxLoss, squaredLoss } from './losses.ts'

/** Gradient boosting (Friedman 2001) of second-order trees over histograms (Chen & Guestrin 2016; Ke et al. 2017): each
 *  round adds a tree for each output that takes a Newton step on the loss, shrunk by the learning rate. Rows (Friedman 2002)
 *  and features may be sampled for each round. With rows held out it keeps the rounds that do best on them.
 *  @param options `gains`: by feature, what its splits gain is added there; `work`: every member of its team comes to
 *  the same trees; `columns`: each feature's codes */
export function* trainGradientBoosting(
  examples: CodedExamples,
  given: Sample,
  config: GradientBoostingConfig,
  seed: number,
  { gains, work, columns }: { gains: Float64Array; work: GradientWorkspace; columns: readonly Codes[] },
): Steps<GrownTree[]> {
  const sample =
    given.validation.length > 0 || config.validation_split <= 0
      ? given
      : holdOut(examples, given, config.validation_split, new Random(deriveSeed(seed, -1)))
  const loss = lossOf(examples)
  const state = new BoostedSums(examples, sample, loss, work)
  const grower = new GradientTreeGrower(examples, treeOptions(config), work, gains)
  const choice = new RoundChoice({ ...config, min_iter: 1 })
  const trees: GrownTree[] = state.startTrees()
  const starts = trees.length
  for (let round = 0; round < config.max_iter && !choice.stopped; round++) {
    loss.prepare?.(work.F, state.rows)
    for (let k = 0; k < loss.outputs; k++) {
      const own = deriveSeed(deriveSeed(seed, round), k)
      const features = sampleFeatures(examples.columns, config.random_feature_propn, new Random(own))
      const count = state.sampleRows(config.subsample, own)
      loss.derive(k, work, state.rows, state.mostWeight)
      const grown = grower.grow(count, features)
      state.add(k, grown, count, columns, config.learning_rate)
      trees.push({ tree: grown.tree, scale: config.learning_rate, ...(loss.outputs > 1 && { target: k }) })
    }
    if (sample.validation.length > 0) {
      work.team.meet()
      const error = loss.measure(work.F, sample.validation, examples.weights)
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

function sampleFeatures(columns: number, share: number | 'sqrt', random: Random): Int32Array {
  const all = Int32Array.from({ length: columns }, (_, f) => f)
  const count = featuresPerSplit(share, columns)
  if (count === columns) return all
  shuffleFirst(all, count, random)
  return all.slice(0, count).sort()
}

/** What the trees so far say of each row of a member's slice. */
class BoostedSums {
  /** Those trained on, and those held out. */
  readonly rows: Int32Array
  readonly mostWeight: number
  readonly #work: GradientWorkspace
  readonly #validation: Int32Array
  readonly #trained: number
  readonly #start: Float64Array
  /** The tree, counted from 1, for which a row was last among those grown on. */
  readonly #seen: Uint32Array
  #turn = 0

  constructor(examples: CodedExamples, sample: Sample, loss: Loss, work: GradientWorkspace) {
    const { slice, F } = work
    const isOwn = (r: number): boolean => r >= slice.start && r < slice.end
    this.#work = work
    this.rows = sample.rows.filter(isOwn)
    this.#validation = sample.validation.filter(isOwn)
    this.#trained = sample.rows.length
    this.#start = loss.start(sample.rows, sample.weights)
    this.#seen = new Uint32Array(examples.rows)
    for (let i = slice.start * loss.outputs; i < slice.end * loss.outputs; i++)
      F[i] = this.#start[i % loss.outputs]!
    this.mostWeight = loadWeights(sample, work)
  }

  /** Trees of one leaf that say where the sums start. */
  startTrees(): GrownTree[] {
    return Array.from(this.#start, (value, k) => {
      const tree = new TreeBuilder(1)
      tree.values[tree.add(this.#trained)] = value
      return { tree, scale: 1, ...(this.#start.length > 1 && { target: k }) }
    })
  }

  /** Puts rows in order for growing, each with the given chance; it is the row's own, whoever has it. @returns how many */
  sampleRows(share: number, seed: number): number {
    const { order, slice } = this.#work
    let count = 0
    if (share >= 1) {
      order.set(this.rows, slice.start)
      return this.rows.length
    }
    for (const r of this.rows) if (deriveSeed(seed, r) < share * 2 ** 32) order[slice.start + count++] = r
    return count
  }

  /** Adds a tree for one output. Rows that it grew on are in its leaves; the others walk down. */
  add(
    output: number,
    { tree, leaves }: GradientTree,
    count: number,
    columns: readonly Codes[],
    rate: number,
  ): void {
    const { F, order, slice } = this.#work
    const K = this.#start.length
    const turn = ++this.#turn
    const seen = this.#seen
    for (const { node, start, end } of leaves) {
      const step = rate * tree.values[node]!
      for (let i = start; i < end; i++) F[order[i]! * K + output]! += step
    }
    const walk = (r: number): void => {
      F[r * K + output]! += rate * tree.values[findLeaf(tree, columns, r)]!
    }
    this.#validation.forEach(walk)
    if (count === this.rows.length) return
    for (let i = 0; i < count; i++) seen[order[slice.start + i]!] = turn
    for (const r of this.rows) if (seen[r] !== turn) walk(r)
  }
}

/** Scales weights such that `min_child_weight` and L2 mean the same for any number of rows. @returns the largest one */
function loadWeights({ rows, weights }: Sample, work: GradientWorkspace): number {
  let total = 0
  let most = 0
  for (let i = 0; i < rows.length; i++) {
    const weight = weights[rows[i]!]!
    total += weight
    if (weight > most) most = weight
  }
  const factor = rows.length / total
  work.load(weights, factor)
  return most * factor
}
