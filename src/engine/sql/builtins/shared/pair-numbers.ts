import { EngineError } from '../../../../contract/errors.ts'
import type { NumberArray, Value } from '../../../../contract/values.ts'
import { formatPath } from '../../../../lib/format-path.ts'
import { toNumber } from '../../values/to-number.ts'
import { isEmbedding, isRow, mapNumbers } from './map-value.ts'
import { newVector } from './new-vector.ts'

/** Applies `f` to two numbers, to a number and each number of a structure, to two rows column by column (by name; a
 *  column that one of them lacks is null) or to two embeddings of one length.
 *  @throws EngineError `type-mismatch` */
export function pairNumbers(a: Value, b: Value, f: (x: number, y: number) => number): Value {
  if (typeof a === 'number' && typeof b === 'number') return f(a, b)
  if (isRow(a) && isRow(b)) {
    const B = new Map(b.columns.map(([path, v]) => [formatPath(path), v]))
    const onlyB = new Set(B.keys())
    const columns = a.columns.map(([path, x]): [readonly string[], Value] => {
      const name = formatPath(path)
      const y = B.get(name) ?? null
      onlyB.delete(name)
      return [path, x === null || y === null ? null : pairNumbers(x, y, f)]
    })
    const rest = b.columns.filter(([path]) => onlyB.has(formatPath(path)))
    return { kind: 'row', columns: [...columns, ...rest.map(([path]) => [path, null] as const)] }
  }
  if (isEmbedding(a) && isEmbedding(b)) {
    requireEqualLengths(a.data.length, b.data.length)
    return { kind: 'embedding', shape: a.shape, data: pairVectors(a.data, b.data, f) }
  }
  if (isRow(a) || isEmbedding(a)) {
    const y = toNumber(b)
    return mapNumbers(a, (x) => f(x, y))
  }
  const x = toNumber(a)
  return mapNumbers(b, (y) => f(x, y))
}

/** Two vectors of one length, number by number. */
export function pairVectors(
  a: NumberArray,
  b: NumberArray,
  f: (x: number, y: number) => number,
): Float64Array<ArrayBuffer> {
  // A loop: Float64Array.from is several times slower.
  const data = newVector(a.length)
  for (let i = 0; i < data.length; i++) data[i] = f(a[i]!, b[i]!)
  return data
}

/** @throws EngineError `type-mismatch` */
export function requireEqualLengths(a: number, b: number): void {
  if (a !== b) throw new EngineError('type-mismatch', `vectors must have the same length, not ${a} and ${b}`)
}
