import type { Design } from '../parts/design.ts'
import type { PerceptronConfig } from '../parts/general-config.ts'
import type { GeneralExamples } from '../parts/general-examples.ts'
import type { Activation, NetworkPart } from '../parts/part.ts'
import { deriveSeed, Random, shuffleFirst } from '../random.ts'
import type { Sample } from '../sample.ts'
import type { Steps } from '../train-boosting.ts'
import { decorrelate } from './decorrelate.ts'
import { layoutRows } from './layout-rows.ts'
import { costOf, type Layers, Network, type Targets } from './network.ts'
import { parseArch } from './parse-arch.ts'

/** A pass that gains less than this share of the cost is one without gain. */
const LEAST_GAIN = 1e-4
/** Training ends after so many passes without gain, at least `min_iter` in all. */
const PATIENCE = 10

/** Trains a network of fully connected layers: minibatches, Adam, cross-entropy for labels and squares for numbers. Keeps
 *  the pass that does best on the rows held out, if a bagging around it holds some out. */
export function* trainPerceptron(
  examples: GeneralExamples,
  design: Design,
  sample: Sample,
  config: PerceptronConfig,
  seed: number,
): Steps<NetworkPart> {
  const outputs = examples.labels > 0 ? examples.labels : 1
  const inputs = design.terms.feature.length
  const sizes = [inputs, ...parseArch(config.arch, inputs), outputs]
  const random = new Random(deriveSeed(seed, 3))
  const turned = config.decorrelate ? decorrelate(design) : undefined
  const layout = turned?.layout ?? layoutRows(design)
  const outputActivation: Activation = examples.labels === 0 ? 'identity' : config.output_activation
  const network = new Network(
    initialLayers(sizes, config.activation, random),
    config.activation,
    outputActivation,
  )
  const { targets, centre, scale } = toTargets(examples, sample, outputActivation)
  const rows = Int32Array.from(sample.rows)
  const weights = sample.weights
  const size = batchSize(config.batch_size, rows.length)
  let best: Layers | undefined
  let least = Number.POSITIVE_INFINITY
  let idle = 0
  for (let pass = 0; pass < config.max_iter && (idle < PATIENCE || pass < config.min_iter); pass++) {
    shuffleFirst(rows, rows.length, random)
    let cost = 0
    for (let from = 0; from < rows.length; from += size) {
      const batch = rows.subarray(from, Math.min(rows.length, from + size))
      cost += network.step(layout, batch, weights, targets, config.learning_rate)
      yield (pass + from / rows.length) / config.max_iter
    }
    if (sample.validation.length > 0) {
      cost = 0
      for (const r of sample.validation)
        cost += examples.weights[r]! * costOf(network.forward(layout, r), targets, r)
    }
    idle = cost < least * (1 - LEAST_GAIN) ? 0 : idle + 1
    if (cost < least) {
      least = cost
      if (sample.validation.length > 0 && pass + 1 >= config.min_iter) best = structuredClone(network.layers)
    }
  }
  const layers = best ?? network.layers
  return {
    kind: 'network',
    outputs: examples.mode === 'categorical' ? outputs : 1,
    terms: design.terms,
    ...(turned ? turned.fold(layers) : layers),
    activation: config.activation,
    outputActivation,
    targetCentre: centre,
    targetScale: scale,
  }
}

/** A share of the rows below 1, else a number of them. */
const batchSize = (size: number, rows: number): number =>
  Math.max(1, Math.min(rows, size < 1 ? Math.round(size * rows) : Math.floor(size)))

/** Uniform in ±sqrt(6 / (inputs + outputs)) (Glorot & Bengio 2010). */
function initialLayers(sizes: number[], activation: Activation, random: Random): Layers {
  const weights: Float64Array[] = []
  const biases: Float64Array[] = []
  for (let l = 0; l + 1 < sizes.length; l++) {
    const factor = activation === 'logistic' ? 2 : 6
    const bound = Math.sqrt(factor / Math.max(1, sizes[l]! + sizes[l + 1]!))
    weights.push(
      Float64Array.from({ length: sizes[l]! * sizes[l + 1]! }, () => (2 * random.uniform() - 1) * bound),
    )
    biases.push(new Float64Array(sizes[l + 1]!))
  }
  return { sizes, weights, biases }
}

/** What each output should be: 1 for the row's label and 0 (-1 for tanh) for the others; a regression's value scaled to
 *  mean 0 and deviation 1. */
function toTargets({ labels, y }: GeneralExamples, sample: Sample, activation: Activation) {
  if (labels === 0) return regressionTargets(y, sample)
  const low = activation === 'tanh' ? -1 : 0
  const values = new Float64Array(y.length * labels).fill(low)
  for (let r = 0; r < y.length; r++) values[r * labels + y[r]!] = 1
  const cost = activation === 'softmax' || activation === 'logistic' ? 'cross-entropy' : 'squares'
  return { targets: { values, cost } satisfies Targets as Targets, centre: 0, scale: 1 }
}

function regressionTargets(y: Float64Array, { rows, weights }: Sample) {
  let total = 0
  let sum = 0
  for (const r of rows) {
    total += weights[r]!
    sum += weights[r]! * y[r]!
  }
  const centre = sum / total
  let squares = 0
  for (const r of rows) squares += weights[r]! * (y[r]! - centre) ** 2
  const scale = Math.sqrt(squares / total) || 1
  const targets: Targets = { values: y.map((value) => (value - centre) / scale), cost: 'squares' }
  return { targets, centre, scale }
}
