import type { CodedExamples } from './coded-examples.ts'
import { SplitFinder } from './find-split.ts'
import { GradientWorkspace } from './gbt/gradient-workspace.ts'
import { alone, type Team } from './gbt/team.ts'
import { trainGradientBoosting } from './gbt/train-gradient-boosting.ts'
import type {
  BaggingConfig,
  BoostingConfig,
  GradientBoostingConfig,
  StumpsConfig,
  TrainableConfig,
} from './learner-config.ts'
import { deriveSeed, Random } from './random.ts'
import { bootstrapSample, holdOut, type Sample, wholeSample } from './sample.ts'
import { type Steps, trainBoosting } from './train-boosting.ts'
import { trainTree } from './train-tree.ts'
import { TrainingTallier, type TrainingTally } from './training-tally.ts'
import type { GrownTree } from './tree-builder.ts'

/** Independent parts of a training: the bags of a bagging, else 1. Any worker may train any of them. */
export function unitCount(config: TrainableConfig): number {
  return config.type === 'bagging' ? config.num_bags : 1
}

/** Trains parts of a configuration, one after the other. The trees of part i depend on the seed and i alone. */
export class UnitTrainer {
  readonly #examples: CodedExamples
  readonly #finder: SplitFinder
  readonly #whole: Sample
  readonly #tallier: TrainingTallier
  #workspace: { config: GradientBoostingConfig; work: GradientWorkspace } | undefined

  constructor(examples: CodedExamples) {
    this.#examples = examples
    this.#finder = new SplitFinder(examples)
    this.#whole = wholeSample(examples)
    this.#tallier = new TrainingTallier(examples, this.#finder)
  }

  /** @param team trains a part that is gradient boosting together with other workers
   *  @returns the part's trees, in order, with their scales in the whole */
  *train(config: TrainableConfig, unit: number, seed: number, team?: Team): Steps<GrownTree[]> {
    const trees =
      config.type === 'bagging'
        ? yield* this.#bag(this.#whole, config, unit, seed, true)
        : yield* this.learn(this.#whole, config, seed, team)
    this.#tallier.endPart()
    return trees
  }

  /** What the parts trained so far say about their model. */
  get tally(): TrainingTally {
    return this.#tallier.tally
  }

  /** Trains on some of the examples, by the sample's weights. */
  *learn(sample: Sample, config: TrainableConfig, seed: number, team?: Team): Steps<GrownTree[]> {
    const { gains } = this.#tallier
    switch (config.type) {
      case 'decision_tree': {
        const options = { random: new Random(seed), finder: this.#finder, gains }
        return [{ tree: trainTree(this.#examples, sample, config, options), scale: 1 }]
      }
      case 'boosting':
        return yield* trainBoosting(this.#examples, sample, config, seed, gains)
      case 'boosted_stumps':
        return yield* trainBoosting(this.#examples, sample, stumpBoosting(config), seed, gains)
      case 'gradient_boosting':
        return yield* trainGradientBoosting(this.#examples, sample, config, seed, {
          gains,
          work: this.#workspaceFor(config, team),
          columns: this.#finder.columns,
        })
      case 'bagging': {
        const trees: GrownTree[] = []
        for (let bag = 0; bag < config.num_bags; bag++) {
          trees.push(...(yield* this.#bag(sample, config, bag, seed, false)))
          yield (bag + 1) / config.num_bags
        }
        return trees
      }
    }
  }

  /** The same one for all bags: the codes are in it. */
  #workspaceFor(config: GradientBoostingConfig, team: Team = alone): GradientWorkspace {
    if (this.#workspace?.config !== config || team !== alone)
      this.#workspace = { config, work: new GradientWorkspace(this.#examples, config, team) }
    return this.#workspace.work
  }

  /** One bag (Breiman 1996): a bootstrap sample, or what is left when a share is held out for validation. The mean
   *  of the bags is their sum, each scaled by their number. */
  *#bag(
    sample: Sample,
    config: BaggingConfig,
    bag: number,
    seed: number,
    isPart: boolean,
  ): Steps<GrownTree[]> {
    const own = deriveSeed(seed, bag)
    const random = new Random(own)
    // Trees draw no samples of their own, and are done with theirs before the next.
    const scratch = config.weak_learner.type === 'decision_tree' ? this.#finder.scratch : undefined
    const drawn =
      config.validation_split > 0
        ? holdOut(this.#examples, sample, config.validation_split, random)
        : bootstrapSample(sample, random, scratch)
    const trees = yield* this.learn(drawn, config.weak_learner, deriveSeed(own, 0))
    if (isPart && drawn.drawn && config.out_of_bag && config.weak_learner.type === 'decision_tree') {
      const shuffles = new Random(deriveSeed(own, 1))
      this.#tallier.judge(trees[0]!.tree, drawn, config.permutation_importance, shuffles)
    }
    return trees.map((grown) => ({ ...grown, scale: grown.scale / config.num_bags }))
  }
}

function stumpBoosting(config: StumpsConfig): BoostingConfig {
  const { min_iter, max_iter, cost_function, short_circuit_window } = config
  return {
    type: 'boosting',
    min_iter,
    max_iter,
    cost_function,
    short_circuit_window,
    validation_split: 0,
    resample: false,
    weak_learner: {
      type: 'decision_tree',
      max_depth: 1,
      update_alg: config.update_alg,
      random_feature_propn: config.feature_prop,
      min_leaf: 1,
    },
  }
}
