import { areaUnderCurve } from './area-under-curve.ts'
import type { ThresholdTable } from './boolean-statistics.ts'
import { ratio } from './label-statistics.ts'

/** A receiver operating characteristic, from calling nothing true (0, 0) to calling everything true (1, 1). */
export interface RocCurve {
  falsePositiveRate: number[]
  truePositiveRate: number[]
  /** Scores from this one on are called true; null at the first point, where none is. */
  threshold: (number | null)[]
  /** Area under the whole curve; NaN (null in JSON) if all examples have one label. */
  auc: number
  /** Points there are, if fewer are listed. */
  points?: number
}

/** Precision against recall, from the highest threshold down. */
export interface PrecisionRecallCurve {
  recall: number[]
  precision: number[]
  threshold: number[]
  /** Sum of precision times the gain in recall at each threshold (no interpolation). */
  averagePrecision: number
  points?: number
}

/** The curve with a point for every distinct score. */
export function rocCurve(table: ThresholdTable): RocCurve {
  const kept = lastOfEachScore(table)
  const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn, score } = table
  return {
    falsePositiveRate: [0, ...kept.map((i) => ratio(fp[i]!, fp[i]! + tn[i]!))],
    truePositiveRate: [0, ...kept.map((i) => ratio(tp[i]!, tp[i]! + fn[i]!))],
    threshold: [null, ...kept.map((i) => score[i]!)],
    auc: areaUnderCurve(table),
  }
}

/** The curve with a point for every distinct score. */
export function precisionRecallCurve(table: ThresholdTable): PrecisionRecallCurve {
  const kept = lastOfEachScore(table)
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, score } = table
  const recall = kept.map((i) => ratio(tp[i]!, tp[i]! + fn[i]!))
  const precision = kept.map((i) => ratio(tp[i]!, tp[i]! + fp[i]!))
  let averagePrecision = 0
  recall.forEach((r, i) => {
    averagePrecision += (r - (recall[i - 1] ?? 0)) * precision[i]!
  })
  return { recall, precision, threshold: kept.map((i) => score[i]!), averagePrecision }
}

function lastOfEachScore({ score }: ThresholdTable): number[] {
  const kept: number[] = []
  for (let i = 0; i < score.length; i++) {
    if (i + 1 === score.length || score[i + 1] !== score[i]) kept.push(i)
  }
  return kept
}

/** The curve with at most `most` points, evenly spaced along its way so that steep parts keep theirs, the first and the
 *  last among them; `points` then says how many there are. What is drawn from it is the same to the eye; every point is in
 *  the dataset of results. */
export function thinCurve<Curve extends RocCurve | PrecisionRecallCurve>(curve: Curve, most: number): Curve {
  const points = curve.threshold.length
  if (points <= most) return curve
  const [x, y] =
    'recall' in curve ? [curve.recall, curve.precision] : [curve.falsePositiveRate, curve.truePositiveRate]
  const way = new Float64Array(points)
  for (let i = 1; i < points; i++) {
    way[i] = way[i - 1]! + Math.abs(x[i]! - x[i - 1]!) + Math.abs(y[i]! - y[i - 1]!)
  }
  const step = way[points - 1]! / (most - 1)
  const kept: number[] = []
  for (let i = 0; i < points - 1; i++) {
    if (kept.length === 0 || way[i]! - way[kept.at(-1)!]! > step) kept.push(i)
  }
  kept.push(points - 1)
  const thin = Object.entries(curve).map(([key, value]) => [
    key,
    Array.isArray(value) ? kept.map((i) => value[i]) : value,
  ])
  return { ...Object.fromEntries(thin), points } as Curve
}
