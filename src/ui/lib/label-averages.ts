import type { LabelStatistic } from '../plots/LabelStatistics.tsx'
import type { ConfusionTable } from './confusion.ts'

/** Statistics of each label that some row truly has, from the counts of a confusion matrix; what is undefined (0/0) is 0. */
export function statisticsOf({ labels, rows, total }: ConfusionTable): Record<string, LabelStatistic> {
  const predicted = labels.map((_, p) => rows.reduce((sum, { cells }) => sum + cells[p]!.count, 0))
  return Object.fromEntries(
    rows.flatMap(({ label, total: support, cells }, a) => {
      if (support === 0) return []
      const hits = cells[a]!.count
      const precision = ratio(hits, predicted[a]!)
      const recall = ratio(hits, support)
      return [
        [
          label,
          {
            accuracy: ratio(total - support - predicted[a]! + 2 * hits, total),
            precision,
            recall,
            f1Score: ratio(2 * precision * recall, precision + recall),
            support,
          },
        ],
      ]
    }),
  )
}

/** Means over labels: each counting the same (macro; a label that is only ever predicted counts as 0), all counts together
 *  (micro), and by their number of rows (weighted). */
export function averagesOf(
  { labels, rows, total, correct }: ConfusionTable,
  statistics: Record<string, LabelStatistic>,
): [string, LabelStatistic][] {
  const own = Object.values(statistics)
  const seen = labels.filter(
    (_, p) => rows[p]!.total > 0 || rows.some(({ cells }) => cells[p]!.count > 0),
  ).length
  const average = (weight: (each: LabelStatistic) => number): LabelStatistic => {
    const of = (key: keyof LabelStatistic) => own.reduce((sum, each) => sum + each[key] * weight(each), 0)
    return {
      accuracy: of('accuracy'),
      precision: of('precision'),
      recall: of('recall'),
      f1Score: of('f1Score'),
      support: total,
    }
  }
  const share = ratio(correct, total)
  return [
    // Of a label that is only ever predicted, one-against-rest accuracy is left out: it is no mean of interest.
    ['macro mean', { ...average(() => 1 / seen), accuracy: average(() => 1 / own.length).accuracy }],
    ['micro mean', { accuracy: share, precision: share, recall: share, f1Score: share, support: total }],
    ['weighted mean', average(({ support }) => support / total)],
  ]
}

const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0)
