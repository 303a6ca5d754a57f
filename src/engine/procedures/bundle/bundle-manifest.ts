// bundle/ packs all that was made into one zip, and unpacks it elsewhere. A bundle holds its manifest, a Parquet file
// (JSON lines where rows have columns of their own) for each dataset, and stored files as they are; all of it can be
// read without this app.
import type { EntityConfig } from '../../../contract/rest.ts'

export const BUNDLE_FORMAT = 'mldb-bundle'
/** Raised when an older app could not read what is written. 2: views, which have no rows. */
export const BUNDLE_VERSION = 2

export interface BundleManifest {
  format: typeof BUNDLE_FORMAT
  version: number
  /** ISO 8601. */
  created: string
  datasets: {
    id: string
    type: string
    params: Record<string, unknown>
    /** Its rows, in the archive, with their names and times. */
    file: string
    rows: 'parquet' | 'json'
    rowCount: number
  }[]
  /** Datasets that are computed from others, which follow in `datasets` or here. Version 1 has none. */
  views?: { id: string; type: string; params: Record<string, unknown> }[]
  /** Records of functions, procedures and runs, as storage keeps them. */
  functions: { key: string; record: { config: EntityConfig & { id: string } } }[]
  procedures: { key: string; record: { config: EntityConfig & { id: string } } }[]
  runs: { key: string; record: unknown }[]
  /** Stored files: where they are in the archive, and where they were. */
  files: { path: string; file: string }[]
  /** Networks that were downloaded, by the keys of storage. */
  networks: { key: string; file: string }[]
}
