import { useRef, useState } from 'react'
import type { CompactResult } from '../../contract/rest.ts'
import { formatCount, plural } from '../lib/format-number.ts'
import { visibleRows } from '../lib/visible-rows.ts'
import { Cell } from './Cell.tsx'

const ROW_HEIGHT = 44
/** Columns beyond this are counted, not drawn; SQL can choose others. */
const MAX_COLUMNS = 60

/** The rows of a query. Only those in sight are in the document, so 100,000 scroll like ten. */
export function ResultGrid({
  result,
  label,
  height = 400,
  rowNames = true,
}: {
  result: CompactResult
  label: string
  height?: number
  rowNames?: boolean
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const total = result.rowNames.length
  const columns = result.columns.slice(0, MAX_COLUMNS)
  const { first, last, before, after } = visibleRows({ top, height, rowHeight: ROW_HEIGHT, total })
  const hidden = result.columns.length - columns.length
  return (
    <div className="grid-frame">
      <section
        ref={scroller}
        className="grid-scroll"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        style={{ maxHeight: height }}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      >
        <table
          className="grid"
          aria-rowcount={total + 1}
          aria-colcount={result.columns.length + (rowNames ? 1 : 0)}
        >
          <thead>
            <tr>
              {rowNames && <th scope="col">row</th>}
              {columns.map((column) => (
                <th key={column.name} scope="col" title={column.name}>
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {before > 0 && <tr style={{ height: before }} />}
            {result.rowNames.slice(first, last).map((rowName, i) => (
              <tr key={rowName} aria-rowindex={first + i + 2}>
                {rowNames && (
                  <th scope="row" className="mono">
                    {rowName}
                  </th>
                )}
                {columns.map((column) => (
                  <td key={column.name}>
                    <Cell value={column.values[first + i] ?? null} />
                  </td>
                ))}
              </tr>
            ))}
            {after > 0 && <tr style={{ height: after }} />}
          </tbody>
        </table>
      </section>
      <p className="muted small-text">
        {plural(total, 'row')}, {plural(result.columns.length, 'column')}
        {hidden > 0 && `; the last ${formatCount(hidden)} columns are not drawn`}
      </p>
    </div>
  )
}
