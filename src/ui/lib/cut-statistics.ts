import type { Curves, Results } from './evaluation.ts'

/** What calling true all that scores at least a threshold comes to. */
export interface Cut {
  /** Null where nothing is called true. */
  threshold: number | null
  truePositives: number
  falsePositives: number
  trueNegatives: number
  falseNegatives: number
  precision: number
  recall: number
  /** Of the false ones, how many are called true. */
  falsePositiveRate: number
  accuracy: number
  f1Score: number
}

/** All cuts that a run lists, from the highest threshold down: rates of the ROC curve times the counts of both labels,
 *  which its best threshold tells. */
export function cutsOf({ roc }: Curves, { bestF1Score }: Results): Cut[] {
  if (!bestF1Score) return []
  const { truePositives, falseNegatives, falsePositives, trueNegatives } = bestF1Score.counts
  const positives = truePositives + falseNegatives
  const negatives = falsePositives + trueNegatives
  return roc.threshold.map((threshold, i) =>
    toCut(threshold, roc.truePositiveRate[i]! * positives, roc.falsePositiveRate[i]! * negatives, {
      positives,
      negatives,
    }),
  )
}

function toCut(
  threshold: number | null,
  tp: number,
  fp: number,
  { positives, negatives }: { positives: number; negatives: number },
): Cut {
  const precision = tp + fp > 0 ? tp / (tp + fp) : 0
  const recall = positives > 0 ? tp / positives : 0
  return {
    threshold,
    truePositives: tp,
    falsePositives: fp,
    trueNegatives: negatives - fp,
    falseNegatives: positives - tp,
    precision,
    recall,
    falsePositiveRate: negatives > 0 ? fp / negatives : 0,
    accuracy: (tp + negatives - fp) / (positives + negatives),
    f1Score: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0,
  }
}

/** Index of the cut whose threshold is the lowest that is not below `threshold`: what it calls true, all of them score as
 *  much. */
export function cutAt(cuts: readonly Cut[], threshold: number): number {
  let found = 0
  cuts.forEach((cut, i) => {
    if (cut.threshold !== null && cut.threshold >= threshold) found = i
  })
  return found
}
