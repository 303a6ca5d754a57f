import { EngineError } from '../../../../contract/errors.ts'
import type { FeatureSpec } from '../../../../contract/learning.ts'
import { stateOf } from '../bayes/bayes-scorer.ts'
import { type Explanation, explain } from '../explain.ts'
import { softmax } from './activations.ts'
import { inverseLink, inverseLinkSlope } from './link-functions.ts'
import type { BayesPart, LinearPart, Part, SumPart, TreesPart } from './part.ts'
import type { RowCells } from './row-cells.ts'
import { createScorer, toVote } from './score-part.ts'
import { termOffsets, visitTerms } from './terms.ts'
import { treesModel } from './trees-model.ts'

/** Splits a row's score for one output among its features. What is a sum before a curve (linear models, naive Bayes) is
 *  split by integrated gradients along the straight line from no features to these (Sundararajan, Taly & Yan 2017), so
 *  that `bias` and the contributions sum to the score.
 *  @throws EngineError `not-supported` for a network */
export function explainPart(
  part: Part,
  cells: RowCells,
  features: readonly FeatureSpec[],
  output: number,
): Explanation {
  switch (part.kind) {
    case 'trees':
      return explainTrees(part, cells, features, output)
    case 'linear':
      return explainLinear(part, cells, features.length, output)
    case 'bayes':
      return explainBayes(part, cells, features.length, output)
    case 'sum':
      return part.votes
        ? explainVotes(part, cells, features, output)
        : addUp(
            part.parts.map((inner) => explainPart(inner, cells, features, output)),
            part.scales,
            features.length,
          )
    case 'per-label':
      return explainPart(part.parts[output]!, cells, features, 0)
    case 'network':
      throw new EngineError(
        'not-supported',
        'classifier.explain does not explain a perceptron; glz, naive_bayes and trees it does',
      )
  }
}

function explainTrees(
  part: TreesPart,
  { count, columns, values }: RowCells,
  features: readonly FeatureSpec[],
  output: number,
): Explanation {
  const x = new Float32Array(features.length).fill(Number.NaN)
  for (let i = 0; i < count; i++) x[columns[i]!] = values[i]!
  return explain(treesModel(part, features), x, output)
}

function addUp(of: readonly Explanation[], scales: Float64Array, features: number): Explanation {
  const sum: Explanation = { bias: 0, contributions: new Float64Array(features) }
  of.forEach(({ bias, contributions }, p) => {
    sum.bias += scales[p]! * bias
    for (let f = 0; f < features; f++) sum.contributions[f]! += scales[p]! * contributions[f]!
  })
  return sum
}

function explainLinear(part: LinearPart, cells: RowCells, features: number, output: number): Explanation {
  const { terms, weights, bias, link } = part
  const size = terms.feature.length
  const contributions = new Float64Array(features)
  const from = bias[output]!
  let sum = 0
  visitTerms(terms, termOffsets(terms, features), cells, (t, value) => {
    const own = weights[output * size + t]! * value
    contributions[terms.feature[t]!]! += own
    sum += own
  })
  const start = inverseLink(link, from)
  // Along the line the slope's mean is the rise of the curve over the rise of the sum.
  const slope =
    Math.abs(sum) < 1e-9 ? inverseLinkSlope(link, from) : (inverseLink(link, from + sum) - start) / sum
  for (let f = 0; f < features; f++) contributions[f]! *= slope
  return { bias: start, contributions }
}

/** Points on the line from prior to posterior at which the slope is taken. */
const POINTS = 200

function explainBayes(part: BayesPart, cells: RowCells, features: number, output: number): Explanation {
  const { offsets, logLikelihood, logPrior, outputs } = part
  const labels = logPrior.length
  const own = outputs === 1 ? 1 : output
  const states = new Uint32Array(features)
  for (let i = 0; i < cells.count; i++) {
    states[cells.columns[i]!] = stateOf(part, cells.columns[i]!, cells.values[i]!)
  }
  const evidence = (f: number, k: number): number => logLikelihood[(offsets[f]! + states[f]!) * labels + k]!
  const total = new Float64Array(labels)
  for (let f = 0; f < features; f++) for (let k = 0; k < labels; k++) total[k]! += evidence(f, k)
  // Slope of the label's share by the log evidence for each label, as a mean over the line.
  const slopes = new Float64Array(labels)
  const at = new Float64Array(labels)
  for (let p = 0; p < POINTS; p++) {
    for (let k = 0; k < labels; k++) at[k] = logPrior[k]! + ((p + 0.5) / POINTS) * total[k]!
    softmax(at)
    for (let k = 0; k < labels; k++) slopes[k]! += (at[own]! * ((k === own ? 1 : 0) - at[k]!)) / POINTS
  }
  const contributions = new Float64Array(features)
  let sum = 0
  for (let f = 0; f < features; f++) {
    for (let k = 0; k < labels; k++) contributions[f]! += slopes[k]! * evidence(f, k)
    sum += contributions[f]!
  }
  const prior = softmaxOf(logPrior)[own]!
  const score = softmaxOf(logPrior.map((log, k) => log + total[k]!))[own]!
  // What the finite number of points leaves over goes to all in proportion.
  const scale = Math.abs(sum) > 1e-12 ? (score - prior) / sum : 1
  for (let f = 0; f < features; f++) contributions[f]! *= scale
  return { bias: Math.abs(sum) > 1e-12 ? prior : score, contributions }
}

function softmaxOf(logs: Float64Array): Float64Array {
  const shares = Float64Array.from(logs)
  softmax(shares)
  return shares
}

/** A part's vote changes all at once; the change from its vote without features is shared out as the features share in
 *  its score for the label it votes for. */
function explainVotes(
  { parts, scales, outputs }: SumPart,
  cells: RowCells,
  features: readonly FeatureSpec[],
  output: number,
): Explanation {
  const votes = parts.map((part) => {
    const voteOf = (scores: Float64Array): number => {
      toVote(scores)
      return outputs === 1 ? scores[1]! - scores[0]! : scores[output]!
    }
    const scores = new Float64Array(part.outputs)
    createScorer(part, features).score(cells, scores, 0)
    const winner = scores.indexOf(scores.reduce((most, score) => Math.max(most, score)))
    const reasons = Array.from(scores, (_, k) => explainPart(part, cells, features, k))
    const before = voteOf(Float64Array.from(reasons, ({ bias }) => bias))
    const change = voteOf(scores) - before
    const { contributions } = reasons[winner]!
    const sum = contributions.reduce((total, c) => total + c, 0)
    return Math.abs(sum) > 1e-12
      ? { bias: before, contributions: contributions.map((c) => (c / sum) * change) }
      : { bias: before + change, contributions: new Float64Array(contributions.length) }
  })
  return addUp(votes, scales, features.length)
}
