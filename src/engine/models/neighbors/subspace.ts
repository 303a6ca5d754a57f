/** A linear map into few dimensions that makes no distance larger. */
export interface Subspace {
  /** How many coordinates a vector has there. */
  width: number
  /** @param vector shape (dimensions)
   *  @param into its coordinates, shape (width) */
  place(vector: Float32Array, into: Float32Array): void
}

const AXES = 24
const SAMPLE = 256

/** The subspace of the directions in which some of the vectors differ most, found by orthogonalising a sample of them
 *  twice (subspace iteration on their covariance, Halko et al., 2011). The last coordinate is the length of what is
 *  left over: |x| - |y| is never more than |x - y|, so the map shrinks distances only.
 *  @param vectors shape (count, dimensions) */
export function subspaceOf(vectors: Float32Array, count: number, dimensions: number): Subspace {
  if (dimensions <= AXES + 8) return { width: dimensions, place: (vector, into) => into.set(vector) }
  const rows = sampleOf(vectors, count, dimensions)
  const mean = meanOf(rows, dimensions)
  for (const row of rows) for (let i = 0; i < dimensions; i++) row[i] = row[i]! - mean[i]!
  let axes = orthonormal(rows.slice(0, AXES).map((row) => Float64Array.from(row)))
  for (let pass = 0; pass < 3; pass++) axes = orthonormal(axes.map((axis) => stretched(rows, axis)))
  const flat = new Float32Array(axes.length * dimensions)
  for (const [a, axis] of axes.entries()) flat.set(axis, a * dimensions)
  return { width: axes.length + 1, place: (vector, into) => placeIn(flat, mean, vector, into) }
}

function placeIn(axes: Float32Array, mean: Float32Array, vector: Float32Array, into: Float32Array): void {
  const dimensions = mean.length
  const centred = new Float32Array(dimensions)
  let squared = 0
  for (let i = 0; i < dimensions; i++) {
    const x = vector[i]! - mean[i]!
    centred[i] = x
    squared += x * x
  }
  const count = into.length - 1
  for (let a = 0; a < count; a++) {
    const start = a * dimensions
    let sum = 0
    for (let i = 0; i < dimensions; i++) sum += axes[start + i]! * centred[i]!
    into[a] = sum
    squared -= sum * sum
  }
  into[count] = Math.sqrt(Math.max(0, squared))
}

/** Rows at equal steps. */
function sampleOf(vectors: Float32Array, count: number, dimensions: number): Float32Array[] {
  const size = Math.min(count, SAMPLE)
  return Array.from({ length: size }, (_, i) => {
    const row = Math.floor((i * count) / size)
    return vectors.slice(row * dimensions, (row + 1) * dimensions)
  })
}

function meanOf(rows: readonly Float32Array[], dimensions: number): Float32Array {
  const mean = new Float32Array(dimensions)
  for (const row of rows) for (let i = 0; i < dimensions; i++) mean[i] = mean[i]! + row[i]! / rows.length
  return mean
}

/** The covariance of the rows times an axis. */
function stretched(rows: readonly Float32Array[], axis: Float64Array): Float64Array {
  const result = new Float64Array(axis.length)
  for (const row of rows) {
    let dot = 0
    for (let i = 0; i < axis.length; i++) dot += row[i]! * axis[i]!
    for (let i = 0; i < axis.length; i++) result[i] = result[i]! + dot * row[i]!
  }
  return result
}

/** Gram-Schmidt, twice for accuracy; what depends on those before is left out. */
function orthonormal(axes: Float64Array[]): Float64Array[] {
  const result: Float64Array[] = []
  for (const axis of axes) {
    const before = lengthOf(axis)
    for (let pass = 0; pass < 2; pass++) {
      for (const other of result) {
        let dot = 0
        for (let i = 0; i < axis.length; i++) dot += axis[i]! * other[i]!
        for (let i = 0; i < axis.length; i++) axis[i] = axis[i]! - dot * other[i]!
      }
    }
    const length = lengthOf(axis)
    if (!(length > 1e-6 * before)) continue
    result.push(axis.map((x) => x / length))
  }
  return result
}

const lengthOf = (axis: Float64Array): number => Math.sqrt(axis.reduce((sum, x) => sum + x * x, 0))
