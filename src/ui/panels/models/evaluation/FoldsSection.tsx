import type { Evaluation } from '../../../lib/evaluation.ts'
import { formatDuration } from '../../../lib/format-number.ts'
import { metricsOf } from '../../../lib/metrics.ts'
import { formatMetric } from './format-metric.ts'

/** The numbers of each fold, and their mean, least, greatest and spread. */
export function FoldsSection({ evaluation: { folds } }: { evaluation: Evaluation }) {
  if (folds.length < 2) return null
  const each = folds.map((fold) => metricsOf({ folds: [fold] }))
  const metrics = metricsOf({ folds })
  const valuesOf = (id: string) => each.flatMap((row) => row.find((metric) => metric.id === id)?.value ?? [])
  const summaries: [string, (values: number[], mean: number, std: number) => number][] = [
    ['mean', (_, mean) => mean],
    ['least', (values) => Math.min(...values)],
    ['greatest', (values) => Math.max(...values)],
    ['std', (_, __, std) => std],
  ]
  return (
    <section className="card fields" aria-labelledby="folds">
      <h2 id="folds">Folds</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="grid-scroll" tabIndex={0} aria-label="Numbers of each fold">
        <table className="grid compact" data-testid="folds-table">
          <thead>
            <tr>
              <th scope="col">fold</th>
              {metrics.map(({ id, title, meaning }) => (
                <th key={id} scope="col" title={meaning}>
                  {title}
                </th>
              ))}
              <th scope="col">training</th>
              <th scope="col">tested on</th>
            </tr>
          </thead>
          <tbody>
            {folds.map((fold, i) => (
              <tr key={fold.functionName ?? i}>
                <th scope="row">{i + 1}</th>
                {metrics.map(({ id }) => {
                  const metric = each[i]!.find((own) => own.id === id)
                  return (
                    <td key={id} className="number">
                      {metric ? formatMetric(metric) : '–'}
                    </td>
                  )
                })}
                <td className="number">
                  {fold.trainSecs === undefined ? '' : formatDuration(fold.trainSecs * 1000)}
                </td>
                <td className="mono">{fold.testingWhere ?? 'all rows'}</td>
              </tr>
            ))}
            {summaries.map(([title, of]) => (
              <tr key={title} className="summary">
                <th scope="row">{title}</th>
                {metrics.map(({ id, form, value, std }) => (
                  <td key={id} className="number">
                    {formatMetric({ form, value: of(valuesOf(id), value, std ?? 0) })}
                  </td>
                ))}
                <td colSpan={2} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
