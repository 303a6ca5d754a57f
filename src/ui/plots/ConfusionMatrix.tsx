// plots/ draw what the engine computed; arithmetic is in lib/. Colours are safe for the colour-blind (blue: right, orange:
// wrong) and never the only sign: every cell has its number.
import type { CSSProperties } from 'react'
import type { ConfusionTable } from '../lib/confusion.ts'
import { formatCount, formatPercent } from '../lib/format-number.ts'

interface ConfusionMatrixProps {
  table: ConfusionTable
  /** What a cell opens. */
  opens?: 'images' | 'rows'
  onOpen: (actual: string, predicted: string) => void
}

/** Counts of actual against predicted labels, with their share of the row. A cell opens what it counts. */
export function ConfusionMatrix({ table, opens = 'images', onOpen }: ConfusionMatrixProps) {
  return (
    <div className="matrix-frame">
      <table className="matrix" data-testid="confusion-matrix">
        <caption>Rows: the actual label. Columns: the predicted one. A cell opens its {opens}.</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="muted">actual ↓ predicted →</span>
            </th>
            {table.labels.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
            <th scope="col">all</th>
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              {row.cells.map(({ predicted, count, share }) => (
                <td key={predicted} data-actual={row.label} data-predicted={predicted}>
                  <button
                    type="button"
                    className={predicted === row.label ? 'hit' : 'miss'}
                    data-strong={share > 0.5 || undefined}
                    style={{ '--share': share } as CSSProperties}
                    disabled={count === 0}
                    onClick={() => onOpen(row.label, predicted)}
                    aria-label={`${count} of actual ${row.label} predicted as ${predicted}, ${formatPercent(share)} of the row`}
                  >
                    <b>{formatCount(count)}</b>
                    <small>{count === 0 ? '' : formatPercent(share)}</small>
                  </button>
                </td>
              ))}
              <td className="number muted">{formatCount(row.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
