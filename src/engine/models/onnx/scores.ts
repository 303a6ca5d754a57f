import { EngineError } from '../../../contract/errors.ts'
import type { FeatureSpec } from '../../../contract/learning.ts'
import type { Activation, NetworkPart, Part, SumPart, TreesPart } from '../learners/parts/part.ts'
import type { Trees } from '../learners/tree.ts'
import type { Scored, Value } from './graph-values.ts'
import type { Linear } from './linear.ts'

/** Layers after a linear one, each a matrix and a bias, with a function between them and maybe one at the end. */
export interface Layers {
  first: Linear
  inner?: Activation
  rest: { weights: Float64Array; biases: Float64Array }[]
  last?: Activation
}

/** Sums of trees, not yet made scores. */
export const treesPart = (trees: Trees, outputs: number): TreesPart =>
  outputs === 1
    ? { kind: 'trees', outputs: 1, mode: 'regression', labels: 0, leafOutputs: 1, link: 'direct', trees }
    : {
        kind: 'trees',
        outputs,
        mode: 'categorical',
        labels: outputs,
        leafOutputs: outputs,
        link: 'direct',
        trees,
      }

const isSum = (part: Part): part is TreesPart => part.kind === 'trees' && part.link === 'direct'

const unread = (what: string): EngineError =>
  new EngineError('not-supported', `The ONNX file computes ${what}, which no model here does.`)

/** 1 / (1 + e^-s) of each sum. */
export function logistic(part: Part): Part {
  if (!isSum(part)) throw unread('a sigmoid of scores that are none of trees or a linear model')
  if (part.outputs === 1) return { ...part, mode: 'boolean', labels: 2, link: 'logistic' }
  const parts = Array.from({ length: part.outputs }, (_, k) => logistic(oneOutput(part, k)))
  return { kind: 'per-label', outputs: parts.length, parts }
}

/** Softmax over the sums. */
export function softmaxed(part: Part): Part {
  if (isSum(part) && part.outputs > 1) return { ...part, link: 'softmax' }
  throw unread('a softmax of scores that are none of trees or a linear model')
}

/** One of several outputs. */
export function oneOutput(part: Part, k: number): Part {
  if (part.outputs === 1 && k === 0) return part
  if (part.kind === 'per-label') return part.parts[k]!
  // Of two labels, these give the score of the second as it is.
  const isSecond = part.outputs === 2 && k === 1
  if (isSecond && (part.kind === 'bayes' || part.kind === 'network')) return { ...part, outputs: 1 }
  if (part.kind === 'linear') {
    const { feature } = part.terms
    const weights = part.weights.slice(k * feature.length, (k + 1) * feature.length)
    return { ...part, outputs: 1, weights, bias: part.bias.slice(k, k + 1) }
  }
  if (!isSum(part)) throw unread('with one of several scores')
  const nodes = part.trees.feature.length
  const values = Float32Array.from(
    { length: nodes },
    (_, node) => part.trees.values[node * part.outputs + k]!,
  )
  return treesPart({ ...part.trees, values }, 1)
}

/** Two scores from one: 1 - s and s, or -s and s. */
export function withOther(part: Part, how: 'complement' | 'negate'): Part {
  const both = { mode: 'categorical', labels: 2, outputs: 2 } as const
  if (isSum(part) && part.outputs === 1) return { ...part, ...both, link: how }
  if (part.kind === 'trees' && part.link === 'logistic' && how === 'complement') return { ...part, ...both }
  throw unread('the score of the other label in a way')
}

/** Scores times a factor and plus a summand, by output. */
export function shifted(part: Part, factor: (k: number) => number, summand: (k: number) => number): Part {
  const factors = Array.from({ length: part.outputs }, (_, k) => factor(k))
  const summands = Array.from({ length: part.outputs }, (_, k) => summand(k))
  const isPlain = summands.every((value) => value === 0) && factors.every((value) => value === factors[0])
  if (isSum(part) && factors.every((value) => value === factors[0])) {
    const { trees } = part
    const scales = trees.scales.map((scale) => scale * factors[0]!)
    return { ...part, trees: isPlain ? { ...trees, scales } : withConstant({ ...trees, scales }, summands) }
  }
  if (!isPlain) throw unread('with scores')
  if (factors[0] === 1) return part
  if (part.kind === 'sum') return { ...part, scales: part.scales.map((scale) => scale * factors[0]!) }
  return {
    kind: 'sum',
    outputs: part.outputs,
    parts: [part],
    scales: Float64Array.of(factors[0]!),
    votes: false,
  }
}

/** Trees with one more, of one leaf. */
function withConstant(trees: Trees, values: readonly number[]): Trees {
  const grow = <T extends Int32Array | Uint32Array | Float32Array | Float64Array>(
    array: T,
    more: readonly number[],
  ): T => {
    const longer = new (array.constructor as new (length: number) => T)(array.length + more.length)
    longer.set(array)
    longer.set(more, array.length)
    return longer
  }
  const nodes = trees.feature.length
  return {
    ...trees,
    roots: grow(trees.roots, [nodes + 1]),
    scales: grow(trees.scales, [1]),
    feature: grow(trees.feature, [-1]),
    threshold: grow(trees.threshold, [0]),
    left: grow(trees.left, [0]),
    missing: grow(trees.missing, [0]),
    subset: grow(trees.subset, [-1]),
    values: grow(trees.values, values),
    cover: grow(trees.cover, [1]),
  }
}

/** The sum of the scores of two parts. */
export function added(a: Part, b: Part): Part {
  if (a.outputs !== b.outputs) throw unread('a sum of differing numbers of scores')
  const isVoted = isVotes(a) && isVotes(b) && a.parts[0]!.outputs === b.parts[0]!.outputs
  const pieces = (part: Part): [Part, number][] =>
    part.kind === 'sum' && (isVoted || isPlainSum(part))
      ? part.parts.map((inner, i) => [inner, part.scales[i]!])
      : [[part, 1]]
  const all = [...pieces(a), ...pieces(b)]
  return {
    kind: 'sum',
    outputs: a.outputs,
    parts: all.map(([part]) => part),
    scales: Float64Array.from(all, ([, scale]) => scale),
    votes: isVoted,
  }
}

const isVotes = (part: Part): part is SumPart => part.kind === 'sum' && part.votes

const isPlainSum = ({ votes, parts, outputs }: SumPart): boolean => !votes && parts[0]!.outputs === outputs

/** A vote for the label of highest score. */
export const votesOf = (part: Part): SumPart => ({
  kind: 'sum',
  outputs: part.outputs,
  parts: [part],
  scales: Float64Array.of(1),
  votes: true,
})

/** How many scores a value is. */
export const outputsOf = (value: Scored): number =>
  value.kind === 'scores'
    ? value.part.outputs
    : (value.layers.rest.at(-1)?.biases.length ?? value.layers.first.outputs)

/** A value as the part that it is; undefined where it is none. */
export function partOf(value: Value, features: readonly FeatureSpec[]): Part | undefined {
  if (value.kind === 'scores') return value.part
  return value.kind === 'layers' ? layersPart(value.layers, features.length) : undefined
}

/** Layers as the part that they are. */
function layersPart({ first, inner, rest, last }: Layers, features: number): Part {
  if (first.hasTests) {
    if (rest.length === 0 && last === 'softmax') return first.toBayes(features)
    throw unread('sums of comparisons')
  }
  if (rest.length === 0 && last === 'logistic') return first.toPart('logit')
  if (rest.length === 0 && (last === undefined || last === 'identity')) return first.toPart('linear')
  const { terms, weights } = first.toLayer()
  const sizes = [terms.feature.length, first.outputs, ...rest.map(({ biases }) => biases.length)]
  const part: NetworkPart = {
    kind: 'network',
    outputs: sizes.at(-1)!,
    terms,
    sizes,
    activation: inner ?? 'identity',
    outputActivation: last ?? 'identity',
    weights: [weights, ...rest.map((layer) => layer.weights)],
    biases: [first.bias, ...rest.map((layer) => layer.biases)],
    targetCentre: 0,
    targetScale: 1,
  }
  return part
}

/** One score of layers as two: 1 - s and s, or -s and s. */
export function otherOfLayers(layers: Layers, how: 'complement' | 'negate'): Layers {
  const isSum = layers.last === undefined
  const isPlain = layers.rest.length === 0 && layers.first.outputs === 1
  if (!isPlain || (!isSum && (layers.last !== 'logistic' || how === 'negate'))) {
    throw unread('the score of the other label in a way')
  }
  const both = layers.first.spread([-1, 1])
  // 1 - 1 / (1 + e^-s) is 1 / (1 + e^s).
  const isRest = isSum && how === 'complement'
  const first = isRest
    ? both.scaled(
        () => 1,
        (k) => 1 - k,
      )
    : both
  return { ...layers, first }
}
