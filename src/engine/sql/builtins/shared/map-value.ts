import type { Atom, Embedding, Path, RowValue, Value } from '../../../../contract/values.ts'
import { toNumber } from '../../values/to-number.ts'
import { newVector } from './new-vector.ts'

/** Reading what may be missing is cheaper than asking with `in` whether it is there. */
const kindIn = (value: Value | undefined): string | undefined =>
  typeof value === 'object' && value !== null ? (value as { kind?: string }).kind : undefined

export const isEmbedding = (value: Value | undefined): value is Embedding => kindIn(value) === 'embedding'

export const isRow = (value: Value | undefined): value is RowValue => kindIn(value) === 'row'

/** Applies `f` to a number, or to each number of an embedding or row; nulls inside a row stay null.
 *  @throws EngineError `type-mismatch` where there is something else */
export function mapNumbers(value: Value, f: (x: number) => number): Value {
  if (typeof value === 'number') return f(value)
  if (isEmbedding(value)) {
    const numbers = value.data
    const data = newVector(numbers.length)
    for (let i = 0; i < data.length; i++) data[i] = f(numbers[i]!)
    return { kind: 'embedding', shape: value.shape, data }
  }
  if (isRow(value))
    return {
      kind: 'row',
      columns: value.columns.map(([path, v]) => [path, v === null ? null : mapNumbers(v, f)]),
    }
  return f(toNumber(value))
}

/** Applies `f` to an atom or to each atom of a row or embedding. An embedding stays one while all results are numbers. */
export function mapAtoms(value: Value, f: (atom: Atom) => Value): Value {
  if (isRow(value)) return { kind: 'row', columns: value.columns.map(([path, v]) => [path, mapAtoms(v, f)]) }
  if (!isEmbedding(value)) return f(value)
  const numbers = value.data
  const data = newVector(numbers.length)
  for (let i = 0; i < data.length; i++) {
    const made = f(numbers[i]!)
    if (typeof made !== 'number')
      return toVector(
        Array.from(numbers, (x) => f(x)),
        value.shape,
      )
    data[i] = made
  }
  return { kind: 'embedding', shape: value.shape, data }
}

const isNumber = (value: Value): boolean => typeof value === 'number'
const byIndex = (value: Value, index: number): readonly [Path, Value] => [[String(index)], value]

/** Values in row-major order as an embedding, or as a row of indexes where one is no number. */
export function toVector(values: readonly Value[], shape: readonly number[] = [values.length]): Value {
  if (values.every(isNumber)) return { kind: 'embedding', shape, data: Float64Array.from(values as number[]) }
  if (shape.length === 1) return { kind: 'row', columns: values.map(byIndex) }
  const step = (axis: number): number => shape.slice(axis + 1).reduce((product, n) => product * n, 1)
  return {
    kind: 'row',
    columns: values.map((v, i) => [shape.map((n, axis) => String(Math.floor(i / step(axis)) % n)), v]),
  }
}
