import type { Value } from '../../contract/values.ts'
import type { ParameterTable, ParamValues } from '../params.ts'

/** Looks at rows before they are written. */
export interface RowGuard {
  /** @returns to be called once the rows are written; until then they do not count
   *  @throws EngineError `invalid-argument` for rows that the dataset refuses, naming row and column */
  check(rows: Iterable<GuardedRow>): () => void
}

export interface GuardedRow {
  name: string
  /** Cells by the text form of their paths. */
  cells: Iterable<readonly [column: string, value: Value]>
}

/** One type of datasets: rules for what may be written. How rows are kept is the same for all. */
export interface DatasetType<P extends ParameterTable = ParameterTable> {
  type: string
  summary: string
  params: P
  /** Order of rows when a query has no ORDER BY. */
  order: 'recorded' | 'hash'
  /** Columns that the SQLite table may have; further ones go to `_rest`. */
  maxTableColumns: number
  /** What to do with a row name that was written before: its cells accumulate, or it is refused with this reason. */
  repeatedRow: 'accumulate' | { refusal(rowName: string): string }
  /** What to do with a column that the first rows did not have. */
  unknownColumn(params: ParamValues<P>): 'error' | 'ignore' | 'add'
  /** True if rows may be recorded after a commit, and columns in place of rows. */
  mutable: boolean
  /** What a dataset of the type refuses besides. Made anew for the rows of one version of a dataset. */
  createGuard?(): RowGuard
  /** True where a recorded list of numbers stays one value; elsewhere each number has a cell of its own. */
  keepsVectors?: true
  /** True where creating a dataset again, with the same type and parameters, keeps its rows. */
  reopens?(params: ParamValues<P>): boolean
  /** Present where a dataset of the type is computed from others whenever it is read. */
  view?: {
    /** What FROM reads in its place, in the dialect. @throws EngineError `invalid-argument` */
    from(params: ParamValues<P>): string
    /** The parameters to keep. */
    settle(params: ParamValues<P>): ParamValues<P>
  }
}

/** Declares a dataset type. */
export const defineDataset = <P extends ParameterTable>(type: DatasetType<P>): DatasetType =>
  type as unknown as DatasetType
