import { type Emit, type FunctionBody, type Local, V128 } from '../../../../lib/wasm/assembler.ts'

/** Sets `results[i]` to the sum of `matrix[i][j] * inputs[j]`, lane by lane. The matrices of Winograd's algorithms come
 *  from points in pairs, p and -p: two rows that differ only in the signs of every second number share their sums, and
 *  so do two columns. `inputs` are overwritten where columns are paired.
 *  @param matrix shape (results, inputs) */
export function emitMatrix(
  f: FunctionBody,
  whole: readonly number[][],
  inputs: readonly Local[],
  results: readonly Local[],
): void {
  const matrix = pairColumns(f, whole, inputs)
  const mirrored = mirrorOfRows(matrix)
  matrix.forEach((row, i) => {
    const mirror = mirrored.get(i)
    if (mirror === undefined) f.set(results[i]!, () => emitSum(f, row, inputs))
    if (mirror === undefined || mirror < i) return
    const even = row.map((value, k) => (k % 2 === 0 ? value : 0))
    const odd = row.map((value, k) => (k % 2 === 0 ? 0 : value))
    const sign = signOfMirror(row, matrix[mirror]!)
    const [evens, odds] = [f.local(V128), f.local(V128)]
    f.set(evens, () => emitSum(f, even, inputs))
    f.set(odds, () => emitSum(f, odd, inputs))
    f.set(results[i]!, () =>
      f.addLanes(
        () => f.get(evens),
        () => f.get(odds),
      ),
    )
    const [minuend, subtrahend] = sign > 0 ? [evens, odds] : [odds, evens]
    f.set(results[mirror]!, () =>
      f.subtractLanes(
        () => f.get(minuend),
        () => f.get(subtrahend),
      ),
    )
  })
}

/** Makes of each two inputs whose factors are equal but for their signs in every row their sum and their difference.
 *  @returns the matrix for those */
function pairColumns(f: FunctionBody, matrix: readonly number[][], inputs: readonly Local[]): number[][] {
  const paired = matrix.map((row) => [...row])
  const done = new Set<number>()
  const difference = f.local(V128)
  for (let j = 0; j < inputs.length; j++)
    for (let k = j + 1; k < inputs.length; k++) {
      const isPair = matrix.every((row) => Math.abs(row[j]!) === Math.abs(row[k]!))
      if (!isPair || done.has(j) || done.has(k)) continue
      done.add(j).add(k)
      const [first, second] = [inputs[j]!, inputs[k]!]
      f.set(difference, () =>
        f.subtractLanes(
          () => f.get(first),
          () => f.get(second),
        ),
      )
      f.set(first, () =>
        f.addLanes(
          () => f.get(first),
          () => f.get(second),
        ),
      )
      f.set(second, () => f.get(difference))
      matrix.forEach((row, i) => {
        const isSum = row[j] === row[k]
        paired[i]![j] = isSum ? row[j]! : 0
        paired[i]![k] = isSum ? 0 : row[j]!
      })
    }
  return paired
}

/** For each row that has one: the other row that is equal but for alternating signs. */
function mirrorOfRows(matrix: readonly number[][]): Map<number, number> {
  const mirrors = new Map<number, number>()
  matrix.forEach((row, i) => {
    for (let j = i + 1; j < matrix.length; j++) {
      const other = matrix[j]!
      const hasBoth = [0, 1].every((parity) => row.some((value, k) => k % 2 === parity && value !== 0))
      if (mirrors.has(i) || mirrors.has(j) || !hasBoth || signOfMirror(row, other) === 0) continue
      mirrors.set(i, j)
      mirrors.set(j, i)
    }
  })
  return mirrors
}

/** 1 if `other` has the signs of the odd places turned, -1 if those of the even places, else 0. */
function signOfMirror(row: readonly number[], other: readonly number[]): number {
  const turned = (parity: number) =>
    other.every(
      (value, k) => value === (k % 2 === parity ? -row[k]! : row[k]!) || (value === 0 && row[k] === 0),
    )
  return turned(1) ? 1 : turned(0) ? -1 : 0
}

function emitSum(f: FunctionBody, row: readonly number[], inputs: readonly Local[]): void {
  let sum: Emit | undefined
  // Numbers that need no multiplication first: a fused multiply-add then takes the sum as it is.
  const terms = row.map((factor, k) => ({ factor, k })).filter(({ factor }) => factor !== 0)
  terms.sort((a, b) => weight(a.factor) - weight(b.factor))
  for (const { factor, k } of terms) sum = addTerm(f, sum, factor, () => f.get(inputs[k]!))
  if (sum) sum()
  else f.numbers(0)
}

const weight = (factor: number): number => (factor === 1 ? 0 : factor === -1 ? 1 : 2)

function addTerm(f: FunctionBody, sum: Emit | undefined, factor: number, value: Emit): Emit {
  if (!sum) return factor === 1 ? value : () => f.multiplyLanes(value, () => f.numbers(factor))
  if (factor === 1) return () => f.addLanes(sum, value)
  if (factor === -1) return () => f.subtractLanes(sum, value)
  return () => f.multiplyAdd(value, () => f.numbers(factor), sum)
}
