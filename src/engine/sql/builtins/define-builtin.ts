// builtins/ is the language's own functions, one per file, listed in index.ts: there is no registration by import.
// A builtin knows values, never datasets, scopes or SQLite's connection. Functions that need the row they stand in
// (rowName(), columnCount(), columnName(), ...) belong to the binder, not here.
import type { Value } from '../../../contract/values.ts'
import type { ColumnValues } from '../catalog.ts'

/** The type of an expression as far as binding knows it. `row` with `columns` undefined is an open row. */
export type ValueType = ColumnValues | { kind: 'row'; columns?: readonly { name: string; type: ValueType }[] }

/** An argument when a call is lowered to SQLite's own SQL. */
export interface LoweredArgument {
  /** SQL text that computes it; may be repeated, has no side effect. */
  sql: string
  type: ValueType
}

/** SQL texts that only the executor knows, for builtins that are lowered. */
export interface LoweringContext {
  /** A NaN as SQLite carries it. */
  nan: string
  /** The same call through JavaScript, for the rare values that SQLite's own functions see differently. */
  call: string
}

/** Gives the call in SQLite's own SQL, or undefined where its result would differ for these argument types. */
export type Lower = (args: readonly LoweredArgument[], context: LoweringContext) => string | undefined

interface Documented {
  /** Lower case; names ignore case. */
  name: string
  aliases?: readonly string[]
  group: 'path' | 'number' | 'string' | 'token' | 'time' | 'vector' | 'blob' | 'geo' | 'row' | 'aggregate'
  /** `pow(x, y)`; optional arguments in brackets. */
  signature: string
  summary: string
  /** Checked by a test and printed in docs/sql.md: an expression without FROM, and its value as format=atom prints it. */
  example: { sql: string; result: unknown }
  /** Least and greatest number of arguments. */
  arity: readonly [number, number]
  /** After the written arguments the binder passes the times of the first one's values, as timestamps: the latest, the
   *  earliest or all of them; with `each` a row of the times of its columns, where they differ. Not counted in `arity`; where they are missing all times count as equal. */
  timed?: 'latest' | 'earliest' | 'all' | 'each'
}

export interface ScalarBuiltin extends Documented {
  kind: 'scalar'
  result: (args: readonly ValueType[]) => ValueType
  /** True (the default): a NULL argument gives NULL and `apply` is not called. */
  strict?: boolean
  /** True (the default): equal arguments give equal values, so that calls may be folded and shared. */
  deterministic?: boolean
  /** The same as `apply` in SQLite's own SQL, where these argument types allow it: no JavaScript per row. */
  lower?: Lower
  /** @throws EngineError `type-mismatch`; the executor adds "Executing builtin function <name>: ". */
  apply: (args: readonly Value[]) => Value
}

export interface AggregateBuiltin<State = unknown> extends Documented {
  kind: 'aggregate'
  result: (args: readonly ValueType[]) => ValueType
  lower?: Lower
  init: () => State
  /** Called once a row, NULL arguments included. Returns the new state (may be the same object). */
  step: (state: State, args: readonly Value[]) => State
  finish: (state: State) => Value
}

export type Builtin = ScalarBuiltin | AggregateBuiltin

export const defineScalar = (builtin: Omit<ScalarBuiltin, 'kind'>): ScalarBuiltin => ({
  kind: 'scalar',
  ...builtin,
})

/** The state's type is the aggregate's own affair; the list of builtins holds them as unknown. */
export const defineAggregate = <State>(builtin: Omit<AggregateBuiltin<State>, 'kind'>): AggregateBuiltin =>
  ({ kind: 'aggregate', ...builtin }) as unknown as AggregateBuiltin
