import type { FeatureSpec } from '../../../../contract/learning.ts'
import { BayesScorer } from '../bayes/bayes-scorer.ts'
import { LinearScorer } from '../glz/linear-scorer.ts'
import { NetworkScorer } from '../perceptron/network-scorer.ts'
import { predictRow } from '../predict.ts'
import type { Part, PerLabelPart, SumPart, TreesPart } from './part.ts'
import type { RowCells } from './row-cells.ts'
import { treesModel } from './trees-model.ts'

/** Scores rows by one part. It may hold working memory: use it from one place at a time. */
export interface Scorer {
  /** Writes the row's `outputs` scores to out[at...]. */
  score(cells: RowCells, out: Float64Array, at: number): void
}

/** Makes ready to apply a part. */
export function createScorer(part: Part, features: readonly FeatureSpec[]): Scorer {
  switch (part.kind) {
    case 'trees':
      return treesScorer(part, features)
    case 'linear':
      return new LinearScorer(part, features.length)
    case 'bayes':
      return new BayesScorer(part)
    case 'network':
      return new NetworkScorer(part, features.length)
    case 'sum':
      return sumScorer(part, features)
    case 'per-label':
      return perLabelScorer(part, features)
  }
}

function treesScorer(part: TreesPart, features: readonly FeatureSpec[]): Scorer {
  const x = new Float32Array(features.length)
  const model = treesModel(part, features)
  return {
    score({ count, columns, values }, out, at) {
      x.fill(Number.NaN)
      for (let i = 0; i < count; i++) x[columns[i]!] = values[i]!
      out.set(predictRow(model, x), at)
    },
  }
}

function sumScorer({ parts, scales, votes, outputs }: SumPart, features: readonly FeatureSpec[]): Scorer {
  const scorers = parts.map((part) => createScorer(part, features))
  // Of two labels, a boolean score is what more weight votes for the second.
  const own = new Float64Array(parts[0]?.outputs ?? outputs)
  return {
    score(cells, out, at) {
      out.fill(0, at, at + outputs)
      scorers.forEach((scorer, p) => {
        scorer.score(cells, own, 0)
        if (votes) toVote(own)
        if (outputs < own.length) out[at]! += scales[p]! * (own[1]! - own[0]!)
        else for (let k = 0; k < outputs; k++) out[at + k]! += scales[p]! * own[k]!
      })
    },
  }
}

/** Leaves 1 for the label of highest score, the first of equals, and 0 for the others. */
export function toVote(scores: Float64Array): void {
  let best = 0
  for (let k = 1; k < scores.length; k++) if (scores[k]! > scores[best]!) best = k
  scores.fill(0)
  scores[best] = 1
}

function perLabelScorer({ parts }: PerLabelPart, features: readonly FeatureSpec[]): Scorer {
  const scorers = parts.map((part) => createScorer(part, features))
  return {
    score(cells, out, at) {
      scorers.forEach((scorer, k) => {
        scorer.score(cells, out, at + k)
      })
    },
  }
}
