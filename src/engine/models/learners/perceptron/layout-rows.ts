import type { Design } from '../parts/design.ts'

/** A design by rows: row r has `values[i]` in term `terms[i]` for i from `offsets[r]` to `offsets[r + 1]`. */
export interface RowLayout {
  offsets: Uint32Array
  terms: Uint32Array
  values: Float32Array
}

/** Turns columns into rows, zeros left out. */
export function layoutRows({
  rows,
  terms,
  dense,
  denseValues,
  starts,
  entryRows,
  entryValues,
}: Design): RowLayout {
  const size = terms.feature.length
  const offsets = new Uint32Array(rows + 1)
  const visit = (entry: (r: number, t: number, value: number) => void): void => {
    for (let t = 0; t < size; t++) {
      const at = dense[t]! * rows
      if (at >= 0) for (let r = 0; r < rows; r++) entry(r, t, denseValues[at + r]!)
      else for (let i = starts[t]!; i < starts[t + 1]!; i++) entry(entryRows[i]!, t, entryValues[i]!)
    }
  }
  visit((r, _, value) => {
    if (value !== 0) offsets[r + 1]!++
  })
  for (let r = 0; r < rows; r++) offsets[r + 1]! += offsets[r]!
  const next = offsets.slice()
  const layout = {
    offsets,
    terms: new Uint32Array(offsets[rows]!),
    values: new Float32Array(offsets[rows]!),
  }
  visit((r, t, value) => {
    if (value === 0) return
    const at = next[r]!++
    layout.terms[at] = t
    layout.values[at] = value
  })
  return layout
}
