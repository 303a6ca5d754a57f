/** One non-zero cell as the engine answers it. */
export interface ConfusionCell {
  actual: string | number
  predicted: string | number
  count: number
}

export interface ConfusionTable {
  labels: string[]
  /** `rows[a][p]`: how many of actual label a were predicted as p. */
  rows: { label: string; total: number; cells: { predicted: string; count: number; share: number }[] }[]
  total: number
  correct: number
  /** Right answers as a share of all; NaN without rows. */
  accuracy: number
  /** What "always the commonest label" would reach on the same rows. */
  baseline: { label: string; accuracy: number }
}

/** The flat list of cells as a square table, labels in the order of their text. */
export function pivotConfusion(cells: readonly ConfusionCell[]): ConfusionTable {
  const names = new Set(cells.flatMap(({ actual, predicted }) => [String(actual), String(predicted)]))
  const labels = [...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const counts = new Map(
    cells.map(({ actual, predicted, count }) => [key(String(actual), String(predicted)), count]),
  )
  const rows = labels.map((label) => {
    const row = labels.map((predicted) => ({ predicted, count: counts.get(key(label, predicted)) ?? 0 }))
    const total = row.reduce((sum, { count }) => sum + count, 0)
    return {
      label,
      total,
      cells: row.map((cell) => ({ ...cell, share: total === 0 ? 0 : cell.count / total })),
    }
  })
  const total = rows.reduce((sum, row) => sum + row.total, 0)
  const correct = labels.reduce((sum, label) => sum + (counts.get(key(label, label)) ?? 0), 0)
  const commonest = rows.reduce((best, row) => (row.total > best.total ? row : best), { label: '', total: 0 })
  return {
    labels,
    rows,
    total,
    correct,
    accuracy: correct / total,
    baseline: { label: commonest.label, accuracy: commonest.total / total },
  }
}

const key = (actual: string, predicted: string) => JSON.stringify([actual, predicted])
