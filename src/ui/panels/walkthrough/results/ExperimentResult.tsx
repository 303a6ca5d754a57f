import { useState } from 'react'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { formatDuration, formatPercent, plural } from '../../../lib/format-number.ts'
import { readExperiment } from '../../../lib/read-experiment.ts'
import { ConfusionMatrix } from '../../../plots/ConfusionMatrix.tsx'
import { LabelStatistics } from '../../../plots/LabelStatistics.tsx'
import { openRun } from '../../models/routes.ts'
import { useLatestRun } from '../useStepStates.ts'
import { useWalkthrough } from '../useWalkthrough.tsx'
import { CellImages } from './CellImages.tsx'

/** How well a classifier did on rows it had not seen: accuracy beside the plainest guess, matrix, statistics. */
export function ExperimentResult({ classifier }: { classifier: 'boosted' | 'forest' }) {
  const { call } = useWalkthrough()
  const step = call(classifier)
  const procedure = step.kind === 'query' ? '' : step.id
  const run = useLatestRun(procedure)
  const [cell, setCell] = useState<{ actual: string; predicted: string }>()
  const experiment = run?.state === 'finished' ? readExperiment(run.status) : undefined
  if (!experiment) return null
  const { table, folds } = experiment
  const fold = folds[0]
  if (!fold || table.total === 0)
    return <EmptyState title="No test rows">The test half is empty: import more rows.</EmptyState>
  return (
    <>
      <div className="headline" data-testid="accuracy">
        <p className="big">{formatPercent(table.accuracy)}</p>
        <p>
          of <strong>{plural(table.total, 'test row')}</strong> right ({table.correct}), none of them seen in
          training.
          <br />
          <span className="muted">
            Always guessing “{table.baseline.label}” would get {formatPercent(table.baseline.accuracy)}.
            Split: {fold.testingWhere}. Training took {formatDuration(fold.trainSecs * 1000)}.
          </span>
        </p>
      </div>
      <ConfusionMatrix table={table} onOpen={(actual, predicted) => setCell({ actual, predicted })} />
      <LabelStatistics
        labels={fold.labelStatistics}
        averages={[['weighted mean', fold.weightedStatistics]]}
      />
      <p>
        <a href={openRun(procedure)} data-testid="full-evaluation">
          The whole evaluation: curves, mistakes, what the trees look at
        </a>
      </p>
      {cell && fold.accuracyDataset && (
        <CellImages {...cell} dataset={fold.accuracyDataset} onClose={() => setCell(undefined)} />
      )}
    </>
  )
}
