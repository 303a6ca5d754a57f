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
  const first = Math.max(0, Math.min(total, Math.floor(top / rowHeight) - MARGIN))
  const last = Math.min(total, Math.ceil((top + height) / rowHeight) + MARGIN)
  return {
    first,
    last: Math.max(first, last),
    before: first * rowHeight,
    after: (total - Math.max(first, last)) * rowHeight,
  }
}
