import { addColumn, type Design, dotColumn } from '../parts/design.ts'

/** A design with at most as many columns as rows that gives the same fits. */
export interface ReducedDesign {
  design: Design
  /** Weights on the columns of the design that was reduced. */
  restore(weights: Float64Array): Float64Array
}

const MAX_ROWS = 1500

/** Whether reducing pays: many more columns than rows, as with embeddings of few images. */
export const isWide = (design: Design): boolean =>
  design.rows <= MAX_ROWS && design.terms.feature.length > 1.5 * design.rows

/** Replaces a wide matrix X by L of XX' = LL' (Cholesky, leaving out what depends on rows before it): X = LQ with
 *  orthonormal rows Q, so a model with an L2 penalty has the same linear sums and the same norm on either (the
 *  representer theorem; Hastie & Tibshirani, Efficient quadratic regularization, 2004). */
export function reduceDesign(wide: Design): ReducedDesign {
  const n = wide.rows
  const L = gram(wide)
  const depends = factorise(L, n)
  const denseValues = new Float32Array(n * n)
  for (let j = 0; j < n; j++) for (let i = j; i < n; i++) denseValues[j * n + i] = L[i * n + j]!
  const design: Design = {
    rows: n,
    terms: {
      feature: Int32Array.from({ length: n }, (_, i) => i),
      level: new Int32Array(n),
      centre: new Float64Array(n),
      scale: new Float64Array(n),
    },
    dense: Int32Array.from({ length: n }, (_, i) => i),
    denseValues,
    starts: new Uint32Array(n + 1),
    entryRows: new Uint32Array(0),
    entryValues: new Float32Array(0),
  }
  return {
    design,
    restore(weights) {
      // X'L^-T weights: by back substitution.
      const a = new Float64Array(n)
      for (let i = n - 1; i >= 0; i--) {
        if (depends[i]) continue
        let rest = weights[i]!
        for (let j = i + 1; j < n; j++) rest -= L[j * n + i]! * a[j]!
        a[i] = rest / L[i * n + i]!
      }
      return Float64Array.from(wide.terms.feature, (_, t) => dotColumn(wide, t, a))
    },
  }
}

/** XX', shape (rows, rows). */
function gram(design: Design): Float64Array {
  const n = design.rows
  const K = new Float64Array(n * n)
  const column = new Float64Array(n)
  for (let t = 0; t < design.terms.feature.length; t++) {
    column.fill(0)
    addColumn(design, t, 1, column)
    for (let i = 0; i < n; i++) {
      const x = column[i]!
      if (x === 0) continue
      for (let j = 0; j <= i; j++) K[i * n + j]! += x * column[j]!
    }
  }
  return K
}

/** Cholesky factor in place of a lower triangle. @returns 1 for each row that depends on those before it */
function factorise(K: Float64Array, n: number): Uint8Array {
  const depends = new Uint8Array(n)
  let largest = 0
  for (let i = 0; i < n; i++) largest = Math.max(largest, K[i * n + i]!)
  for (let j = 0; j < n; j++) {
    let pivot = K[j * n + j]!
    for (let k = 0; k < j; k++) pivot -= K[j * n + k]! ** 2
    if (pivot <= largest * 1e-9) {
      depends[j] = 1
      for (let i = j; i < n; i++) K[i * n + j] = 0
      continue
    }
    const root = Math.sqrt(pivot)
    K[j * n + j] = root
    for (let i = j + 1; i < n; i++) {
      let rest = K[i * n + j]!
      for (let k = 0; k < j; k++) rest -= K[i * n + k]! * K[j * n + k]!
      K[i * n + j] = rest / root
    }
  }
  return depends
}
