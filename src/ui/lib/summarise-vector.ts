import type { NumberArray } from '../../contract/values.ts'

export interface VectorSummary {
  length: number
  min: number
  max: number
  mean: number
  /** How many are exactly zero. */
  zeros: number
}

/** What is said beside the picture of a vector. NaN is left out. */
export function summariseVector(data: NumberArray): VectorSummary {
  let min = Infinity
  let max = -Infinity
  let sum = 0
  let zeros = 0
  let n = 0
  for (const x of data) {
    if (Number.isNaN(x)) continue
    n++
    sum += x
    if (x < min) min = x
    if (x > max) max = x
    if (x === 0) zeros++
  }
  return { length: data.length, min, max, mean: sum / n, zeros }
}

/** Columns of a strip `rows` high: the picture of a vector is read down each column, then to the right. */
export const stripColumns = (length: number, rows: number): number => Math.ceil(length / rows)

/** Shade of each number, 0 to 1, row-major as a picture of `rows` lines. The square root spreads the many small values
 *  of pooled features; numbers below zero are shaded by their size like those above. */
export function stripShades(data: NumberArray, rows: number): Float32Array {
  const columns = stripColumns(data.length, rows)
  const shades = new Float32Array(columns * rows)
  let largest = 0
  for (const x of data) if (Math.abs(x) > largest) largest = Math.abs(x)
  if (largest === 0 || !Number.isFinite(largest)) return shades
  for (let i = 0; i < data.length; i++) {
    const at = (i % rows) * columns + Math.floor(i / rows)
    shades[at] = Math.sqrt(Math.abs(data[i]!) / largest)
  }
  return shades
}
