import type { Call, RowError } from '../../contract/progress.ts'
import type { Path, RowValue, Value } from '../../contract/values.ts'
import type { ColumnValues, FunctionInput, FunctionOutput } from './catalog.ts'

/** The public surface of the dialect, made by `createSql({ catalog, database })`. Procedures, functions and routes
 *  use this and nothing else of `sql/`. */
export interface Sql {
  /** Parses, binds and plans a statement, and opens its result. No row is computed before `batches()` is read,
   *  except that async stages run when the first batch is asked for.
   *  @throws EngineError `syntax`, `unknown-column`, ... with the span in `detail.span` */
  query(statement: Statement, call?: Call, options?: QueryOptions): Promise<Result>
  /** As `query`, with all stages run and the rows kept inside SQLite, to be read page by page in any order. What is read
   *  is as the datasets were then. Must be closed. */
  open(statement: Statement, call?: Call, options?: QueryOptions): Promise<Cursor>
  /** Evaluates a select list (without the keyword) once per row of arguments, in one go: async calls in it are
   *  batched over all rows. Used for sql.expression over REST and the `inputs` and `outputs` of tensorflow.graph.
   *  One entry per row: its value, or the reason why there is none. */
  evaluate(expression: string, rows: RowValue[], call?: Call): Promise<(RowValue | RowError)[]>
  /** Free variables and result columns of a select list, for `/info` and for functions made of expressions. */
  describe(expression: string): { input: FunctionInput[]; output: FunctionOutput }
  /** The stages of a statement as lines of text. */
  explain(statement: Statement): string[]
}

/** A SELECT as text, or as its clauses (rest.md section 9). */
export type Statement = string | SelectClauses

export interface SelectClauses {
  select?: string
  named?: string
  from?: string
  when?: string
  where?: string
  groupBy?: string
  having?: string
  orderBy?: string
  limit?: number
  offset?: number
}

export interface QueryOptions {
  /** Values of `$name` parameters. */
  parameters?: Record<string, Value>
  /** ANDed to the statement's WHERE, ordered by, cut: how an experiment makes folds of one query. */
  refine?: { where?: string; orderBy?: string; limit?: number; offset?: number }
  /** Rows a batch, 1,024 by default. */
  batchSize?: number
  /** Batches also have `columnTimes`. */
  cellTimes?: boolean
}

/** The result of a query. Columns are known before the first row; what is not (an open row type) is in each row's
 *  `rest`. A row value or embedding in a column is not flattened: formats do that when they print. */
export interface Result {
  columns: ResultColumn[]
  /** True if rows may carry columns beyond `columns`, in `rest`. */
  open: boolean
  /** Read once. Reading is what makes stages run; cancelling is by the call's signal or by leaving the loop. */
  batches(): AsyncGenerator<RowBatch>
  /** Rows whose async calls failed, complete once `batches()` ended. */
  rowErrors: readonly RowError[]
  /** What a person should know but no error is: names that no column has and that therefore read as NULL. */
  warnings: readonly string[]
}

/** A result whose rows are kept while it is open. */
export interface Cursor extends Omit<Result, 'batches'> {
  rowCount: number
  /** Rows from `offset` on, at most `limit`; fewer at the end. */
  page(offset: number, limit: number): RowBatch
  close(): void
}

export interface ResultColumn {
  path: Path
  values: ColumnValues | { kind: 'row' }
  /** From a wildcard over a sparse dataset: NULL is an absent cell, which formats leave out. */
  sparse?: true
}

/** Rows in columns: `columns[c][r]` is the value of `result.columns[c]` in row r. */
export interface RowBatch {
  /** Text form of the row paths. */
  rowNames: string[]
  columns: Value[][]
  /** One entry per row where the result is open. */
  rest?: (RowValue | null)[]
  /** Time of each row's values, ms since 1970; -Infinity for constants. */
  times: Float64Array
  /** Where `cellTimes` was asked for: the times of columns whose values are not of their row's time. */
  columnTimes?: (Float64Array | undefined)[]
}
