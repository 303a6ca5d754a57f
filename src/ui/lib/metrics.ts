import type { Evaluation, FoldEvaluation, Interval, ModelSummary } from './evaluation.ts'

/** One number of an evaluation, as it is shown and compared. */
export interface Metric {
  id: string
  title: string
  /** What it means, in a sentence. */
  meaning: string
  value: number
  interval?: Interval | undefined
  /** Over several folds, the standard deviation. */
  std?: number | undefined
  form: 'share' | 'number'
  /** Which is better. */
  better: 'high' | 'low'
}

type Shape = Omit<Metric, 'value' | 'interval' | 'std'> & {
  of(fold: FoldEvaluation): number | null | undefined
  interval?(fold: FoldEvaluation): Interval | undefined
}

const SHAPES: readonly Shape[] = [
  {
    id: 'accuracy',
    title: 'Accuracy',
    meaning: 'Share of test rows that are right.',
    form: 'share',
    better: 'high',
    of: ({ results }) => results.accuracy,
    interval: ({ results }) => results.intervals?.accuracy,
  },
  {
    id: 'auc',
    title: 'AUC',
    meaning: 'Area under the ROC curve: how often a true row scores above a false one.',
    form: 'number',
    better: 'high',
    of: ({ results }) => results.auc,
    interval: ({ results }) => results.intervals?.auc,
  },
  {
    id: 'macroAuc',
    title: 'AUC, mean of labels',
    meaning: 'Area under the ROC curve of each label against the rest, averaged.',
    form: 'number',
    better: 'high',
    of: ({ results: { confusionMatrix, labelStatistics }, curves }) => {
      // Of very many labels only some have curves: their mean would be that of a choice.
      const isAll = curves.length === Object.keys(labelStatistics ?? {}).length
      return confusionMatrix && isAll ? meanOf(curves.map(({ roc }) => roc.auc)) : undefined
    },
  },
  {
    id: 'averagePrecision',
    title: 'Average precision',
    meaning: 'Area under the precision-recall curve, without interpolation.',
    form: 'number',
    better: 'high',
    of: ({ results }) => results.averagePrecision,
  },
  {
    id: 'bestF1',
    title: 'Best F1',
    meaning: 'Highest F1 score that a cut reaches.',
    form: 'number',
    better: 'high',
    of: ({ results }) => results.bestF1Score?.pr.f1Score,
  },
  {
    id: 'bestMcc',
    title: 'Best MCC',
    meaning: 'Highest correlation of prediction and truth (Matthews) that a cut reaches.',
    form: 'number',
    better: 'high',
    of: ({ results }) => results.bestMcc?.mcc,
  },
  {
    id: 'macroF1',
    title: 'F1, mean of labels',
    meaning: 'F1 score averaged over the labels, each counting the same.',
    form: 'number',
    better: 'high',
    of: ({ results }) => results.macroStatistics?.f1Score,
  },
  {
    id: 'weightedF1',
    title: 'F1, weighted',
    meaning: 'F1 score averaged over the labels, by their number of rows.',
    form: 'number',
    better: 'high',
    of: ({ results }) => results.weightedStatistics?.f1Score,
  },
  {
    id: 'r2',
    title: 'R²',
    meaning: 'Share of the variance that is explained; 0 is as good as always saying the mean.',
    form: 'number',
    better: 'high',
    of: ({ results }) => results.r2,
    interval: ({ results }) => results.intervals?.r2,
  },
  {
    id: 'rmse',
    title: 'RMSE',
    meaning: 'Root of the mean squared error, in the unit of the label.',
    form: 'number',
    better: 'low',
    of: ({ results }) => results.rmse ?? (results.mse === undefined ? undefined : Math.sqrt(results.mse)),
    interval: ({ results }) => results.intervals?.rmse,
  },
  {
    id: 'mae',
    title: 'Mean error',
    meaning: 'Mean absolute error, in the unit of the label.',
    form: 'number',
    better: 'low',
    of: ({ results }) => results.mae,
    interval: ({ results }) => results.intervals?.mae,
  },
  ...(['0.25', '0.5', '0.75', '0.9'] as const).map(
    (quantile): Shape => ({
      id: `error${quantile}`,
      title: `Error, ${Number(quantile) * 100} % of rows`,
      meaning: `${Number(quantile) * 100} % of the rows are off by at most this share of their value.`,
      form: 'share',
      better: 'low',
      of: ({ results }) => results.quantileErrors?.[quantile],
    }),
  ),
  ...[1, 3, 5].map(
    (n): Shape => ({
      id: `recall${n}`,
      title: n === 1 ? 'Found first' : `Found in the first ${n}`,
      meaning: `Share of the true labels that are among the ${n} of highest score.`,
      form: 'share',
      better: 'high',
      of: ({ results }) => (results.confusionMatrix ? undefined : results.recallOverN?.[String(n)]),
    }),
  ),
  {
    id: 'coverage',
    title: 'Coverage error',
    meaning: 'How many labels, from the highest score down, hold all true ones of a row, on average.',
    form: 'number',
    better: 'low',
    of: ({ results }) => results.weightedStatistics?.coverageError,
  },
  {
    id: 'logLoss',
    title: 'Log loss',
    meaning: 'Mean of −log of the share that the true label got.',
    form: 'number',
    better: 'low',
    of: ({ results }) => results.logLoss,
  },
  {
    id: 'calibrationError',
    title: 'Calibration error',
    meaning: 'How far scores are from the shares that come true, on average.',
    form: 'number',
    better: 'low',
    of: ({ results }) => results.calibrationError,
  },
]

/** The numbers at the head of an evaluation. Of several folds the mean, with its standard deviation in place of an
 *  interval. */
export function metricsOf({ folds }: Pick<Evaluation, 'folds'>): Metric[] {
  return SHAPES.flatMap(({ of, interval, ...shape }) => {
    const values = folds.map(of).filter(isNumber)
    if (values.length === 0) return []
    const value = values.reduce((sum, each) => sum + each, 0) / values.length
    const variance = values.reduce((sum, each) => sum + (each - value) ** 2, 0) / values.length
    const only = folds.length === 1 ? folds[0] : undefined
    return [
      {
        ...shape,
        value,
        interval: only && interval?.(only),
        std: values.length > 1 ? Math.sqrt(variance) : undefined,
      },
    ]
  })
}

/** The numbers of a forest on rows that its trees did not see. */
export function outOfBagMetrics({ outOfBag }: ModelSummary): Metric[] {
  if (!outOfBag) return []
  const { accuracy, auc, mse, r2 } = outOfBag
  const found: [string, number | null | undefined][] = [
    ['accuracy', accuracy],
    ['auc', auc],
    ['r2', r2],
    ['rmse', mse === undefined ? undefined : Math.sqrt(mse)],
  ]
  return found.flatMap(([id, value]) => {
    const shape = SHAPES.find((each) => each.id === id)
    if (!shape || !isNumber(value)) return []
    const { of: _, interval: __, ...rest } = shape
    return [{ ...rest, title: `${rest.title}, out of bag`, value }]
  })
}

function meanOf(values: readonly (number | null | undefined)[]): number | undefined {
  const numbers = values.filter(isNumber)
  return numbers.length === 0 ? undefined : numbers.reduce((sum, value) => sum + value, 0) / numbers.length
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
