import type { Call, RowError } from '../../contract/progress.ts'
import type { Path, Value } from '../../contract/values.ts'

/** The interface through which SQL sees the world. `engine.ts` builds it from datasets and functions; a test
 *  writes it in ten lines. Look-ups are synchronous and cheap: binding asks them for every name. What they give is never
 *  altered: a dataset or function that has changed is another object, by which a kept plan knows that it is out of date. */
export interface Catalog {
  dataset(id: string): DatasetSchema | undefined
  datasetIds(): string[]
  /** What FROM reads in place of a dataset that is a view, as text; undefined for any other. */
  view?(id: string): string | undefined
  function(id: string): CatalogFunction | undefined
  functionIds(): string[]
  /** Makes sure that SQLite holds the table of a dataset. Called before the first stage that reads it.
   *  @param columns names of its columns that will be read, `_name` where rows are looked up by it: other columns may
   *  be left NULL, and names without an index; all where absent */
  load(id: string, call: Call, columns?: ReadonlySet<string>): Promise<void>
}

/** A dataset as a SQLite table. Besides its columns each table has `_row INTEGER PRIMARY KEY` (order of
 *  recording), `_name TEXT UNIQUE` (text form of the row's path), `_hash INTEGER` (rowHash with its top bit
 *  flipped, so that SQLite's signed order is the hash's unsigned order; indexed), `_time REAL` (ms since 1970 or
 *  null) and `_rest BLOB` (a row value by the codec, or null) where `open` is true. */
export interface DatasetSchema {
  id: string
  /** Name of the SQLite table. Never derived from user text. */
  table: string
  columns: DatasetColumn[]
  /** True if rows may hold columns that are not in `columns`; they are in `_rest`. */
  open: boolean
  /** Order of rows when a query has no ORDER BY. */
  order: 'recorded' | 'hash'
  rowCount: number
}

/** `values` says what the cells hold, so that the binder can type expressions and expand embeddings. */
export interface DatasetColumn {
  path: Path
  /** Name of the SQLite column. Never derived from user text. */
  column: string
  values: ColumnValues
  /** Some rows lack the cell: NULL then is an absent cell, which `*` leaves out of a row where a format can. */
  sparse?: true
}

export type ColumnValues =
  | { kind: 'atoms'; types: readonly AtomType[] }
  | { kind: 'embedding'; shape: readonly number[] }
  | { kind: 'any' }

/** What lies in a cell (`typeOfValue` in sqlite/codec.ts gives it). The first four are SQLite's own and keep its fast
 *  path: `integer` is within ±2^53, `number` is finite; what SQLite cannot hold itself has a type of its own, so that
 *  a column is only slow where it must be. */
export type AtomType =
  | 'null'
  | 'integer'
  | 'number'
  | 'string'
  | 'infinite'
  | 'nan'
  | 'integer64'
  | 'blob'
  | 'timestamp'
  | 'interval'
  | 'path'

/** A function under /v1/functions as SQL sees it. */
export type CatalogFunction = ExpressionFunction | NativeFunction

/** sql.expression: bound in place, as if its select list stood where the call does, with the argument's columns in
 *  scope. So an async call inside it is hoisted like any other. */
export interface ExpressionFunction {
  kind: 'expression'
  id: string
  /** A select list without the keyword. */
  expression: string
  /** The value is bare, not a row. */
  raw: boolean
  /** A one-argument call takes its argument without a row around it. */
  autoInput: boolean
}

/** A function in TypeScript. Its argument is one row; `input` names the columns it reads from it. */
export interface NativeFunction {
  kind: 'native'
  id: string
  input: readonly FunctionInput[]
  /** Columns of the result row; `open` results (scores by label) say so. */
  output: FunctionOutput
  /** True: called as `f(x)` by position and giving a row, like the builtin `fetcher(url)`. */
  positional?: boolean
  /** True: the call is the value of the one output column, not a row of it. */
  bare?: boolean
  /** `sync` may be called inside SQLite. `async` is hoisted into an apply stage, in batches. */
  mode: 'sync' | 'async'
  batchSize?: number
  /** One result per row of arguments (in the order of `input`), or the reason why there is none. A thrown error
   *  ends the query; a returned `RowFailure` makes that row's result NULL and is reported. Distinct arguments only. */
  apply(rows: Value[][], call: Call): Promise<(Value | RowFailure)[]>
  /** Present where mode is `sync`. */
  applySync?(row: Value[]): Value
  /** Where mode is `sync` and the one input a row, a faster way if the columns of that row are known beforehand. */
  overCells?(paths: readonly Path[]): CellRows
}

/** Rows of the same columns, in the form that a function takes them in: many are cheaper together than one by one. */
export interface CellRows {
  /** How many rows there may be. */
  readonly capacity: number
  /** Puts a row, cell by cell, at a place from 0 on. */
  put(place: number, cells: readonly Value[]): void
  /** True if the rows at two places have the same result. */
  same(a: number, b: number): boolean
  /** What `applySync` gives for the rows at places from `start` up to `end`. */
  results(start: number, end: number): Value[]
}

export interface FunctionInput {
  name: string
  type: ColumnValues | { kind: 'row' }
}

export interface FunctionOutput {
  columns: { path: Path; values: ColumnValues | { kind: 'row' } }[]
  open: boolean
}

/** Why one row of a batch has no value. */
export class RowFailure {
  readonly code: string
  readonly message: string
  /** The argument that names the thing, for example the URL. */
  readonly input: string | undefined

  constructor(code: string, message: string, input?: string) {
    this.code = code
    this.message = message
    this.input = input
  }
}

export type { RowError }
