/** A row or column path: its elements. Text form: joined by '.', elements quoted where they must be. */
export type Path = readonly string[]

/** An instant, in milliseconds since 1970 (fractions to the microsecond). ±Infinity are "always"/"never"; NaN is not-a-date. */
export interface Timestamp {
  kind: 'timestamp'
  ms: number
}

export interface Interval {
  kind: 'interval'
  months: number
  days: number
  seconds: number
}

export interface PathValue {
  kind: 'path'
  path: Path
}

export type NumberArray = Float32Array | Float64Array | Int32Array | Uint8Array

/** An n-dimensional array of numbers, row-major: `data.length` is the product of `shape`. */
export interface Embedding {
  kind: 'embedding'
  shape: readonly number[]
  data: NumberArray
}

/** An ordered list of named values. */
export interface RowValue {
  kind: 'row'
  columns: readonly (readonly [Path, Value])[]
}

/** A single value. A bigint is an integer beyond 2^53; a Uint8Array is a blob; booleans are 1 and 0. */
export type Atom = null | number | bigint | string | Uint8Array | Timestamp | Interval | PathValue

/** Whatever a cell or an expression can hold. All plain data: it crosses workers by structured clone. */
export type Value = Atom | Embedding | RowValue
