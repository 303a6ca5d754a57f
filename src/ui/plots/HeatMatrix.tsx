import { type CSSProperties, type KeyboardEvent, useState } from 'react'
import type { ConfusionTable } from '../lib/confusion.ts'
import { formatCount, formatPercent } from '../lib/format-number.ts'
import { Figure } from './Figure.tsx'

interface HeatMatrixProps {
  table: ConfusionTable
  onOpen: (actual: string, predicted: string) => void
}

const STEPS: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Actual against predicted labels where there are too many for a number in each cell: colours say what share of the row it
 *  is. Arrow keys walk through the cells, Enter opens one. */
export function HeatMatrix({ table, onOpen }: HeatMatrixProps) {
  const [at, setAt] = useState<readonly [row: number, column: number]>([0, 0])
  const { labels, rows } = table
  const n = labels.length
  const cell = rows[at[0]]?.cells[at[1]]
  function onKeyDown(event: KeyboardEvent) {
    const step = STEPS[event.key]
    if (event.key === 'Enter' && cell && cell.count > 0) onOpen(rows[at[0]]!.label, cell.predicted)
    if (!step) return
    event.preventDefault()
    const clamp = (place: number) => Math.max(0, Math.min(n - 1, place))
    setAt([clamp(at[0] + step[0]), clamp(at[1] + step[1])])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys for what the pointer does; the list of pairs does the same
    <div className="heat" onKeyDown={onKeyDown}>
      <Figure
        title="Confusion matrix"
        description={`${n} labels: rows are the actual ones, columns the predicted ones. ${formatCount(table.correct)} of ${formatCount(table.total)} rows lie on the diagonal.`}
        aspect={(width) => Math.min(width, 640)}
        table={() => ({
          header: ['actual', 'predicted', 'rows', 'share of the actual'],
          rows: rows.flatMap(({ label, cells }) =>
            cells
              .filter(({ count }) => count > 0)
              .map(({ predicted, count, share }) => [label, predicted, count, share]),
          ),
        })}
        note={
          <div className="row">
            <button
              type="button"
              className="button small"
              onClick={() => cell && onOpen(rows[at[0]]!.label, cell.predicted)}
              disabled={!cell || cell.count === 0}
            >
              Open the cell
            </button>
            <p className="small-text" aria-live="polite">
              {cell &&
                `${formatCount(cell.count)} of actual “${rows[at[0]]!.label}” predicted as “${cell.predicted}” (${formatPercent(cell.share)}). Arrow keys move.`}
            </p>
          </div>
        }
      >
        {({ width, height }) => {
          const size = Math.min(width, height) / n
          return (
            <>
              <rect className="heat-ground" width={size * n} height={size * n} />
              {rows.map(({ label, cells }, r) =>
                cells.map(({ predicted, count, share }, c) =>
                  count === 0 ? null : (
                    <rect
                      key={`${label} ${predicted}`}
                      className={label === predicted ? 'heat-hit' : 'heat-miss'}
                      style={{ '--share': share } as CSSProperties}
                      x={c * size + 0.5}
                      y={r * size + 0.5}
                      width={Math.max(1, size - 1)}
                      height={Math.max(1, size - 1)}
                      onPointerEnter={() => setAt([r, c])}
                      onPointerUp={() => onOpen(label, predicted)}
                    >
                      <title>{`${label} → ${predicted}: ${count}`}</title>
                    </rect>
                  ),
                ),
              )}
              <rect className="heat-cursor" x={at[1] * size} y={at[0] * size} width={size} height={size} />
            </>
          )
        }}
      </Figure>
    </div>
  )
}
