/** The cells that are chosen in a grid: from where the choice began to where the cursor is. */
export interface CellCursor {
  row: number
  column: number
  fromRow: number
  fromColumn: number
}

export interface GridSize {
  rows: number
  columns: number
  /** Rows that a page key moves by. */
  page: number
}

export interface CursorKey {
  key: string
  shift: boolean
  /** Ctrl, or the command key of a Mac. */
  mod: boolean
}

/** Where a key moves the cursor, as in a spreadsheet; undefined where the key is none of its own. With Shift what is chosen
 *  grows. */
export function moveCursor(cursor: CellCursor, key: CursorKey, size: GridSize): CellCursor | undefined {
  if (key.mod && key.key.toLowerCase() === 'a')
    return { fromRow: 0, fromColumn: 0, row: size.rows - 1, column: size.columns - 1 }
  const moved = target(cursor, key, size)
  if (!moved) return undefined
  const row = clamp(moved.row, size.rows)
  const column = clamp(moved.column, size.columns)
  return key.shift ? { ...cursor, row, column } : oneCell(row, column)
}

/** The cursor at one cell. */
export const oneCell = (row: number, column: number): CellCursor => ({
  row,
  column,
  fromRow: row,
  fromColumn: column,
})

/** The corners of what is chosen: rows `top` to before `bottom`, columns `left` to before `right`. */
export const chosen = ({ row, column, fromRow, fromColumn }: CellCursor) => ({
  top: Math.min(row, fromRow),
  bottom: Math.max(row, fromRow) + 1,
  left: Math.min(column, fromColumn),
  right: Math.max(column, fromColumn) + 1,
})

function target(
  { row, column }: CellCursor,
  { key, mod }: CursorKey,
  { rows, columns, page }: GridSize,
): { row: number; column: number } | undefined {
  switch (key) {
    case 'ArrowDown':
      return { row: mod ? rows : row + 1, column }
    case 'ArrowUp':
      return { row: mod ? 0 : row - 1, column }
    case 'ArrowRight':
      return { row, column: mod ? columns : column + 1 }
    case 'ArrowLeft':
      return { row, column: mod ? 0 : column - 1 }
    case 'PageDown':
      return { row: row + page, column }
    case 'PageUp':
      return { row: row - page, column }
    case 'Home':
      return mod ? { row: 0, column: 0 } : { row, column: 0 }
    case 'End':
      return mod ? { row: rows, column: columns } : { row, column: columns }
    default:
      return undefined
  }
}

const clamp = (n: number, count: number): number => Math.max(0, Math.min(count - 1, n))
