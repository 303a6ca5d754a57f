import { EngineError } from '../../../../contract/errors.ts'
import type { NumberArray, Value } from '../../../../contract/values.ts'
import { visitAtoms } from '../../values/flatten-value.ts'
import { conversionError, toNumber } from '../../values/to-number.ts'
import { isEmbedding, isRow } from './map-value.ts'

/** The numbers of an embedding, or of a row in column order (a null among them is NaN).
 *  @throws EngineError `type-mismatch` for an atom or a row with text in it */
export function vectorArgument(value: Value): NumberArray {
  if (isEmbedding(value)) return value.data
  if (!isRow(value)) throw conversionError(value, 'embedding')
  const numbers: number[] = []
  visitAtoms(value, [], (_, atom) => numbers.push(atom === null ? Number.NaN : toNumber(atom)))
  return Float64Array.from(numbers)
}

/** The shape of a vector argument: a row is one-dimensional. */
export const shapeOf = (value: Value): readonly number[] =>
  isEmbedding(value) ? value.shape : [vectorArgument(value).length]

const MOST_ELEMENTS = 100_000_000

/** @throws EngineError `invalid-argument` for a size that no vector should have */
export function requireLength(length: number, what: string, most = MOST_ELEMENTS): number {
  if (!Number.isInteger(length) || length < 0 || length > most)
    throw new EngineError('invalid-argument', `${what} must be a whole number from 0 to ${most}`)
  return length
}
