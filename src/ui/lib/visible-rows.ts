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
  const whole = total * rowHeight
  const shown = Math.min(whole, MOST_PIXELS)
  // Where the first row in sight would begin, counted from the top of what is shown, were all rows drawn there.
  const rowsTop = whole > shown ? Math.min(1, top / (shown - height)) * (whole - height) : top
  const first = Math.max(0, Math.min(total, Math.floor(rowsTop / rowHeight) - MARGIN))
  const last = Math.max(first, Math.min(total, Math.ceil((rowsTop + height) / rowHeight) + MARGIN))
  const before = Math.max(0, top - rowsTop + first * rowHeight)
  return { first, last, before, after: Math.max(0, shown - before - (last - first) * rowHeight) }
}
