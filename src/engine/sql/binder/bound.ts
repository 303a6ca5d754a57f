// binder/ gives every name of a tree its meaning: columns, functions, types, wildcards. Out comes a `BoundQuery`,
// which mentions neither text nor catalog. It computes nothing and knows nothing of stages. Start with bound.ts (what
// comes out), then bind-query.ts.
import type { Path, Value } from '../../../contract/values.ts'
import type { JoinType } from '../ast.ts'
import type { AggregateBuiltin, ScalarBuiltin, ValueType } from '../builtins/define-builtin.ts'
import type { NativeFunction } from '../catalog.ts'
import type { OperatorName } from '../operators/operators.ts'
import type { Extent } from '../span.ts'

/** An expression with all names resolved. A `row` node is a row whose columns are known one by one; it becomes a
 *  value only where something needs it whole. `at` is where the statement calls what may fail. */
export type Bound =
  | { kind: 'const'; value: Value; type: ValueType }
  /** A column of the SQL of a source: `t<source>."<name>"`. */
  | { kind: 'column'; source: number; name: string; type: ValueType; label: string }
  /** What a free variable or the argument of a function holds; only where there is no FROM. `[]` is all of it. */
  | { kind: 'input'; path: Path; type: ValueType }
  | { kind: 'op'; op: OperatorName; args: Bound[]; type: ValueType; at?: Extent }
  /** A value only SQLite's side of a row has. */
  | { kind: 'special'; op: SpecialName; args: Bound[]; type: ValueType }
  | { kind: 'builtin'; builtin: ScalarBuiltin; args: Bound[]; type: ValueType; at?: Extent }
  /** SQLite's own functions: date(), json_extract(), … */
  | { kind: 'sqlite'; name: string; args: Bound[]; type: ValueType }
  | { kind: 'aggregate'; aggregate: BoundAggregate; type: ValueType; at?: Extent }
  | { kind: 'case'; branches: { when: Bound; result: Bound }[]; otherwise: Bound; type: ValueType }
  /** A column of what a function returns; `column` undefined is the whole row, `'rest'` what is beyond its columns. */
  | { kind: 'output'; call: FunctionCall; column: number | 'rest' | 'all'; type: ValueType }
  | { kind: 'row'; columns: BoundColumn[]; rest?: Bound; type: ValueType }
  | { kind: 'subquery'; query: BoundQuery; correlated: boolean; type: ValueType }
  | { kind: 'exists'; query: BoundQuery; correlated: boolean; type: ValueType }
  | { kind: 'inQuery'; operand: Bound[]; query: BoundQuery; correlated: boolean; type: ValueType }
  | {
      kind: 'tuple'
      op: '=' | '!=' | '<' | '<=' | '>' | '>='
      left: Bound[]
      right: Bound[]
      type: ValueType
    }
  | { kind: 'collate'; operand: Bound; collation: string; type: ValueType }
  /** A row made of the columns of a row that only the run knows: args are the row, how many rows have each column (or
   *  null where nobody asks), and what the clauses read besides. */
  | { kind: 'columnExpr'; clauses: ColumnClauses; args: Bound[]; type: ValueType }
  /** The first of `watched` that fails makes it `fallback`, or the failure's message. */
  | { kind: 'try'; body: Bound; fallback?: Bound; watched: Bound[]; type: ValueType }

/** `hash`: rowHash from the table's flipped column; `nameHash`: the same from a name; `joinName`; `groupName`: from
 *  key values; `time`, `earliestTime`: of several times; `sampleKey`: what a sample is ordered by. `cells`: the cells of a row that only
 *  the run knows, as numbers for an `each`, of which `cellName`, `cellPath` and `cellValue` give the name, the path and the
 *  value; `kept`: a number for a value that is kept while the statement runs;
 *  `blob`: bytes of SQLite's own, marked as every cell of bytes is, `bytes`: a value as SQLite's own functions see it, bytes without their mark; `draws`: row numbers drawn with replacement, `drawName` the name of a row drawn. */
export type SpecialName =
  | 'hash'
  | 'nameHash'
  | 'joinName'
  | 'groupName'
  | 'time'
  | 'earliestTime'
  | 'sampleKey'
  | 'toInteger'
  | 'toText'
  | 'cells'
  | 'cellName'
  | 'cellPath'
  | 'cellValue'
  | 'draws'
  | 'drawName'
  | 'kept'
  | 'blob'
  | 'bytes'

/** The clauses of a COLUMN EXPR over inputs `name`, `value`, `count` and `a0`, `a1`, … */
export interface ColumnClauses {
  structured: boolean
  select?: Bound
  as?: Bound
  where?: Bound
  orderBy: BoundOrder[]
  limit?: number
  offset: number
  /** Which columns there are, and their names, does not depend on the row. */
  perColumn: boolean
  /** Columns whose NULL is no cell. */
  sparse: ReadonlySet<string>
}

export interface BoundColumn {
  path: Path
  value: Bound
  /** A column of a sparse dataset, by a wildcard: NULL is an absent cell. */
  sparse?: true
  /** When the value is of, ms since 1970, if that is not the row's time. */
  time?: Bound
  /** A failure of its is a value, for a `try` that reads it. */
  guarded?: boolean
}

/** A call of a function of the catalog. Equal calls are one object's worth of work: compare by `keyOf`. */
export interface FunctionCall {
  fn: NativeFunction
  args: Bound[]
}

export interface BoundAggregate {
  /** Undefined for `count(*)` and for a window function of SQLite's own. */
  builtin?: AggregateBuiltin
  name: string
  args: Bound[]
  distinct: boolean
  orderBy: BoundOrder[]
  filter?: Bound
  over?: BoundWindow
  /** The place of the row in the order of `over`, where JavaScript computes it (planner/rules/place-windows.ts). */
  position?: Bound
}

export interface BoundWindow {
  partitionBy: Bound[]
  orderBy: BoundOrder[]
  /** Text of the frame with `?` for offsets, without EXCLUDE, or empty. */
  frame: string
  exclude?: 'CURRENT ROW' | 'GROUP' | 'TIES'
  offsets: Bound[]
}

export interface BoundOrder {
  expr: Bound
  descending: boolean
  nulls?: 'FIRST' | 'LAST'
}

export type BoundFrom =
  | { kind: 'table'; source: number; table: string; dataset: string; alias?: string }
  | { kind: 'select'; source: number; query: BoundQuery; alias?: string }
  /** A common table of WITH, or the one being defined recursively. */
  | { kind: 'common'; source: number; name: string; shape: CommonShape; width: number; alias?: string }
  /** What is in a JSON text (columns `key`, `value`, …), which an expression gives when the query runs. */
  | { kind: 'each'; source: number; list: Bound; table: 'json_each' | 'json_tree'; path?: Bound }
  | { kind: 'join'; type: JoinType; left: BoundFrom; right: BoundFrom; on?: Bound }

/** `named`: a select, whose rows have names; `bare`: columns only; `itself`: seen from its own recursive part. */
export type CommonShape = 'named' | 'bare' | 'itself'

export type BoundQuery = BoundSelect | BoundCompound | BoundValues

interface BoundQueryBase {
  /** Columns of the result, `c0`, `c1`, … in SQL. */
  columns: BoundColumn[]
  orderBy: BoundOrder[]
  limit?: Bound
  offset?: Bound
  common: BoundCommon[]
  recursive: boolean
}

export interface BoundSelect extends BoundQueryBase {
  kind: 'select'
  from?: BoundFrom
  where: Bound[]
  /** Undefined: not grouped. Empty: one group of all rows. */
  groupBy?: Bound[]
  having?: Bound
  /** Columns beyond `columns`, as a row value. */
  rest?: Bound
  name: Bound
  hash: Bound
  time: Bound
  distinct: boolean
  distinctOn?: Bound[]
  /** True if ORDER BY was written, not only filled in. */
  ordered: boolean
}

export interface BoundCompound extends BoundQueryBase {
  kind: 'compound'
  op: 'UNION' | 'UNION ALL' | 'INTERSECT' | 'EXCEPT'
  left: BoundQuery
  right: BoundQuery
  /** Where, among the columns, those begin that nobody wrote: the time of the row, and the times of columns that have
   *  their own (binder/compound-times.ts). */
  timeAt?: number
}

export interface BoundValues extends BoundQueryBase {
  kind: 'values'
  rows: Bound[][]
  /** Rows are named by their position, from here. */
  firstName: 0 | 1
}

export interface BoundCommon {
  name: string
  query: BoundQuery
}
