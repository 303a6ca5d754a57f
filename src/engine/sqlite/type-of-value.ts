import type { Value } from '../../contract/values.ts'

/** The type of an atom or structure as a column of a dataset declares it (see `AtomType` in sql/catalog.ts). */
export function typeOfValue(value: Value): TypeOfValue {
  switch (typeof value) {
    case 'number':
      if (Number.isFinite(value)) return isInteger(value) ? 'integer' : 'number'
      return Number.isNaN(value) ? 'nan' : 'infinite'
    case 'bigint':
      return isSafe(value) ? 'integer' : 'integer64'
    case 'string':
      return 'string'
    default:
      if (value === null) return 'null'
      return value instanceof Uint8Array ? 'blob' : value.kind
  }
}

export type TypeOfValue =
  | 'null'
  | 'integer'
  | 'number'
  | 'nan'
  | 'infinite'
  | 'integer64'
  | 'string'
  | 'blob'
  | 'timestamp'
  | 'interval'
  | 'path'
  | 'row'
  | 'embedding'

/** Whether a number is an integer that is exact. Negative zero is none: no integer has its sign. */
export const isInteger = (value: number): boolean => Number.isSafeInteger(value) && !Object.is(value, -0)

/** Whether a number of JavaScript holds the integer exactly. */
export const isSafe = (value: bigint): boolean =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER)
