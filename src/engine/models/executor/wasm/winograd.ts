/** The three matrices of a minimal filtering algorithm F(m, r): `m` results of a filter of `r` numbers by
 *  `n = m + r - 1` multiplications, `y = A((G g) * (B d))` with * number by number. */
export interface Winograd {
  /** Shape (m, n): from products to results. */
  output: number[][]
  /** Shape (n, r): from a filter. */
  filter: number[][]
  /** Shape (n, n): from inputs. */
  input: number[][]
}

/** Points at which polynomials are evaluated, those first with which rounding errors stay smallest (Barabasz et al.
 *  2020, "Error Analysis and Improving the Accuracy of Winograd Convolution for Deep Neural Networks"). The last point
 *  of every algorithm is infinity. */
const POINTS = [0, 1, -1, 2, -2, 1 / 2, -1 / 2, 4, -4]

/** Toom and Cook's algorithm for linear convolution, transposed (Winograd 1980, "Arithmetic Complexity of
 *  Computations"; Lavin and Gray 2016, "Fast Algorithms for Convolutional Neural Networks").
 *  @param results m; 1 with any `taps` of 1 is the identity
 *  @param taps r */
export function createWinograd(results: number, taps: number): Winograd {
  const size = results + taps - 1
  const points = POINTS.slice(0, size - 1)
  if (points.length < size - 1)
    throw new RangeError(`F(${results}, ${taps}) needs more points than there are`)
  const powers = (point: number, count: number) => Array.from({ length: count }, (_, i) => point ** i)
  const lastOnly = (count: number) => Array.from({ length: count }, (_, i) => (i === count - 1 ? 1 : 0))
  const evaluate = (count: number) => [...points.map((point) => powers(point, count)), lastOnly(count)]
  const others = (index: number) => points.filter((_, i) => i !== index)
  const scales = points.map((point, i) => others(i).reduce((product, other) => product * (point - other), 1))
  return {
    output: transpose(evaluate(results)),
    filter: evaluate(taps).map((row, i) => row.map((value) => value / (scales[i] ?? 1))),
    input: [...points.map((_, i) => [...polynomial(others(i)), 0]), polynomial(points)],
  }
}

/** Coefficients of the product of all `x - root`, the constant first. */
function polynomial(roots: readonly number[]): number[] {
  let product = [1]
  for (const root of roots)
    product = Array.from(
      { length: product.length + 1 },
      (_, i) => (product[i - 1] ?? 0) - root * (product[i] ?? 0),
    )
  return product
}

const transpose = (matrix: number[][]): number[][] => matrix[0]!.map((_, i) => matrix.map((row) => row[i]!))
