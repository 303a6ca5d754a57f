import type { Evaluation } from '../../../lib/evaluation.ts'
import { metricsOf, outOfBagMetrics } from '../../../lib/metrics.ts'
import { writeCsv } from '../../../lib/parse-csv.ts'

/** All numbers of an evaluation, one a line: which fold, what of, which label, which number. */
export function evaluationCsv({ folds, training }: Evaluation): string {
  const lines: (string | number | undefined)[][] = []
  const summaries = folds.length > 0 ? folds : [training]
  folds.forEach((fold, f) => {
    for (const { id, value, interval } of metricsOf({ folds: [fold] }))
      lines.push([f, 'metric', '', '', id, value, interval?.low, interval?.high])
    for (const { actual, predicted, count } of fold.results.confusionMatrix ?? [])
      lines.push([f, 'confusion', actual, predicted, 'count', count])
    for (const [label, statistics] of Object.entries(fold.results.labelStatistics ?? {}))
      for (const [name, value] of Object.entries(statistics))
        if (typeof value === 'number') lines.push([f, 'label', label, '', name, value])
    for (const { label = '', roc, precisionRecall } of fold.curves) {
      lines.push([f, 'label', label, '', 'auc', roc.auc ?? undefined])
      lines.push([f, 'label', label, '', 'averagePrecision', precisionRecall.averagePrecision])
    }
    fold.recallOverTopN?.forEach((share, i) => {
      lines.push([f, 'top', '', '', String(i + 1), share])
    })
  })
  summaries.forEach((summary, f) => {
    for (const { id, value } of outOfBagMetrics(summary)) lines.push([f, 'out of bag', '', '', id, value])
    for (const { feature, gain, permutation } of summary.importances ?? []) {
      lines.push([f, 'importance', feature, '', 'gain', gain])
      if (permutation !== undefined) lines.push([f, 'importance', feature, '', 'permutation', permutation])
    }
  })
  const header = ['fold', 'part', 'of', 'as', 'number', 'value', 'low', 'high']
  return writeCsv([
    header,
    ...lines.map((line) => header.map((_, i) => (line[i] === undefined ? '' : String(line[i])))),
  ])
}
