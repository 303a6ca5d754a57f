import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { pivotConfusion } from '../../../lib/confusion.ts'
import { formatPercent } from '../../../lib/format-number.ts'
import { statisticsOf } from '../../../lib/label-averages.ts'
import { type Metric, metricsOf, outOfBagMetrics } from '../../../lib/metrics.ts'
import { mergeCells } from '../../../lib/read-experiment.ts'
import { openList, openRun } from '../routes.ts'
import { queryOf, type Training, useTraining } from '../useTrainings.ts'
import { CurvesSection } from './CurvesSection.tsx'
import { formatInterval, formatMetric } from './format-metric.ts'
import { ImportanceSection } from './ImportanceSection.tsx'
import { MatrixSection } from './MatrixSection.tsx'

/** Two runs side by side: their numbers with the difference, their curves in one drawing, their matrices. */
export function ComparisonPage({ one, other }: { one: string; other: string }) {
  const answers = [useTraining(one), useTraining(other)]
  const error = answers.find((answer) => answer.error)?.error
  if (error) return <ErrorNote error={error} />
  const trainings = answers.flatMap(({ data }) => (data ? [data] : []))
  if (answers.some(({ data }) => data === undefined)) return <p className="muted">Reading…</p>
  if (trainings.length < 2)
    return (
      <p>
        One of them is not there any more. <a href={openList()}>All models</a>
      </p>
    )
  const [a, b] = trainings as [Training, Training]
  const isFair = queryOf(a) === queryOf(b) && splitOf(a) === splitOf(b)
  return (
    <>
      <header className="panel-header">
        <div>
          <p className="small-text">
            <a href={openList()}>Models</a>
          </p>
          <h1>Side by side</h1>
        </div>
      </header>
      {!isFair && (
        <p className="note note-warn">
          They were not tested on the same rows: differences may come from these and not from the models.
        </p>
      )}
      <Numbers a={a} b={b} />
      <CurvesSection
        sets={[a, b].map(({ procedure, evaluation }) => ({
          name: procedure,
          curves: evaluation?.folds[0]?.curves ?? [],
        }))}
      />
      <LabelDifferences a={a} b={b} />
      <div className="beside">
        {[a, b].map((training) => (
          <div key={training.procedure} className="fields">
            <h2 className="break">
              <a href={openRun(training.procedure)}>{training.procedure}</a>
            </h2>
            {training.evaluation && (
              <>
                <MatrixSection
                  evaluation={training.evaluation}
                  query={queryOf(training)}
                  of={training.procedure}
                />
                <ImportanceSection
                  of={training.procedure}
                  summaries={
                    training.evaluation.folds.length > 0
                      ? training.evaluation.folds
                      : [training.evaluation.training]
                  }
                />
              </>
            )}
          </div>
        ))}
      </div>
    </>
  )
}

const splitOf = ({ config: { params = {} } }: Training): string =>
  JSON.stringify([params.kfold ?? 0, params.datasetFolds ?? [], params.testingDataOverride ?? null])

const metricsOfTraining = ({ evaluation }: Training): Metric[] =>
  evaluation ? [...metricsOf(evaluation), ...outOfBagMetrics(evaluation.folds[0] ?? evaluation.training)] : []

function Numbers({ a, b }: { a: Training; b: Training }) {
  const [left, right] = [metricsOfTraining(a), metricsOfTraining(b)]
  const titles = [...new Set([...left, ...right].map(({ title }) => title))]
  return (
    <section className="card fields" aria-labelledby="numbers">
      <h2 id="numbers">Numbers</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="grid-scroll" tabIndex={0} aria-label="Numbers of both">
        <table className="grid compact" data-testid="comparison">
          <thead>
            <tr>
              <th scope="col">number</th>
              <th scope="col">{a.procedure}</th>
              <th scope="col">{b.procedure}</th>
              <th scope="col">difference</th>
            </tr>
          </thead>
          <tbody>
            {titles.map((title) => {
              const [x, y] = [left, right].map((metrics) => metrics.find((each) => each.title === title))
              return (
                <tr key={title}>
                  <th scope="row" title={(x ?? y)?.meaning}>
                    {title}
                  </th>
                  <Value metric={x} isBetter={isBetter(x, y)} />
                  <Value metric={y} isBetter={isBetter(y, x)} />
                  <td className="number">{x && y ? difference(x, y) : '–'}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
    </section>
  )
}

function Value({ metric, isBetter: better }: { metric: Metric | undefined; isBetter: boolean }) {
  if (!metric) return <td className="number">–</td>
  return (
    <td className="number">
      {better ? <strong title="the better of both">{formatMetric(metric)} ✓</strong> : formatMetric(metric)}
      <span className="muted small-text"> {formatInterval(metric)}</span>
    </td>
  )
}

function isBetter(metric: Metric | undefined, than: Metric | undefined): boolean {
  if (!metric || !than || metric.value === than.value) return false
  return metric.better === 'high' ? metric.value > than.value : metric.value < than.value
}

function difference(x: Metric, y: Metric): string {
  const value = y.value - x.value
  return `${value > 0 ? '+' : ''}${formatMetric({ value, form: x.form })}`
}

/** How far the F1 scores of both lie apart, label by label, the farthest first. */
function LabelDifferences({ a, b }: { a: Training; b: Training }) {
  const [left, right] = [a, b].map(({ evaluation }) =>
    statisticsOf(
      pivotConfusion(
        mergeCells(evaluation?.folds.flatMap(({ results }) => results.confusionMatrix ?? []) ?? []),
      ),
    ),
  )
  const labels = Object.keys(left ?? {}).filter((label) => right?.[label])
  if (labels.length === 0) return null
  const rows = labels
    .map((label) => ({ label, one: left![label]!.f1Score, other: right![label]!.f1Score }))
    .sort((x, y) => Math.abs(y.other - y.one) - Math.abs(x.other - x.one))
  return (
    <section className="card fields" aria-labelledby="label-differences">
      <h2 id="label-differences">F1, label by label</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="grid-scroll label-statistics" tabIndex={0} aria-label="F1 of each label">
        <table className="grid compact">
          <thead>
            <tr>
              <th scope="col">label</th>
              <th scope="col">{a.procedure}</th>
              <th scope="col">{b.procedure}</th>
              <th scope="col">difference</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, one, other }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td className="number">{formatPercent(one)}</td>
                <td className="number">{formatPercent(other)}</td>
                <td className="number">
                  {other > one ? '+' : ''}
                  {formatPercent(other - one)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
