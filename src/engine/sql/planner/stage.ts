import type { BoundQuery, BoundSelect, FunctionCall } from '../binder/bound.ts'

/** What is done for a statement, in order. */
export interface Plan {
  stages: ApplyStage[]
  /** The statement itself, run by SQLite once all calls have their results. */
  query: BoundQuery
  /** Datasets to be loaded before the first stage. */
  datasets: ReadonlySet<string>
  /** The result has the times of columns that are not of their row's time. */
  cellTimes: boolean
}

/** An asynchronous function over the distinct arguments that a query gives and that have no result yet. */
export interface ApplyStage {
  kind: 'apply'
  call: FunctionCall
  /** Its columns are the arguments; its row names are those of the rows that need the result. */
  rows: BoundSelect
  /** Inside `try`: a failure is no error of its row. */
  guarded: boolean
}
