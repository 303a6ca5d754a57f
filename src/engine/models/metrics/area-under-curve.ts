import type { ThresholdTable } from './boolean-statistics.ts'

/** Area under the ROC curve; NaN if all examples have one label. Trapezoids between neighbouring thresholds, so that ties count half (Hanley & McNeil 1982). */
export function areaUnderCurve({
  truePositives,
  falsePositives,
  falseNegatives,
  trueNegatives,
}: ThresholdTable): number {
  const last = truePositives.length - 1
  const positives = truePositives[last]! + falseNegatives[last]!
  const negatives = falsePositives[last]! + trueNegatives[last]!
  let area = 0
  let tp = 0
  let fp = 0
  for (let i = 0; i <= last; i++) {
    area += ((falsePositives[i]! - fp) * (truePositives[i]! + tp)) / 2
    tp = truePositives[i]!
    fp = falsePositives[i]!
  }
  return positives > 0 && negatives > 0 ? area / (positives * negatives) : Number.NaN
}
