import type { SparseRows } from '../../../../contract/learning.ts'

/** Rows to score: a dense matrix, row-major, in which NaN is missing; or sparse rows. */
export type Rows = Float32Array | SparseRows

/** The cells of one row that are there. Reused from row to row. */
export class RowCells {
  count = 0
  columns: Uint32Array
  values: Float32Array

  constructor(capacity: number) {
    this.columns = new Uint32Array(capacity)
    this.values = new Float32Array(capacity)
  }

  /** Takes row `r` of rows that have `width` columns. */
  read(rows: Rows, r: number, width: number): void {
    if (rows instanceof Float32Array) this.#readDense(rows, r * width, width)
    else {
      const from = rows.offsets[r]!
      this.count = rows.offsets[r + 1]! - from
      this.columns = rows.columns.subarray(from, from + this.count)
      this.values = rows.values.subarray(from, from + this.count)
    }
  }

  #readDense(X: Float32Array, at: number, width: number): void {
    let count = 0
    for (let f = 0; f < width; f++) {
      const x = X[at + f]!
      if (Number.isNaN(x)) continue
      this.columns[count] = f
      this.values[count++] = x
    }
    this.count = count
  }
}
