import { useState } from 'react'
import type { ErrorBody } from '../../../../contract/rest.ts'
import { CodeField } from '../../../components/CodeField.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { Tabs } from '../../../components/Tabs.tsx'
import { formatDuration, plural } from '../../../lib/format-number.ts'
import { metricsOf, outOfBagMetrics } from '../../../lib/metrics.ts'
import { safeName } from '../../../lib/safe-name.ts'
import { saveFile } from '../../../lib/save-file.ts'
import { openComparison, openList, openModel } from '../routes.ts'
import { functionsOf, learnerOf, queryOf, type Training, useTraining, useTrainings } from '../useTrainings.ts'
import { DeleteModel } from './DeleteModel.tsx'
import { evaluationCsv } from './evaluation-csv.ts'
import { FoldsSection } from './FoldsSection.tsx'
import { Headline } from './Headline.tsx'
import { ImportanceSection } from './ImportanceSection.tsx'
import { MatrixSection } from './MatrixSection.tsx'
import { MultilabelSection } from './MultilabelSection.tsx'
import { RegressionSection } from './RegressionSection.tsx'
import { ScoreSections } from './ScoreSections.tsx'
import { TopSection } from './TopSection.tsx'

/** What the newest run of a procedure came to. */
export function EvaluationPage({ procedure }: { procedure: string }) {
  const { data: training, error } = useTraining(procedure)
  if (error) return <ErrorNote error={error} />
  if (training === undefined) return <p className="muted">Reading…</p>
  if (training === null)
    return (
      <p>
        There is no training called “{procedure}” any more. <a href={openList()}>All models</a>
      </p>
    )
  return (
    <>
      <Header training={training} />
      <Body training={training} />
    </>
  )
}

function Header({ training }: { training: Training }) {
  const { procedure, run, evaluation } = training
  const trainings = useTrainings().data ?? []
  const others = trainings.filter((each) => each.procedure !== procedure && each.evaluation)
  const [scorer] = functionsOf(training)
  const trainSecs = evaluation?.folds.reduce((sum, fold) => sum + (fold.trainSecs ?? 0), 0) ?? 0
  return (
    <header className="panel-header">
      <div>
        <p className="small-text">
          <a href={openList()}>Models</a>
        </p>
        <h1 className="break">{procedure}</h1>
        <p className="muted">
          {[
            evaluation?.mode,
            learnerOf(training),
            evaluation && evaluation.folds.length > 1 ? plural(evaluation.folds.length, 'fold') : undefined,
            trainSecs > 0 ? `trained in ${formatDuration(trainSecs * 1000)}` : undefined,
            run && new Date(run.runStarted).toLocaleString(),
          ]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </p>
      </div>
      <div className="row">
        {scorer !== undefined && (
          <a className="button primary" href={openModel(scorer)} data-testid="use-model">
            Predict and explain
          </a>
        )}
        {evaluation && others.length > 0 && (
          <label className="choice">
            <span className="visually-hidden">Compare with</span>
            <select
              value=""
              data-testid="compare-with"
              onChange={(event) => {
                window.location.hash = openComparison(procedure, event.target.value)
              }}
            >
              <option value="">Compare with…</option>
              {others.map((each) => (
                <option key={each.procedure}>{each.procedure}</option>
              ))}
            </select>
          </label>
        )}
        {evaluation && (
          <button
            type="button"
            className="button"
            data-testid="save-numbers"
            onClick={() =>
              saveFile(
                `${safeName(procedure)}.csv`,
                new Blob([evaluationCsv(evaluation)], { type: 'text/csv' }),
              )
            }
          >
            Save the numbers
          </button>
        )}
        <DeleteModel training={training} />
      </div>
    </header>
  )
}

function Body({ training }: { training: Training }) {
  const { evaluation, run, config } = training
  const [foldIndex, setFold] = useState(0)
  if (!run) return <p className="muted">It has not run yet.</p>
  if (run.state === 'executing')
    return <p className="muted">It is running: this page follows when it is done.</p>
  if (!evaluation) {
    const message = (run.status as ErrorBody | undefined)?.error ?? 'It says nothing of how good it is.'
    return (
      <p className="note note-bad">
        The run is {run.state}. {message}
      </p>
    )
  }
  const { folds, training: only } = evaluation
  const fold = folds[foldIndex] ?? folds[0]
  const query = queryOf(training)
  const metrics = metricsOf(evaluation)
  const trained = metricsOf({
    folds: folds.flatMap(({ resultsTrain }) => (resultsTrain ? [{ results: resultsTrain, curves: [] }] : [])),
  })
  return (
    <>
      {folds.length > 0 && (
        <section className="card fields" aria-labelledby="headline">
          <h2 id="headline">
            On rows it has not seen
            {folds.length > 1 && <span className="muted"> mean of {plural(folds.length, 'fold')}</span>}
          </h2>
          <Headline metrics={metrics} />
          <p className="muted small-text">
            {folds.length > 1
              ? 'Beside each mean: the standard deviation over the folds.'
              : [
                  metrics.some(({ interval }) => interval) &&
                    'Below a number: where it lies with a probability of 95 % (bootstrap).',
                  fold?.testingWhere !== undefined && `Tested on rows where ${fold.testingWhere}.`,
                ]
                  .filter(Boolean)
                  .join(' ')}
          </p>
          {trained.length > 0 && (
            <>
              <h3>On the rows it learned from</h3>
              <Headline metrics={trained} />
            </>
          )}
          {query !== '' && <code className="muted break">{query}</code>}
        </section>
      )}
      {fold && (
        <>
          <MatrixSection evaluation={evaluation} query={query} />
          {folds.length > 1 && (
            <div className="row">
              <span className="muted small-text">Plots of fold</span>
              <Tabs
                label="Fold"
                selected={String(Math.min(foldIndex, folds.length - 1))}
                tabs={folds.map((_, i) => ({ id: String(i), title: String(i + 1) }))}
                onSelect={(id) => setFold(Number(id))}
              />
            </div>
          )}
          <div className="sections" key={foldIndex}>
            <ScoreSections fold={fold} query={query} />
            <TopSection fold={fold} />
            <RegressionSection fold={fold} query={query} />
            <MultilabelSection fold={fold} />
          </div>
          <FoldsSection evaluation={evaluation} />
        </>
      )}
      <ModelSections summaries={folds.length > 0 ? folds : [only]} />
      <details className="json">
        <summary>The call that made it</summary>
        <CodeField
          label={`Configuration of ${training.procedure}`}
          language="json"
          text={JSON.stringify(config, null, 2)}
        />
      </details>
    </>
  )
}

function ModelSections({ summaries }: { summaries: Parameters<typeof ImportanceSection>[0]['summaries'] }) {
  const metrics = outOfBagMetrics(summaries[0] ?? {})
  const rows = summaries[0]?.outOfBag?.rows
  return (
    <>
      {metrics.length > 0 && (
        <section className="card fields" aria-labelledby="out-of-bag">
          <h2 id="out-of-bag">
            Out of bag{' '}
            <span className="muted">on the {plural(rows ?? 0, 'training row')} some trees did not see</span>
          </h2>
          <Headline metrics={metrics} />
        </section>
      )}
      <ImportanceSection summaries={summaries} />
    </>
  )
}
