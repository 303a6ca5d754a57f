import { addColumn, type Design } from '../parts/design.ts'
import type { RowLayout } from './layout-rows.ts'
import type { Layers } from './network.ts'

/** Beyond so many columns, or with fewer than three rows a column, correlations are not known well enough, and the columns
 *  stay as they are. */
const MAX_COLUMNS = 512
const ROWS_PER_COLUMN = 3
/** Added to the variances, so that columns that follow from others do no harm. */
const RIDGE = 1e-3

/** Inputs without correlation, of variance 1. */
export interface Decorrelated {
  layout: RowLayout
  /** The network for the inputs as they were: the turn becomes part of its first layer. */
  fold(layers: Layers): Layers
}

/** Turns columns x into L^-1 (x - mean), where LL' is their covariance (whitening by Cholesky's factor; Kessy, Lewin &
 *  Strimmer 2018). @returns undefined where there are too many columns for the rows */
export function decorrelate(design: Design): Decorrelated | undefined {
  const n = design.rows
  const d = design.terms.feature.length
  if (d === 0 || d > MAX_COLUMNS || n < ROWS_PER_COLUMN * d) return undefined
  const X = toRows(design)
  const mean = new Float64Array(d)
  for (let r = 0; r < n; r++) for (let t = 0; t < d; t++) mean[t]! += X[r * d + t]! / n
  for (let r = 0; r < n; r++) for (let t = 0; t < d; t++) X[r * d + t]! -= mean[t]!
  const L = covarianceFactor(X, n, d)
  for (let r = 0; r < n; r++) forwardSubstitute(L, X.subarray(r * d, (r + 1) * d))
  return {
    layout: {
      offsets: Uint32Array.from({ length: n + 1 }, (_, r) => r * d),
      terms: Uint32Array.from({ length: n * d }, (_, i) => i % d),
      values: Float32Array.from(X),
    },
    fold: (layers) => foldInto(layers, L, mean),
  }
}

function toRows(design: Design): Float64Array {
  const n = design.rows
  const d = design.terms.feature.length
  const X = new Float64Array(n * d)
  const column = new Float64Array(n)
  for (let t = 0; t < d; t++) {
    column.fill(0)
    addColumn(design, t, 1, column)
    for (let r = 0; r < n; r++) X[r * d + t] = column[r]!
  }
  return X
}

function covarianceFactor(X: Float64Array, n: number, d: number): Float64Array {
  const L = new Float64Array(d * d)
  for (let r = 0; r < n; r++) {
    for (let i = 0; i < d; i++) {
      const x = X[r * d + i]! / n
      for (let j = 0; j <= i; j++) L[i * d + j]! += x * X[r * d + j]!
    }
  }
  for (let j = 0; j < d; j++) {
    let pivot = L[j * d + j]! + RIDGE
    for (let k = 0; k < j; k++) pivot -= L[j * d + k]! ** 2
    L[j * d + j] = Math.sqrt(Math.max(pivot, RIDGE * RIDGE))
    for (let i = j + 1; i < d; i++) {
      let rest = L[i * d + j]!
      for (let k = 0; k < j; k++) rest -= L[i * d + k]! * L[j * d + k]!
      L[i * d + j] = rest / L[j * d + j]!
    }
  }
  return L
}

function forwardSubstitute(L: Float64Array, x: Float64Array): void {
  const d = x.length
  for (let i = 0; i < d; i++) {
    let rest = x[i]!
    for (let k = 0; k < i; k++) rest -= L[i * d + k]! * x[k]!
    x[i] = rest / L[i * d + i]!
  }
}

/** W'L^-1 for each unit: by back substitution on its weights. */
function foldInto({ sizes, weights, biases }: Layers, L: Float64Array, mean: Float64Array): Layers {
  const d = mean.length
  const units = sizes[1]!
  const first = new Float64Array(weights[0]!.length)
  const bias = Float64Array.from(biases[0]!)
  const own = new Float64Array(d)
  for (let h = 0; h < units; h++) {
    for (let t = d - 1; t >= 0; t--) {
      let rest = weights[0]![t * units + h]!
      for (let i = t + 1; i < d; i++) rest -= L[i * d + t]! * own[i]!
      own[t] = rest / L[t * d + t]!
      first[t * units + h] = own[t]!
      bias[h]! -= own[t]! * mean[t]!
    }
  }
  return { sizes, weights: [first, ...weights.slice(1)], biases: [bias, ...biases.slice(1)] }
}
