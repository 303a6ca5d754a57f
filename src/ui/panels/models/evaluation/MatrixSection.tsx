import { useId, useState } from 'react'
import { type ConfusionCell, pivotConfusion } from '../../../lib/confusion.ts'
import type { Evaluation } from '../../../lib/evaluation.ts'
import { formatCount, formatPercent, plural } from '../../../lib/format-number.ts'
import { averagesOf, statisticsOf } from '../../../lib/label-averages.ts'
import { quoteName, quoteText } from '../../../lib/quote-name.ts'
import { mergeCells } from '../../../lib/read-experiment.ts'
import { ConfusionMatrix } from '../../../plots/ConfusionMatrix.tsx'
import { HeatMatrix } from '../../../plots/HeatMatrix.tsx'
import { LabelStatistics } from '../../../plots/LabelStatistics.tsx'
import { MOST_ROWS, RowsDialog } from './RowsDialog.tsx'

/** More labels than this are drawn without a number in each cell. */
const MOST_NUMBERS = 14
/** Pairs that are listed. */
const MOST_PAIRS = 40

/** Which labels are taken for which, over all folds together, and the statistics of each. */
export function MatrixSection({
  evaluation: { folds },
  query,
  of = '',
}: {
  evaluation: Evaluation
  query: string
  /** What it is of, where there are several on a page. */
  of?: string
}) {
  const id = useId()
  const [open, setOpen] = useState<{ actual: string; predicted: string }>()
  const cells = mergeCells(folds.flatMap(({ results }) => results.confusionMatrix ?? []))
  if (cells.length === 0) return null
  const table = pivotConfusion(cells)
  const statistics = statisticsOf(table)
  const onOpen = (actual: string, predicted: string) => setOpen({ actual, predicted })
  const isSmall = table.labels.length <= MOST_NUMBERS
  const datasets = folds.flatMap(({ accuracyDataset }) => accuracyDataset ?? [])
  const cell = open && cells.find((each) => isCell(each, open))
  return (
    <section className="card fields" aria-labelledby={id}>
      <h2 id={id}>What is taken for what{of && <span className="visually-hidden"> by {of}</span>}</h2>
      <p>
        <strong>{formatPercent(table.accuracy)}</strong> of {plural(table.total, 'test row')} right
        {folds.length > 1 && `, ${folds.length} folds together`}; always guessing “{table.baseline.label}”
        would get {formatPercent(table.baseline.accuracy)}.
      </p>
      {isSmall ? (
        <ConfusionMatrix table={table} opens="rows" onOpen={onOpen} />
      ) : (
        <HeatMatrix table={table} onOpen={onOpen} />
      )}
      <Pairs cells={cells} isOpen={!isSmall} onOpen={onOpen} />
      <h3>Label by label</h3>
      <LabelStatistics labels={statistics} averages={averagesOf(table, statistics)} of={of} />
      {open && cell && datasets.length > 0 && (
        <RowsDialog
          title={
            open.actual === open.predicted
              ? `${open.actual}, recognised`
              : `${open.actual}, taken for ${open.predicted}`
          }
          resultsSql={cellSql(cell, datasets)}
          query={query}
          functionName={folds.length === 1 ? folds[0]!.functionName : undefined}
          onClose={() => setOpen(undefined)}
        />
      )}
    </section>
  )
}

const isCell = (cell: ConfusionCell, { actual, predicted }: { actual: string; predicted: string }): boolean =>
  String(cell.actual) === actual && String(cell.predicted) === predicted

const literal = (label: string | number): string =>
  typeof label === 'number' ? String(label) : quoteText(label)

/** The rows of one cell in the results of all folds. */
function cellSql({ actual, predicted }: ConfusionCell, datasets: readonly string[]): string {
  const from =
    datasets.length === 1 ? quoteName(datasets[0]!) : `merge(${datasets.map(quoteName).join(', ')})`
  return `SELECT maxLabel, * EXCLUDING (weight, maxLabel) FROM ${from} WHERE label = ${literal(actual)} AND maxLabel = ${literal(predicted)} LIMIT ${MOST_ROWS}`
}

/** The mistakes, the commonest first: the same by keyboard, and where the matrix is too large to read. */
function Pairs({
  cells,
  isOpen,
  onOpen,
}: {
  cells: readonly ConfusionCell[]
  isOpen: boolean
  onOpen: (actual: string, predicted: string) => void
}) {
  const wrong = cells
    .filter(({ actual, predicted }) => actual !== predicted)
    .toSorted((a, b) => b.count - a.count)
  if (wrong.length === 0) return null
  return (
    <details open={isOpen}>
      <summary>The commonest mistakes</summary>
      <ul className="plain pairs">
        {wrong.slice(0, MOST_PAIRS).map(({ actual, predicted, count }) => (
          <li key={JSON.stringify([actual, predicted])}>
            <button
              type="button"
              className="button quiet small"
              onClick={() => onOpen(String(actual), String(predicted))}
            >
              {actual} → {predicted}
            </button>{' '}
            <span className="number">{formatCount(count)}</span>
          </li>
        ))}
      </ul>
      {wrong.length > MOST_PAIRS && (
        <p className="muted small-text">
          {plural(wrong.length - MOST_PAIRS, 'further kind')} of mistake; “Save the numbers” has them all.
        </p>
      )}
    </details>
  )
}
