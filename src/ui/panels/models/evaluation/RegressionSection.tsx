import { useMemo, useState } from 'react'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { useSql } from '../../../hooks/useRest.ts'
import type { FoldEvaluation } from '../../../lib/evaluation.ts'
import { formatNumber, plural } from '../../../lib/format-number.ts'
import { histogram } from '../../../lib/histogram.ts'
import { quoteName, quoteText } from '../../../lib/quote-name.ts'
import { Columns } from '../../../plots/Columns.tsx'
import { ScatterPlot } from '../../../plots/ScatterPlot.tsx'
import { RowsDialog } from './RowsDialog.tsx'

/** Points that a plot can hold. */
const MOST_POINTS = 2000

/** Predicted against actual numbers, and what is left over. */
export function RegressionSection({ fold, query }: { fold: FoldEvaluation; query: string }) {
  const { accuracyDataset, results, functionName } = fold
  const isRegression = results.mse !== undefined
  const dataset = isRegression ? accuracyDataset : undefined
  const { data, error } = useSql(
    dataset && `SELECT label, score FROM ${quoteName(dataset)} LIMIT ${MOST_POINTS}`,
  )
  const [open, setOpen] = useState<string>()
  const points = useMemo(() => {
    const [labels, scores] = ['label', 'score'].map(
      (name) => data?.columns.find((each) => each.name === name)?.values,
    )
    return (data?.rowNames ?? []).flatMap((name, r) => {
      const [label, score] = [labels?.[r], scores?.[r]]
      return typeof label === 'number' && typeof score === 'number' ? [{ name, label, score }] : []
    })
  }, [data])
  if (!isRegression) return null
  if (error) return <ErrorNote error={error} />
  if (!dataset) return <p className="muted">The run kept no dataset of results: its plots cannot be drawn.</p>
  if (points.length === 0) return null
  const residuals = points.map(({ name, label, score }) => ({ name, x: score, y: label - score }))
  const errors = residuals.map(({ y }) => y)
  const note =
    points.length === MOST_POINTS ? (
      <p className="muted small-text">
        {plural(MOST_POINTS, 'row')}, chosen by chance, of all that were tested.
      </p>
    ) : undefined
  return (
    <section className="card fields" aria-labelledby="residuals" data-testid="regression">
      <h2 id="residuals">Predicted and actual</h2>
      <div className="figures">
        <ScatterPlot
          title="Predicted against actual"
          description={`${plural(points.length, 'row')}; on the diagonal a prediction is right. R² ${formatNumber(Number((results.r2 ?? 0).toPrecision(4)))}.`}
          xLabel="actual"
          yLabel="predicted"
          points={points.map(({ name, label, score }) => ({ name, x: label, y: score }))}
          isSquare
          onOpen={setOpen}
          note={note}
        />
        <ScatterPlot
          title="Residuals"
          description={`What is left over, actual minus predicted, by the prediction: from ${formatNumber(Math.min(...errors))} to ${formatNumber(Math.max(...errors))}.`}
          xLabel="predicted"
          yLabel="actual − predicted"
          points={residuals}
          zero
          onOpen={setOpen}
        />
        <Columns
          title="How large the errors are"
          description={`Rows by actual minus predicted, in bins of one width.`}
          xLabel="actual − predicted"
          bins={histogram(errors, 24)}
        />
      </div>
      {open !== undefined && (
        <RowsDialog
          title={`Row ${open}`}
          resultsSql={`SELECT * FROM ${quoteName(dataset)} WHERE rowName() = ${quoteText(open)}`}
          query={query}
          functionName={functionName}
          onClose={() => setOpen(undefined)}
        />
      )}
    </section>
  )
}
