import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useState } from 'react'
import { type CellCursor, chosen, moveCursor, oneCell } from '../lib/cell-cursor.ts'
import type { GridSource } from '../lib/grid-source.ts'
import { readAll } from '../lib/read-all.ts'
import { topForRow } from '../lib/visible-rows.ts'
import { toTabs } from '../lib/write-table.ts'

/** More does not fit a clipboard well. */
const MOST_ROWS = 50_000

interface CursorOptions {
  source: GridSource
  /** The scrolling element around the table. */
  scroller: RefObject<HTMLElement | null>
  columns: readonly string[]
  height: number
  rowHeight: number
  onOpen: ((rowName: string) => void) | undefined
}

/** The cursor of a grid: keys and clicks move it, Shift chooses more, Ctrl+C copies what is chosen, Enter opens the row. */
export function useCellCursor({ source, scroller, columns, height, rowHeight, onOpen }: CursorOptions) {
  const [cursor, setCursor] = useState<CellCursor>()
  const [said, setSaid] = useState('')
  const row = cursor?.row
  const column = cursor?.column

  useEffect(() => {
    const element = scroller.current
    if (!element || row === undefined || column === undefined) return
    element.scrollTop = topForRow({
      row,
      top: element.scrollTop,
      height,
      rowHeight,
      total: source.rowCount,
      view: element.clientHeight,
      header: element.querySelector('thead')?.clientHeight ?? 0,
    })
    // Sideways only: the row is where it should be.
    const cell = element.querySelector<HTMLElement>(`td[data-column="${column}"]`)
    if (cell) element.scrollLeft = inSight(element, cell)
  }, [scroller, source, height, rowHeight, row, column])

  async function copy(at: CellCursor) {
    const { top, bottom, left, right } = chosen(at)
    const count = Math.min(bottom - top, MOST_ROWS)
    try {
      const rows = await readAll(source, count, top)
      await navigator.clipboard.writeText(toTabs(rows, columns.slice(left, right)))
      setSaid(`Copied ${count} × ${right - left} cells.`)
    } catch {
      setSaid('The browser did not allow copying.')
    }
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.target !== event.currentTarget || event.altKey || source.rowCount === 0) return
    const { key } = event
    const mod = event.ctrlKey || event.metaKey
    const at = cursor ?? oneCell(firstInSight(scroller.current, rowHeight), 0)
    if (mod && key.toLowerCase() === 'c') {
      // Text that was marked with the mouse is what is meant then.
      if (cursor && document.getSelection()?.isCollapsed !== false) void copy(cursor)
      return
    }
    if (key === 'Enter' && cursor) {
      const name = source.row(cursor.row)?.name
      if (name !== undefined) onOpen?.(name)
      return
    }
    if (key === 'Escape') {
      setCursor(undefined)
      setSaid('')
      return
    }
    const size = {
      rows: source.rowCount,
      columns: columns.length,
      page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / rowHeight) - 1),
    }
    // The first key shows where the cursor is.
    const moved = moveCursor(at, { key, shift: event.shiftKey, mod }, size)
    if (!moved) return
    event.preventDefault()
    setCursor(cursor || mod ? moved : at)
    setSaid('')
  }

  function onMouseDown(event: MouseEvent<HTMLElement>) {
    const element = event.target as Element
    const cell = element.closest<HTMLElement>('td[data-column]')
    const line = cell?.closest<HTMLElement>('tr[aria-rowindex]')
    if (!cell || !line || event.button !== 0 || element.closest('button, a, input')) return
    const at = oneCell(Number(line.getAttribute('aria-rowindex')) - 2, Number(cell.dataset.column))
    if (event.shiftKey && cursor) event.preventDefault()
    setCursor(event.shiftKey && cursor ? { ...cursor, row: at.row, column: at.column } : at)
    setSaid('')
  }

  return { cursor, said, onKeyDown, onMouseDown }
}

/** How far to scroll sideways so that a cell is in sight, moving as little as can be. */
function inSight(scroller: HTMLElement, cell: HTMLElement): number {
  const { scrollLeft, clientWidth } = scroller
  const from = cell.offsetLeft
  if (from < scrollLeft) return from
  return Math.max(scrollLeft, Math.min(from, from + cell.offsetWidth - clientWidth))
}

const firstInSight = (scroller: HTMLElement | null, rowHeight: number): number => {
  const top = scroller?.getBoundingClientRect().top ?? 0
  for (const line of scroller?.querySelectorAll('tbody tr[aria-rowindex]') ?? []) {
    if (line.getBoundingClientRect().top >= top + rowHeight / 2)
      return Number(line.getAttribute('aria-rowindex')) - 2
  }
  return 0
}
