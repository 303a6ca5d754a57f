import type { Explanation } from '../explain.ts'
import type { Link } from '../model.ts'
import { explainPart } from './explain-part.ts'
import { explainTreeScore } from './explain-tree-score.ts'
import { type AnyModel, isGeneral } from './general-model.ts'
import type { Part } from './part.ts'
import { RowCells } from './row-cells.ts'

/** Splits one row's score among its features; `bias` and the contributions sum to the score.
 *  @param x shape (model.features.length), NaN is missing
 *  @param label index of the label to explain. Boolean models score `true` (1); the score of `false` (0) is one less that
 *  where scores are shares, else its negative. Regressions have one score, 0. */
export function explainAny(model: AnyModel, x: Float32Array, label: number): Explanation {
  const opposite = model.mode === 'boolean' && label === 0
  const output = model.mode === 'boolean' ? 0 : label
  const found = isGeneral(model)
    ? explainGeneral(model.part, x, model.features, output)
    : explainTreeScore(model, x, output)
  if (!opposite) return found
  const shares = isGeneral(model) ? givesShares(model.part) : sharesOf(model.link)
  return {
    bias: (shares ? 1 : 0) - found.bias,
    contributions: found.contributions.map((contribution) => -contribution),
  }
}

function explainGeneral(
  part: Part,
  x: Float32Array,
  features: AnyModel['features'],
  output: number,
): Explanation {
  const cells = new RowCells(x.length)
  cells.read(x, 0, x.length)
  return explainPart(part, cells, features, output)
}

/** The score from which on a boolean model says true; undefined for a network whose outputs are no shares. */
export function booleanCut(model: AnyModel): number | undefined {
  if (isGeneral(model) ? givesShares(model.part) : sharesOf(model.link)) return 0.5
  return isGeneral(model) && model.part.kind === 'network' ? undefined : 0
}

/** Whether a score lies (or, with a linear link, is meant to lie) from 0 to 1 and the scores of both labels sum to 1. */
function givesShares(part: Part): boolean {
  switch (part.kind) {
    case 'trees':
      return sharesOf(part.link)
    case 'linear':
    case 'bayes':
      return true
    case 'network':
      return part.outputActivation === 'softmax' || part.outputActivation === 'logistic'
    case 'sum':
      return !part.votes && part.parts.every(givesShares)
    case 'per-label':
      return part.parts.every(givesShares)
  }
}

/** A boolean model of trees of link `direct` scores by the share of true ones. */
const sharesOf = (link: Link): boolean => link !== 'negate'
