import { type BooleanScores, thresholdTable } from '../../models/metrics/boolean-statistics.ts'
import { areShares, type Calibration, calibration } from '../../models/metrics/calibration.ts'
import type { CategoricalScores, Label } from '../../models/metrics/categorical-statistics.ts'
import {
  type PrecisionRecallCurve,
  precisionRecallCurve,
  type RocCurve,
  rocCurve,
  thinCurve,
} from '../../models/metrics/curves.ts'

/** What the plots of an evaluation show. */
export interface Curves {
  /** In mode categorical: the label that is told from the rest. */
  label?: Label
  roc: RocCurve
  precisionRecall: PrecisionRecallCurve
  /** Present where scores are from 0 to 1. */
  calibration?: Calibration
}

/** Points of a curve at most: more than a plot has pixels. All are in the dataset of results. */
const MAX_POINTS = 1000
/** Of more labels, those with most rows have curves. */
const MAX_LABELS = 100
/** Points that the curves of all labels share, and that a curve has at least: they are kept with the run. */
const LABEL_POINTS = 12_000
const LEAST_POINTS = 100

/** Curves of one score. */
export function curvesOf(input: BooleanScores, points = MAX_POINTS): Curves {
  const table = thresholdTable(input)
  return {
    roc: thinCurve(rocCurve(table), points),
    precisionRecall: thinCurve(precisionRecallCurve(table), points),
    ...(areShares(input.scores) && { calibration: calibration(input.scores, input.actual, input.weights) }),
  }
}

/** Curves of each label against the rest. */
export function labelCurves({ labels, scores, actual, weights }: CategoricalScores): Curves[] {
  const K = labels.length
  const counts = new Float64Array(K)
  for (let r = 0; r < actual.length; r++) counts[actual[r]!]!++
  const drawn = Array.from(labels.keys())
    .filter((k) => counts[k]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, MAX_LABELS)
  const points = Math.min(MAX_POINTS, Math.max(LEAST_POINTS, Math.floor(LABEL_POINTS / drawn.length)))
  return drawn
    .sort((a, b) => a - b)
    .map((k) => {
      const own = {
        scores: Float64Array.from({ length: actual.length }, (_, r) => scores[r * K + k]!),
        actual: Uint8Array.from({ length: actual.length }, (_, r) => (actual[r] === k ? 1 : 0)),
        ...(weights && { weights }),
      }
      return { label: labels[k]!, ...curvesOf(own, points) }
    })
}
