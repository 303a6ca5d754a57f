import type { Path } from '../../../contract/values.ts'
import type { SqliteValue } from '../../sqlite/codec.ts'
import type { Bound, ColumnClauses } from '../binder/bound.ts'
import type { AggregateBuiltin, ScalarBuiltin } from '../builtins/define-builtin.ts'
import type { NativeFunction } from '../catalog.ts'
import type { OperatorName } from '../operators/operators.ts'
import type { Extent } from '../span.ts'

/** SQL of numbers and cells of a table's rows, in the order of their numbers; after these parameters it takes the number
 *  from behind which on, and how many. */
export interface CellScan {
  sql: string
  parameters: readonly SqliteValue[]
}

/** Gives the SQL name of a function in JavaScript, and sees to it that SQLite knows it. `guarded`: inside `try`, where
 *  a failure is a value. `site`: the number of the call (call-sites.ts); what a function throws names it by the name given. */
export interface FunctionRegistry {
  operator(op: OperatorName, guarded: boolean, site?: number): string
  builtin(builtin: ScalarBuiltin, guarded: boolean, site?: number): string
  aggregate(builtin: AggregateBuiltin, site?: number): string
  /** An aggregate over frames: `put(id, place, keep, …args)` gives the place back, `take(id, first, last, …)` the result. */
  window(
    builtin: AggregateBuiltin,
    distinct: boolean,
    at: Extent | undefined,
  ): { id: number; put: string; take: string }
  /** A synchronous function of the catalog, giving its output of that index. */
  native(fn: NativeFunction, output: number | 'rest' | 'all', guarded: boolean): string
  /** The same for a function over cells, whose row has these columns: called with `id`, the output's number (-1 for
   *  `rest`, -2 for `all`), then the cells.
   *  @param key of the call: equal ones share their results
   *  @param scan where the rows of a table are read ahead from, if they can be */
  cellCall(
    fn: NativeFunction,
    key: string,
    paths: readonly Path[],
    scan: CellScan | undefined,
  ): { name: string; id: number }
  /** `mldb_<name>` of the fixed set in executor/row-functions.ts. */
  internal(name: InternalFunction): string
  /** A tree of calls over inputs 0, 1, …: called with `id`, then those. */
  program(bound: Bound): { name: string; id: number }
  /** The clauses of a COLUMN EXPR: called with `id`, then the arguments of the node. */
  columnExpr(clauses: ColumnClauses, guarded: boolean): { name: string; id: number }
  /** A function that keeps a value while the statement runs, and gives its number: called with `id` and the value. */
  kept(): { name: string; id: number }
  /** The number of this statement's store of cells. */
  cells(): number
  /** A function that counts the rows of a recursion and ends one that has too many: called with `id`. */
  recursion(): { name: string; id: number }
  /** True if no function of this statement keeps anything: its SQL may run again. */
  keepsNothing(): boolean
  /** Forgets what the functions of this statement kept. */
  close(): void
}

export type InternalFunction =
  | 'hash'
  | 'hash_of'
  | 'name_hash'
  | 'join_name'
  | 'group_name'
  | 'rank'
  | 'sort_key'
  | 'sample_key'
  | 'cells'
  | 'cell_name'
  | 'cell_path'
  | 'cell_value'
  | 'draws'
  | 'draw_name'
  | 'bytes'
  | 'failed'
  | 'failure_text'
