import { useEffect, useId, useRef, useState, useSyncExternalStore } from 'react'
import { type CellCursor, chosen } from '../lib/cell-cursor.ts'
import { formatCount, plural } from '../lib/format-number.ts'
import type { GridSource } from '../lib/grid-source.ts'
import { visibleRows } from '../lib/visible-rows.ts'
import { Cell } from './Cell.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import { useCellCursor } from './useCellCursor.ts'

const ROW_HEIGHT = 44
/** Columns beyond this are counted, not drawn; SQL can choose others. */
const MAX_COLUMNS = 60
/** So few columns have room for longer texts. */
const FEW_COLUMNS = 2

interface GridProps {
  source: GridSource
  label: string
  height?: number
  rowNames?: boolean
  /** How many rows there are, where the source has only the first of them. */
  outOf?: number | undefined
  /** Opens a row by its name, which then is a button. */
  onOpen?: (rowName: string) => void
}

/** A table of which only the rows in sight are in the document, so that a million scroll like ten. Keys work it as they work
 *  a spreadsheet. */
export function Grid({ source, label, height = 400, rowNames = true, outOf, onOpen }: GridProps) {
  const [top, setTop] = useState(0)
  useSyncExternalStore(source.subscribe, source.version)
  const total = source.rowCount
  const { first, last, before, after } = visibleRows({ top, height, rowHeight: ROW_HEIGHT, total })
  useEffect(() => source.ensure(first, last), [source, first, last])
  const indexes = Array.from({ length: last - first }, (_, i) => first + i)
  const columns = source.columns.slice(0, MAX_COLUMNS)
  const hidden = source.columns.length - columns.length
  const error = source.error()
  const scroller = useRef<HTMLElement>(null)
  const keys = useCellCursor({ source, scroller, columns, height, rowHeight: ROW_HEIGHT, onOpen })
  const { cursor } = keys
  const id = useId()
  return (
    <div className="grid-frame">
      <section
        ref={scroller}
        className="grid-scroll"
        style={{ maxHeight: height }}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      >
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are worked by keys
          role="grid"
          aria-label={label}
          aria-multiselectable
          aria-activedescendant={cursor && `${id}-${cursor.row}-${cursor.column}`}
          tabIndex={0}
          onKeyDown={keys.onKeyDown}
          onMouseDown={keys.onMouseDown}
          className={columns.length <= FEW_COLUMNS ? 'grid few' : 'grid'}
          aria-rowcount={total + 1}
          aria-colcount={source.columns.length + (rowNames ? 1 : 0)}
        >
          <thead>
            <tr>
              {rowNames && <th scope="col">row</th>}
              {columns.map((name) => (
                <th key={name} scope="col" title={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {before > 0 && <tr style={{ height: before }} />}
            {indexes.map((index) => (
              <Row
                key={index}
                source={source}
                index={index}
                rowName={rowNames}
                columns={columns.length}
                onOpen={onOpen}
                id={id}
                cursor={cursor}
              />
            ))}
            {after > 0 && <tr style={{ height: after }} />}
          </tbody>
        </table>
      </section>
      {error !== undefined && <ErrorNote error={error} />}
      <p className="muted small-text">
        {outOf !== undefined && outOf > total && `The first ${formatCount(total)} of `}
        {plural(Math.max(total, outOf ?? 0), 'row')}, {plural(source.columns.length, 'column')}
        {hidden > 0 && `; the last ${formatCount(hidden)} columns are not drawn`}
        {cursor && !keys.said && `; ${sizeOf(cursor)} chosen, Ctrl C copies`}
        <span role="status">{keys.said && ` ${keys.said}`}</span>
      </p>
    </div>
  )
}

function sizeOf(cursor: CellCursor): string {
  const { top, bottom, left, right } = chosen(cursor)
  return `${formatCount(bottom - top)} × ${right - left} cells`
}

function Row({
  source,
  index,
  rowName,
  columns,
  onOpen,
  id,
  cursor,
}: {
  source: GridSource
  index: number
  rowName: boolean
  columns: number
  onOpen: GridProps['onOpen'] | undefined
  id: string
  cursor: CellCursor | undefined
}) {
  const row = source.row(index)
  const width = columns + (rowName ? 1 : 0)
  if (!row) {
    return (
      <tr aria-rowindex={index + 2} className="coming">
        <td colSpan={width}>…</td>
      </tr>
    )
  }
  const range = cursor && chosen(cursor)
  const isChosen = (c: number): boolean =>
    range !== undefined && index >= range.top && index < range.bottom && c >= range.left && c < range.right
  return (
    <tr aria-rowindex={index + 2}>
      {rowName && (
        <th scope="row" className="mono">
          {onOpen ? (
            <button type="button" className="link" onClick={() => onOpen(row.name)}>
              {row.name}
            </button>
          ) : (
            row.name
          )}
        </th>
      )}
      {row.cells.slice(0, columns).map((value, c) => (
        <td
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell's place is what it is
          key={c}
          id={`${id}-${index}-${c}`}
          data-column={c}
          {...(isChosen(c) && {
            'aria-selected': true,
            className: cursor?.row === index && cursor.column === c ? 'chosen cursor' : 'chosen',
          })}
        >
          <Cell value={value ?? null} />
        </td>
      ))}
    </tr>
  )
}
