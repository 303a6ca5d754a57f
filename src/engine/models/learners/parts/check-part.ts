import type { FeatureSpec } from '../../../../contract/learning.ts'
import { areTrees, checkTrees } from '../load-model.ts'
import { hasOutputPerLabel, LINKS } from '../model.ts'
import { badModel } from '../model-file.ts'
import {
  ACTIVATIONS,
  type BayesPart,
  LINK_FUNCTIONS,
  type NetworkPart,
  type Part,
  PRESENT,
  type SumPart,
  type Terms,
  type TreesPart,
} from './part.ts'
import { treesModel } from './trees-model.ts'

/** Parts nest no deeper: several labels, of bags, of rounds, of bags, of trees are four. */
const MAX_DEPTH = 10

/** Checks every index and length in a part that was read from a file. @throws EngineError `bad-file` */
export function checkPart(part: Part, features: readonly FeatureSpec[], depth: number): void {
  if (typeof part !== 'object' || part === null || depth > MAX_DEPTH) throw badModel('part')
  if (!isCount(part.outputs) || part.outputs < 1) throw badModel('outputs')
  switch (part.kind) {
    case 'trees':
      checkTreesPart(part, features)
      return
    case 'linear':
      require(LINK_FUNCTIONS.includes(part.link), 'link')
      checkTerms(part.terms, features.length)
      requireLengths([
        [part.weights, part.outputs * part.terms.feature.length],
        [part.bias, part.outputs],
      ])
      return
    case 'bayes':
      checkBayes(part, features.length)
      return
    case 'network':
      checkNetwork(part, features.length)
      return
    case 'sum':
      checkSum(part, features, depth)
      return
    case 'per-label':
      require(Array.isArray(part.parts) && part.parts.length === part.outputs, 'parts')
      for (const inner of part.parts) {
        checkPart(inner, features, depth + 1)
        require(inner.outputs === 1, 'outputs')
      }
      return
    default:
      throw badModel('unknown part')
  }
}

function require(condition: boolean, what: string): void {
  if (!condition) throw badModel(what)
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0

function requireLengths(pairs: readonly (readonly [unknown, number])[]): void {
  for (const [array, length] of pairs) {
    require(ArrayBuffer.isView(array) && (array as Float64Array).length === length, 'lengths')
  }
}

function checkTreesPart(part: TreesPart, features: readonly FeatureSpec[]): void {
  require(['boolean', 'categorical', 'regression'].includes(part.mode), 'mode')
  require(isCount(part.labels) && isCount(part.leafOutputs), 'outputs')
  require(part.labels <= 1_000_000, 'labels')
  require(LINKS.includes(part.link), 'link')
  const perLabel = hasOutputPerLabel(part.link)
  require(part.leafOutputs === (perLabel && part.mode !== 'regression' ? part.labels : 1), 'outputs')
  require(perLabel || part.labels === 2, 'link')
  require(part.outputs === (part.mode === 'categorical' ? part.labels : 1), 'outputs')
  require(areTrees(part.trees), 'trees')
  checkTrees(treesModel(part, features))
}

/** Terms stand in the order of their features. */
function checkTerms(terms: Terms, features: number): void {
  require(typeof terms === 'object' && terms !== null && terms.feature instanceof Int32Array, 'terms')
  const size = terms.feature.length
  requireLengths([
    [terms.level, size],
    [terms.centre, size],
    [terms.scale, size],
  ])
  for (let t = 0; t < size; t++) {
    require(terms.feature[t]! >= (terms.feature[t - 1] ?? 0) && terms.feature[t]! < features, 'terms')
    require(terms.level[t]! >= PRESENT, 'terms')
  }
}

function checkBayes(
  { threshold, offsets, logLikelihood, logPrior, outputs }: BayesPart,
  features: number,
): void {
  require(logPrior instanceof Float64Array && (outputs === 1 || outputs === logPrior.length), 'labels')
  require(outputs > 1 || logPrior.length === 2, 'labels')
  requireLengths([
    [threshold, features],
    [offsets, features + 1],
  ])
  requireLengths([[logLikelihood, (offsets[features] ?? 0) * logPrior.length]])
  require(offsets[0] === 0, 'states')
  for (let f = 0; f < features; f++) {
    const states = offsets[f + 1]! - offsets[f]!
    require(states >= 1 && (Number.isNaN(threshold[f]!) || states === 3), 'states')
  }
}

function checkNetwork(part: NetworkPart, features: number): void {
  const { sizes, weights, biases, terms, outputs } = part
  checkTerms(terms, features)
  require(Array.isArray(sizes) && sizes.every(isCount) && sizes.length >= 2, 'layers')
  require(sizes[0] === terms.feature.length, 'layers')
  require(outputs === sizes.at(-1) || (outputs === 1 && sizes.at(-1) === 2), 'outputs')
  require(Array.isArray(weights) && weights.length === sizes.length - 1, 'layers')
  require(Array.isArray(biases) && biases.length === weights.length, 'layers')
  requireLengths(weights.map((layer, l) => [layer, sizes[l]! * sizes[l + 1]!] as const))
  requireLengths(biases.map((layer, l) => [layer, sizes[l + 1]!] as const))
  require(ACTIVATIONS.includes(part.activation) && ACTIVATIONS.includes(part.outputActivation), 'activation')
  require(Number.isFinite(part.targetCentre) && Number.isFinite(part.targetScale), 'targets')
}

function checkSum(part: SumPart, features: readonly FeatureSpec[], depth: number): void {
  require(Array.isArray(part.parts) && part.parts.length > 0, 'parts')
  requireLengths([[part.scales, part.parts.length]])
  require(part.parts.every((inner) => typeof inner === 'object' && inner !== null), 'parts')
  const outputs = part.parts[0]!.outputs
  require(part.outputs === outputs || (part.outputs === 1 && outputs === 2), 'outputs')
  for (const inner of part.parts) {
    checkPart(inner, features, depth + 1)
    require(inner.outputs === outputs, 'outputs')
  }
}
