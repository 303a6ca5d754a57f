import type { ParameterTable, ParamValues } from '../params.ts'

/** One type of datasets: rules for what may be written. How rows are kept is the same for all. */
export interface DatasetType<P extends ParameterTable = ParameterTable> {
  type: string
  summary: string
  params: P
  /** Order of rows when a query has no ORDER BY. */
  order: 'recorded' | 'hash'
  /** Columns that the SQLite table may have; further ones go to `_rest`. */
  maxTableColumns: number
  /** What to do with a row name that was written before. */
  repeatedRow: 'refuse' | 'accumulate'
  /** What to do with a column that the first rows did not have. */
  unknownColumn(params: ParamValues<P>): 'error' | 'ignore' | 'add'
  /** True if rows may be recorded after a commit. */
  mutable: boolean
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
