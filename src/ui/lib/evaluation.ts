import type { ClassifierMode } from '../../contract/learning.ts'
import type { LabelStatistic } from '../plots/LabelStatistics.tsx'
import type { ConfusionCell } from './confusion.ts'

/** What a run of classifier.experiment, classifier.test or classifier.train says, as pages read it. Runs of older versions
 *  lack some of it, and JSON has null for what is no number. */
export interface Evaluation {
  mode: ClassifierMode | undefined
  /** One for each fold; none of a run that only trained. */
  folds: FoldEvaluation[]
  /** Of a run that only trained. */
  training: ModelSummary & { examples?: number }
}

export interface FoldEvaluation extends ModelSummary {
  testingWhere?: string
  functionName?: string
  modelFileUrl?: string
  accuracyDataset?: string
  trainSecs?: number
  testSecs?: number
  results: Results
  resultsTrain?: Results
  curves: Curves[]
  /** Share of rows whose label is among the N best, for N = 1, 2, …. */
  recallOverTopN?: number[]
}

/** What a run says of the model it made. */
export interface ModelSummary {
  outOfBag?: { rows: number; accuracy?: number; auc?: number | null; mse?: number; r2?: number }
  importances?: { feature: string; gain: number; permutation?: number }[]
}

export interface Interval {
  low: number
  high: number
}

export interface Threshold {
  counts: { truePositives: number; falsePositives: number; trueNegatives: number; falseNegatives: number }
  pr: { precision: number; recall: number; accuracy: number; f1Score: number }
  mcc: number
  threshold: number
}

/** Statistics of any mode: each has its own. */
export interface Results {
  accuracy?: number
  auc?: number | null
  averagePrecision?: number
  logLoss?: number
  calibrationError?: number
  intervals?: Partial<Record<'accuracy' | 'auc' | 'r2' | 'rmse' | 'mae', Interval>>
  bestF1Score?: Threshold
  bestMcc?: Threshold
  confusionMatrix?: ConfusionCell[]
  labelStatistics?: Record<string, LabelStatistic & { recallOverTopN?: number[] }>
  weightedStatistics?: LabelStatistic & { recallOverTopN?: number[]; coverageError?: number }
  macroStatistics?: Pick<LabelStatistic, 'precision' | 'recall' | 'f1Score'>
  microStatistics?: Pick<LabelStatistic, 'precision' | 'recall' | 'f1Score'>
  recallOverN?: Record<string, number>
  mse?: number
  rmse?: number
  mae?: number
  r2?: number
  quantileErrors?: Record<string, number | null>
}

/** Curves of a score, or of one label against the rest. */
export interface Curves {
  label?: string | number
  roc: {
    falsePositiveRate: number[]
    truePositiveRate: number[]
    threshold: (number | null)[]
    auc?: number | null
    points?: number
  }
  precisionRecall: {
    recall: number[]
    precision: number[]
    threshold: number[]
    averagePrecision: number
    points?: number
  }
  calibration?: {
    bins: { from: number; to: number; meanScore: number; shareTrue: number; weight: number }[]
    expectedError: number
  }
}

interface FoldStatus extends ModelSummary {
  fold?: { testingWhere?: string }
  functionName?: string
  modelFileUrl?: string
  accuracyDataset?: string
  durationSecs?: { train?: number; test?: number }
  resultsTest?: Results
  resultsTrain?: Results
}

interface Details {
  curves?: Curves[]
  recallOverTopN?: number[]
  folds?: { curves?: Curves[]; recallOverTopN?: number[] }[]
}

/** Reads a run's status and details. @param params those of the procedure, for what a run does not repeat
 *  @returns undefined for what is no evaluation */
export function readEvaluation(
  status: unknown,
  details: unknown,
  params: Record<string, unknown> = {},
): Evaluation | undefined {
  if (typeof status !== 'object' || status === null) return undefined
  const { folds } = status as { folds?: FoldStatus[] }
  const { folds: foldDetails, curves = [], recallOverTopN } = (details ?? {}) as Details
  if (Array.isArray(folds)) {
    const read = folds.flatMap((fold, i) => readFold(fold, foldDetails?.[i] ?? {}))
    return { mode: modeOf(read[0]?.results), folds: read, training: {} }
  }
  const mode = modeOf(status as Results)
  if (mode) {
    const accuracyDataset = datasetOf(params.outputDataset)
    const fold: FoldEvaluation = {
      results: status as Results,
      curves,
      ...(recallOverTopN && { recallOverTopN }),
      ...(accuracyDataset !== undefined && { accuracyDataset }),
    }
    return { mode, folds: [fold], training: {} }
  }
  if (typeof (status as { examples?: unknown }).examples !== 'number') return undefined
  return { mode: params.mode as ClassifierMode | undefined, folds: [], training: status as ModelSummary }
}

function readFold(fold: FoldStatus, { curves = [], recallOverTopN }: Details): FoldEvaluation[] {
  const { resultsTest, durationSecs, fold: where, ...rest } = fold
  if (!resultsTest) return []
  return [
    {
      ...rest,
      results: resultsTest,
      curves,
      ...(recallOverTopN && { recallOverTopN }),
      ...(where?.testingWhere !== undefined && { testingWhere: where.testingWhere }),
      ...(durationSecs?.train !== undefined && { trainSecs: durationSecs.train }),
      ...(durationSecs?.test !== undefined && { testSecs: durationSecs.test }),
    },
  ]
}

function modeOf(results: Results | undefined): ClassifierMode | undefined {
  if (!results) return undefined
  if (results.bestF1Score) return 'boolean'
  if (results.confusionMatrix) return 'categorical'
  if (results.mse !== undefined) return 'regression'
  return results.weightedStatistics?.coverageError !== undefined ? 'multilabel' : undefined
}

const datasetOf = (value: unknown): string | undefined => {
  const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : value
  return typeof id === 'string' && id !== '' ? id : undefined
}
