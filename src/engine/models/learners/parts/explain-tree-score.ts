import { type Explanation, explain } from '../explain.ts'
import type { Model } from '../model.ts'
import { throughLink, throughSoftmax } from './through-curve.ts'

/** Splits one row's score by trees among its features. Where the trees' sum is a log-odds or a log likelihood, the score is
 *  the share that follows from it. Parameters as `explain`'s. */
export function explainTreeScore(model: Model, x: Float32Array, label: number): Explanation {
  if (model.link === 'softmax') {
    const sums = model.labels.map((_, k) => explain(model, x, k))
    return throughSoftmax(sums, model.mode === 'boolean' ? 1 : label)
  }
  const found = explain(model, x, label)
  return model.link === 'logistic' ? throughLink('logit', found) : found
}
