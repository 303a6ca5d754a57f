import type { FeatureSpec } from '../../../../contract/learning.ts'
import { stateOf } from '../bayes/bayes-scorer.ts'
import type { Explanation } from '../explain.ts'
import { explainNetwork } from '../perceptron/explain-network.ts'
import { explainTreeScore } from './explain-tree-score.ts'
import type { BayesPart, LinearPart, Part, SumPart, TreesPart } from './part.ts'
import type { RowCells } from './row-cells.ts'
import { createScorer, toVote } from './score-part.ts'
import { termOffsets, visitTerms } from './terms.ts'
import { throughLink, throughSoftmax } from './through-curve.ts'
import { treesModel } from './trees-model.ts'

/** Splits a row's score for one output among its features. What is a sum before a curve (linear models, naive Bayes, the
 *  first layer of a network) is split by integrated gradients along the straight line from no features to these (Sundararajan, Taly & Yan 2017), so
 *  that `bias` and the contributions sum to the score. */
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
      return explainNetwork(part, cells, features.length, output)
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
  return explainTreeScore(treesModel(part, features), x, output)
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
  visitTerms(terms, termOffsets(terms, features), cells, (t, value) => {
    contributions[terms.feature[t]!]! += weights[output * size + t]! * value
  })
  return throughLink(link, { bias: bias[output]!, contributions })
}

/** Naive Bayes adds up log evidence for each label; the shares follow by softmax. */
function explainBayes(part: BayesPart, cells: RowCells, features: number, output: number): Explanation {
  const { offsets, logLikelihood, logPrior, outputs } = part
  const labels = logPrior.length
  const states = new Uint32Array(features)
  for (let i = 0; i < cells.count; i++) {
    states[cells.columns[i]!] = stateOf(part, cells.columns[i]!, cells.values[i]!)
  }
  const sums = Array.from(logPrior, (bias, k) => ({
    bias,
    contributions: Float64Array.from(
      { length: features },
      (_, f) => logLikelihood[(offsets[f]! + states[f]!) * labels + k]!,
    ),
  }))
  return throughSoftmax(sums, outputs === 1 ? 1 : output)
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
