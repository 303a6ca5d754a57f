import { useState } from 'react'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { formatAgo, formatDuration } from '../../lib/format-number.ts'
import { type Metric, metricsOf, outOfBagMetrics } from '../../lib/metrics.ts'
import { formatInterval, formatMetric } from './evaluation/format-metric.ts'
import { openComparison, openModel, openRun } from './routes.ts'
import { SampleButton } from './SampleButton.tsx'
import { functionsOf, learnerOf, type Training, useTrainings } from './useTrainings.ts'

/** Every training, the newest first, with the number that counts; two of them can be compared. */
export function TrainingList() {
  const { data: trainings, error } = useTrainings()
  const [chosen, setChosen] = useState<readonly string[]>([])
  if (error) return <ErrorNote error={error} />
  if (!trainings) return <p className="muted">Reading…</p>
  if (trainings.length === 0) {
    return (
      <EmptyState title="No model yet">
        <p>
          A model learns from the rows of a dataset to predict one of its columns. It is trained here, in this
          browser, and becomes a function of SQL and REST.
        </p>
        <SampleButton />
      </EmptyState>
    )
  }
  const there = chosen.filter((id) => trainings.some(({ procedure }) => procedure === id))
  const toggle = (id: string) =>
    setChosen(there.includes(id) ? there.filter((each) => each !== id) : [...there, id].slice(-2))
  return (
    <section className="card fields" aria-labelledby="trainings">
      <div className="row">
        <h2 id="trainings" className="grow">
          Trained and tested
        </h2>
        <a
          className="button small"
          aria-disabled={there.length !== 2}
          href={there.length === 2 ? openComparison(there[0]!, there[1]!) : undefined}
          data-testid="compare"
        >
          Compare {there.length === 2 ? 'both' : 'two: tick them'}
        </a>
      </div>
      <ul className="plain trainings" data-testid="trainings">
        {trainings.map((training) => (
          <Row
            key={training.procedure}
            training={training}
            isChosen={there.includes(training.procedure)}
            onToggle={() => toggle(training.procedure)}
          />
        ))}
      </ul>
    </section>
  )
}

function Row({
  training,
  isChosen,
  onToggle,
}: {
  training: Training
  isChosen: boolean
  onToggle: () => void
}) {
  const { procedure, run, evaluation } = training
  const metric = evaluation && headline(evaluation)
  const [scorer] = functionsOf(training)
  const tookMs =
    run?.runFinished === undefined ? undefined : Date.parse(run.runFinished) - Date.parse(run.runStarted)
  return (
    <li>
      <input
        type="checkbox"
        aria-label={`Compare ${procedure}`}
        checked={isChosen}
        disabled={!evaluation}
        onChange={onToggle}
      />
      <div className="grow">
        <a className="mono break" href={openRun(procedure)}>
          {procedure}
        </a>
        <p className="muted small-text">
          {[
            evaluation?.mode,
            learnerOf(training),
            evaluation && evaluation.folds.length > 1 ? `${evaluation.folds.length} folds` : undefined,
            run && formatAgo(Date.parse(run.runStarted), Date.now()),
            tookMs === undefined ? undefined : formatDuration(tookMs),
          ]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </p>
      </div>
      {metric && (
        <p className="training-metric">
          <strong>{formatMetric(metric)}</strong>{' '}
          <span className="muted small-text">
            {metric.title} {formatInterval(metric)}
          </span>
        </p>
      )}
      {run && run.state !== 'finished' && (
        <span className="chip" data-state={run.state}>
          {run.state}
        </span>
      )}
      {scorer !== undefined && (
        <a className="button small" href={openModel(scorer)}>
          Use
        </a>
      )}
    </li>
  )
}

function headline(evaluation: NonNullable<Training['evaluation']>): Metric | undefined {
  return metricsOf(evaluation)[0] ?? outOfBagMetrics(evaluation.training)[0]
}
