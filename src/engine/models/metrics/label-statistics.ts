// metrics/ turns scores and true labels into the numbers that classifier.test reports and the plots show. Typed
// arrays in, plain JSON out; it knows neither learners nor datasets. One file per mode; aggregate.ts joins folds.

/** How one label does against the rest (procedures.md section 4). */
export interface LabelStatistics {
  accuracy: number
  precision: number
  recall: number
  f1Score: number
  support: number
}

/** Statistics from the four weighted counts of one label or threshold; what is undefined (0/0) is 0. */
export function labelStatistics(counts: {
  truePositives: number
  falsePositives: number
  trueNegatives: number
  falseNegatives: number
}): LabelStatistics {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = counts
  const support = truePositives + falseNegatives
  const total = support + falsePositives + trueNegatives
  const precision = ratio(truePositives, truePositives + falsePositives)
  const recall = ratio(truePositives, support)
  return {
    accuracy: ratio(truePositives + trueNegatives, total),
    precision,
    recall,
    f1Score: ratio(2 * precision * recall, precision + recall),
    support,
  }
}

/** part / whole, 0 of nothing. */
export function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

/** Share of the weight of rows that are marked. */
export function weightedShare(marked: Uint8Array, weights?: ArrayLike<number>): number {
  let sum = 0
  let total = 0
  for (let r = 0; r < marked.length; r++) {
    const weight = weights?.[r] ?? 1
    total += weight
    if (marked[r] === 1) sum += weight
  }
  return ratio(sum, total)
}
