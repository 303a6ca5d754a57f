import { trainNaiveBayes } from '../bayes/train-naive-bayes.ts'
import { trainGlz } from '../glz/train-glz.ts'
import { trainPerceptron } from '../perceptron/train-perceptron.ts'
import { deriveSeed, Random } from '../random.ts'
import { bootstrapSample, holdOut, type Sample, wholeSample } from '../sample.ts'
import type { Steps } from '../train-boosting.ts'
import { linkOf } from '../train-model.ts'
import { UnitTrainer } from '../train-unit.ts'
import { packTrees } from '../tree-builder.ts'
import { boostAny } from './boost-any.ts'
import { createDesign, type Design } from './design.ts'
import {
  type GeneralBaggingConfig,
  type GeneralBoostingConfig,
  type GeneralConfig,
  isTreeConfig,
} from './general-config.ts'
import type { GeneralExamples } from './general-examples.ts'
import type { Part, SumPart, TreesPart } from './part.ts'

/** Trains parts of a configuration of any kind, one after the other. Part i depends on the seed and i alone. */
export class PartTrainer {
  readonly #examples: GeneralExamples
  readonly #designs: Map<boolean, Design>
  #trees: UnitTrainer | undefined

  /** @param designs of other examples that differ in their labels alone */
  constructor(examples: GeneralExamples, designs = new Map<boolean, Design>()) {
    this.#examples = examples
    this.#designs = designs
  }

  /** @returns the bag of that number, or all there is */
  train(config: GeneralConfig, unit: number, seed: number): Steps<Part> {
    const whole = wholeSample(this.#examples)
    return config.type === 'bagging' && !isTreeConfig(config)
      ? this.#bag(whole, config as GeneralBaggingConfig, unit, seed)
      : this.learn(whole, config, seed)
  }

  /** Trains a learner on a sample. */
  *learn(sample: Sample, config: GeneralConfig, seed: number): Steps<Part> {
    if (isTreeConfig(config)) return yield* this.#grow(sample, config, seed)
    switch (config.type) {
      case 'glz':
        return yield* trainGlz(this.#examples, this.#design(config.normalize), sample, config, seed)
      case 'naive_bayes':
        return yield* trainNaiveBayes(this.#examples, sample, config, seed)
      case 'perceptron':
        return yield* trainPerceptron(this.#examples, this.#design(config.normalize), sample, config, seed)
      case 'boosting':
        return yield* this.#boost(sample, config, seed)
      case 'bagging':
        return yield* this.#bags(sample, config, seed)
    }
  }

  *#boost(sample: Sample, config: GeneralBoostingConfig, seed: number): Steps<Part> {
    return yield* boostAny(this.#examples, sample, config, seed, (examples) => {
      const trainer = new PartTrainer(examples, this.#designs)
      return (drawn, weak, own) => trainer.learn(drawn, weak, own)
    })
  }

  *#bags(sample: Sample, config: GeneralBaggingConfig, seed: number): Steps<SumPart> {
    const parts: Part[] = []
    for (let bag = 0; bag < config.num_bags; bag++) {
      parts.push(yield* this.#bag(sample, config, bag, seed))
      yield (bag + 1) / config.num_bags
    }
    return meanOf(parts)
  }

  /** One bag (Breiman 1996): a bootstrap sample, or what is left when a share is held out for validation. */
  *#bag(sample: Sample, config: GeneralBaggingConfig, bag: number, seed: number): Steps<Part> {
    const own = deriveSeed(seed, bag)
    const random = new Random(own)
    const drawn =
      config.validation_split > 0
        ? holdOut(this.#examples, sample, config.validation_split, random)
        : bootstrapSample(sample, random)
    return yield* this.learn(drawn, config.weak_learner, deriveSeed(own, 0))
  }

  *#grow(sample: Sample, config: Parameters<UnitTrainer['learn']>[1], seed: number): Steps<TreesPart> {
    const { coded, labels, mode } = this.#examples
    this.#trees ??= new UnitTrainer(coded!)
    const grown = yield* this.#trees.learn(sample, config, seed)
    const link = linkOf(config, labels)
    const leafOutputs = labels > 2 ? labels : 1
    return {
      kind: 'trees',
      outputs: mode === 'categorical' ? labels : 1,
      mode,
      labels,
      leafOutputs,
      link,
      trees: packTrees(grown, leafOutputs),
    }
  }

  #design(normalize: boolean): Design {
    let design = this.#designs.get(normalize)
    if (!design) {
      design = createDesign(this.#examples, normalize)
      this.#designs.set(normalize, design)
    }
    return design
  }
}

/** The mean of parts, as bagging has it. */
export const meanOf = (parts: readonly Part[]): SumPart => ({
  kind: 'sum',
  outputs: parts[0]!.outputs,
  parts: [...parts],
  scales: new Float64Array(parts.length).fill(1 / parts.length),
  votes: false,
})
