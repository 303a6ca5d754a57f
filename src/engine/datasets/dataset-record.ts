import type { Path } from '../../contract/values.ts'
import type { ColumnValues } from '../sql/catalog.ts'

/** What storage keeps of a dataset beside its chunks and its log. JSON. */
export interface DatasetRecord {
  id: string
  type: string
  params: Record<string, unknown>
  /** Chunks and log entries stand under keys that start with it. New at each rewrite, so that the rows of a dataset
   *  being written are never mistaken for those of the one it will replace. */
  version: string
  temporary?: true
  /** Columns of the SQLite table, in order of first appearance. A chunk names them by their index. */
  columns: RecordColumn[]
  /** Columns that are not in the table, in order of first appearance; their cells are in `_rest`. */
  restColumns: RecordColumn[]
  chunks: ChunkRecord[]
  /** True where no row name stands twice in the chunks that are not `merged`: they can be inserted as they are. */
  distinctRows: boolean
  /** Entries of the log that are committed: sequence numbers from `from` up to, not including, `to`. */
  log: { from: number; to: number }
  rowCount: number
  /** Cells that are there, explicit NULLs included. */
  valueCount: number
  /** Earliest and latest time of a row, ms since 1970; infinities and not-a-date left out; null where there is none. */
  times: [earliest: number, latest: number] | null
}

export interface RecordColumn {
  path: Path
  values: ColumnValues
  /** True where a row may lack the cell. */
  sparse?: true
}

export interface ChunkRecord {
  rows: number
  sizeBytes: number
  /** SHA-256 of its bytes, in hexadecimal. */
  digest: string
  /** Columns that are kept apart from it, under `partKey`. */
  parts?: PartRecord[]
  /** True where rows of earlier chunks may stand in it again: their cells accumulate. */
  merged?: true
}

export interface PartRecord {
  /** Index of the column. */
  column: number
  sizeBytes: number
  digest: string
}

/** Key of a chunk or log entry. Padded, so that keys sort in order of writing. */
export const entryKey = (version: string, index: number): string =>
  `${version}/${String(index).padStart(8, '0')}`

/** Key of a column kept apart from a chunk. It begins with the chunk's. */
export const partKey = (version: string, index: number, column: number): string =>
  `${entryKey(version, index)}/c${column}`

/** How many columns a cell of this type is over REST, where embeddings are flattened. */
export const flattenedWidth = (values: ColumnValues): number =>
  values.kind === 'embedding' ? values.shape.reduce((product, n) => product * n, 1) : 1
