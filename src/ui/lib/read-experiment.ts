import type { LabelStatistic } from '../plots/LabelStatistics.tsx'
import { type ConfusionCell, type ConfusionTable, pivotConfusion } from './confusion.ts'

export interface Fold {
  testingWhere: string
  functionName: string
  accuracyDataset: string | undefined
  trainSecs: number
  labelStatistics: Record<string, LabelStatistic>
  weightedStatistics: LabelStatistic
}

export interface Experiment {
  folds: Fold[]
  /** All folds together: with cross-validation each row is tested once. */
  table: ConfusionTable
}

interface FoldStatus {
  fold?: { testingWhere?: string }
  functionName?: string
  accuracyDataset?: string
  durationSecs?: { train?: number }
  resultsTest?: {
    confusionMatrix?: ConfusionCell[]
    labelStatistics?: Record<string, LabelStatistic>
    weightedStatistics?: LabelStatistic
  }
}

/** The status of a categorical classifier.experiment; undefined for anything else, such as a run edited to another mode. */
export function readExperiment(status: unknown): Experiment | undefined {
  const folds = (status as { folds?: FoldStatus[] } | undefined)?.folds
  if (!Array.isArray(folds)) return undefined
  const cells = folds.flatMap(({ resultsTest }) => resultsTest?.confusionMatrix ?? [])
  const read = folds.flatMap(readFold)
  if (read.length === 0) return undefined
  return { folds: read, table: pivotConfusion(mergeCells(cells)) }
}

function readFold({ fold, functionName, accuracyDataset, durationSecs, resultsTest }: FoldStatus): Fold[] {
  const { confusionMatrix, labelStatistics, weightedStatistics } = resultsTest ?? {}
  if (!Array.isArray(confusionMatrix) || !labelStatistics || !weightedStatistics) return []
  return [
    {
      testingWhere: fold?.testingWhere ?? 'all rows',
      functionName: functionName ?? '',
      accuracyDataset,
      trainSecs: durationSecs?.train ?? 0,
      labelStatistics,
      weightedStatistics,
    },
  ]
}

/** Cells of several folds as one matrix. */
export function mergeCells(cells: readonly ConfusionCell[]): ConfusionCell[] {
  const merged = new Map<string, ConfusionCell>()
  for (const cell of cells) {
    const key = JSON.stringify([cell.actual, cell.predicted])
    const before = merged.get(key)
    merged.set(key, { ...cell, count: cell.count + (before?.count ?? 0) })
  }
  return [...merged.values()]
}
