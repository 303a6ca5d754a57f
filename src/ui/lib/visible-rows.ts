export interface VisibleRows {
  /** Rows `first` to before `last` are drawn. */
  first: number
  last: number
  /** Heights of the empty places above and below them. */
  before: number
  after: number
}

/** Rows drawn beyond the edges, so that scrolling shows no gap. */
const MARGIN = 8

/** Browsers draw nothing higher than some 17 to 33 million pixels: more rows than fit into this share it, and each pixel
 *  scrolled is then more than a pixel of rows. */
export const MOST_PIXELS = 12_000_000

/** Which rows of a long table are in sight. */
export function visibleRows({
  top,
  height,
  rowHeight,
  total,
}: {
  top: number
  height: number
  rowHeight: number
  total: number
}): VisibleRows {
  const { shown, toRows } = scrolling(total, rowHeight, height)
  // Where the first row in sight would begin, counted from the top of what is shown, were all rows drawn there.
  const rowsTop = toRows(top)
  const first = Math.max(0, Math.min(total, Math.floor(rowsTop / rowHeight) - MARGIN))
  const last = Math.max(first, Math.min(total, Math.ceil((rowsTop + height) / rowHeight) + MARGIN))
  const before = Math.max(0, top - rowsTop + first * rowHeight)
  return { first, last, before, after: Math.max(0, shown - before - (last - first) * rowHeight) }
}

/** Between pixels scrolled and pixels of rows. At both ends one is one, as far as rows are drawn beyond the edges: those must
 *  fit there. */
function scrolling(total: number, rowHeight: number, height: number) {
  const whole = total * rowHeight
  const shown = Math.min(whole, MOST_PIXELS)
  const hidden = whole - shown
  const lead = (MARGIN + 1) * rowHeight
  const end = shown - height - lead
  const scale = hidden > 0 ? 1 + hidden / (end - lead) : 1
  return {
    shown,
    toRows(top: number): number {
      if (top <= lead) return top
      return top >= end ? top + hidden : lead + (top - lead) * scale
    },
    toTop(rowsTop: number): number {
      if (rowsTop <= lead) return rowsTop
      return rowsTop >= end + hidden ? rowsTop - hidden : lead + (rowsTop - lead) / scale
    },
  }
}

/** Where to scroll so that a row is in sight, moving as little as can be.
 *  @param view the height in which rows are in sight, that of their header included */
export function topForRow({
  row,
  top,
  height,
  rowHeight,
  total,
  view,
  header,
}: {
  row: number
  top: number
  height: number
  rowHeight: number
  total: number
  view: number
  header: number
}): number {
  const { toRows, toTop } = scrolling(total, rowHeight, height)
  const lowest = (row + 1) * rowHeight + header - view
  return toTop(Math.max(lowest, Math.min(row * rowHeight, toRows(top))))
}
