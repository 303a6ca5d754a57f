import type { SparseRows } from '../../../../contract/learning.ts'
import type { GeneralExamples } from './general-examples.ts'

/** One feature's present values, by row. */
export interface FeatureCells {
  rows: Uint32Array
  values: Float32Array
}

/** A function from a feature to its cells that are there; infinities count as missing. */
export function featureReader({ rows, columns, X, sparse }: GeneralExamples): (f: number) => FeatureCells {
  if (sparse) return columnReader(sparse, rows, columns)
  const at = new Uint32Array(rows)
  const values = new Float32Array(rows)
  return (f) => {
    let n = 0
    for (let r = 0; r < rows; r++) {
      const x = X[r * columns + f]!
      if (!Number.isFinite(x)) continue
      at[n] = r
      values[n++] = x
    }
    return { rows: at.subarray(0, n), values: values.subarray(0, n) }
  }
}

/** Sparse rows by column: a counting sort. */
function columnReader({ offsets, columns, values }: SparseRows, rows: number, width: number) {
  const starts = new Uint32Array(width + 1)
  for (const f of columns) starts[f + 1]!++
  for (let f = 0; f < width; f++) starts[f + 1]! += starts[f]!
  const next = starts.slice()
  const entryRows = new Uint32Array(columns.length)
  const entryValues = new Float32Array(columns.length)
  for (let r = 0; r < rows; r++) {
    for (let i = offsets[r]!; i < offsets[r + 1]!; i++) {
      const at = next[columns[i]!]!++
      entryRows[at] = r
      entryValues[at] = values[i]!
    }
  }
  return (f: number): FeatureCells => {
    const cells = {
      rows: entryRows.subarray(starts[f]!, starts[f + 1]!),
      values: entryValues.subarray(starts[f]!, starts[f + 1]!),
    }
    if (cells.values.every(Number.isFinite)) return cells
    const finite = cells.values.map((x) => (Number.isFinite(x) ? 1 : 0))
    return {
      rows: cells.rows.filter((_, i) => finite[i] === 1),
      values: cells.values.filter((_, i) => finite[i] === 1),
    }
  }
}
