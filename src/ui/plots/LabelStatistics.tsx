import { formatCount, formatPercent } from '../lib/format-number.ts'

/** The five numbers of a label, as the engine answers them. */
export interface LabelStatistic {
  accuracy: number
  precision: number
  recall: number
  f1Score: number
  support: number
}

const COLUMNS = [
  ['precision', 'Of those predicted so, how many are'],
  ['recall', 'Of those that are so, how many were found'],
  ['f1Score', 'The harmonic mean of precision and recall'],
  ['accuracy', 'This label against the rest, over all rows'],
] as const

/** Precision, recall, F1 and accuracy of each label, and means of them by name. */
export function LabelStatistics({
  labels,
  averages,
  of,
}: {
  labels: Record<string, LabelStatistic>
  averages: readonly (readonly [string, LabelStatistic])[]
  /** What they are of, where there are several on a page. */
  of?: string
}) {
  const rows = [...Object.entries(labels), ...averages]
  return (
    <section
      className="grid-scroll label-statistics"
      aria-label={`Statistics of each label${of ? ` by ${of}` : ''}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
    >
      <table className="grid statistics" data-testid="label-statistics">
        <thead>
          <tr>
            <th scope="col">label</th>
            {COLUMNS.map(([name, meaning]) => (
              <th key={name} scope="col" title={meaning}>
                {name === 'f1Score' ? 'F1' : name}
              </th>
            ))}
            <th scope="col" title="Test rows of this label">
              support
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, statistic], r) => (
            <tr key={label} className={r >= rows.length - averages.length ? 'summary' : undefined}>
              <th scope="row">{label}</th>
              {COLUMNS.map(([name]) => (
                <td key={name} className="number">
                  {formatPercent(statistic[name])}
                </td>
              ))}
              <td className="number">{formatCount(statistic.support)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
