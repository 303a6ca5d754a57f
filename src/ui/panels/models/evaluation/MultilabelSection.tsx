import type { FoldEvaluation } from '../../../lib/evaluation.ts'
import { formatCount, formatPercent } from '../../../lib/format-number.ts'

/** Of each label, the share of its rows that find it among the N of highest score. */
export function MultilabelSection({ fold: { results } }: { fold: FoldEvaluation }) {
  const { confusionMatrix, labelStatistics, recallOverN, weightedStatistics } = results
  if (confusionMatrix || !labelStatistics || !recallOverN || !weightedStatistics?.recallOverTopN) return null
  const over = Object.keys(recallOverN)
  const rows = [...Object.entries(labelStatistics), ['all labels', weightedStatistics] as const]
  return (
    <section className="card fields" aria-labelledby="multilabel">
      <h2 id="multilabel">Found among the first</h2>
      <div className="grid-scroll">
        <table className="grid statistics">
          <thead>
            <tr>
              <th scope="col">label</th>
              {over.map((n) => (
                <th key={n} scope="col">
                  {n}
                </th>
              ))}
              <th scope="col">support</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([label, { recallOverTopN = [], support }]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {over.map((n, i) => (
                  <td key={n} className="number">
                    {formatPercent(recallOverTopN[i] ?? Number.NaN)}
                  </td>
                ))}
                <td className="number">{formatCount(support)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
