import type { InceptionApi } from '../contract/inception.ts'
import type { LearningApi } from '../contract/learning.ts'
import type { Call } from '../contract/progress.ts'
import type { EntityConfig, EntityStatus, FileInfo, RestRequest, RestResponse } from '../contract/rest.ts'
import type { Path, RowValue, Value } from '../contract/values.ts'
import type { OutputDataset } from './params.ts'
import type { CatalogFunction, DatasetSchema } from './sql/catalog.ts'
import type { RowBatch, Sql } from './sql/sql.ts'
import type { Database } from './sqlite/database.ts'
import type { Change, Storage } from './storage/storage.ts'

/** What functions and procedures receive: the engine's parts as interfaces. `engine.ts` makes it. */
export interface EngineContext {
  sql: Sql
  datasets: DatasetStore
  functions: FunctionStore
  procedures: ProcedureStore
  files: FileStore
  storage: Storage
  /** A SQLite database apart from the engine's own: empty, or with the content of a file. Must be closed. */
  openSqlite(content?: Uint8Array): Promise<Database>
  /** Answers a REST request of /v1, for what creates entities of any kind. */
  request(request: RestRequest, call?: Call): Promise<RestResponse>
  inception: InceptionApi
  learning: LearningApi
  /** The outside world. Relative addresses must be resolved against `appUrl` first. */
  fetch: typeof fetch
  /** Where the app's own files (`models/`, `samples/`) are served, ending in '/'; absent where nothing is served. */
  appUrl?: string
}

/** A file to write: its path or `file:///` URL, and its content. */
export interface NamedBytes {
  path: string
  bytes: Uint8Array
}

/** The virtual file system behind `file:///` URLs. A path has no leading slash: `images/cat.jpg`. */
export interface FileStore {
  /** Accepts a path or a `file:///` URL. */
  read(path: string): Promise<Uint8Array | undefined>
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Writes files, and what else belongs to them, in one commit: all or none of it. */
  writeTogether(files: readonly NamedBytes[], others?: readonly Change[]): Promise<void>
  delete(path: string): Promise<void>
  list(prefix?: string): Promise<FileInfo[]>
}

/** Functions by id, as procedures and other functions need them. */
export interface FunctionStore {
  /** Builds every function that a text (a statement, an expression) may call and that is not built yet. Called
   *  before binding, since the binder's look-ups are synchronous. Those that fail stay listed with their reason. */
  prepare(text: string, call?: Call): Promise<void>
  /** The function, built if it is not yet. @throws EngineError `not-found`, or why it cannot be built */
  get(id: string, call?: Call): Promise<CatalogFunction>
  /** Creates or replaces, and keeps the configuration across restarts. */
  put(config: EntityConfig & { id: string }, call?: Call): Promise<EntityStatus>
  /** Creates or replaces functions together with the files that they read: all of it appears at once, or, if one cannot
   *  be built or the engine is killed, none of it. */
  publish(
    files: readonly NamedBytes[],
    configs: readonly (EntityConfig & { id: string })[],
    call?: Call,
  ): Promise<void>
  /** Takes over functions as another engine's storage kept them. None is built before it is used.
   *  @throws EngineError `bad-file` for what is none of this engine's functions */
  adopt(kept: readonly KeptEntity[]): Promise<void>
  delete(id: string): Promise<void>
}

/** A function or procedure as storage keeps it. */
export interface KeptEntity {
  key: string
  record: { config: EntityConfig & { id: string } }
}

/** Procedures as other procedures need them. */
export interface ProcedureStore {
  /** The configuration of a procedure. @throws EngineError `not-found` */
  config(id: string): EntityConfig & { id: string }
  /** Checks the type and the parameters of a procedure without creating it. @throws EngineError `invalid-argument` */
  check(config: EntityConfig): void
  /** Runs a procedure to the end without creating it: what it returns is its own result.
   *  @throws EngineError why it failed */
  execute(config: EntityConfig & { id: string }, call: Call): Promise<{ status?: unknown; details?: unknown }>
  /** Takes over procedures and their runs as another engine's storage kept them.
   *  @throws EngineError `bad-file` for what is none of this engine's procedures */
  adopt(kept: readonly KeptEntity[], runs: readonly { key: string; record: unknown }[]): Promise<void>
}

/** Datasets by id. */
export interface DatasetStore {
  schema(id: string): DatasetSchema | undefined
  /** Changes whenever what a query reads of the dataset may have changed. */
  version(id: string): string | undefined
  /** All datasets, by id, with what they were created as. */
  list(): { id: string; type: string; params: Record<string, unknown> }[]
  /** True for a type of datasets that rows can be written to, false for a view or an unknown type. */
  canWrite(type: string): boolean
  /** Opens a dataset for writing under a new version; the old one of that id stays until `commit`.
   *  @throws EngineError `invalid-argument` for an unknown type */
  write(output: OutputDataset, call: Call, options?: WriteOptions): Promise<DatasetWriter>
  delete(id: string): Promise<void>
}

export interface WriteOptions {
  /** A step on the way: it is not listed, and gone at the next start at the latest. */
  temporary?: boolean
  /** The writer's promise that no row name comes twice: names then need not be remembered while rows are written. */
  distinctRows?: boolean
}

/** Writes one dataset, batch by batch. Nothing is visible before `commit`; `abort` leaves nothing. */
export interface DatasetWriter {
  id: string
  /** Cells of row r are `columns[c].values[r]`; undefined is an absent cell, null an explicit NULL. Row values
   *  are flattened to columns, embeddings stay one value.
   *  @throws EngineError what the dataset type refuses, for example a duplicate row name */
  append(batch: WriteBatch): Promise<void>
  commit(): Promise<{ rowCount: number; columnCount: number }>
  abort(): Promise<void>
}

export interface WriteBatch {
  /** Text form of the row paths. */
  rowNames: readonly string[]
  /** ms since 1970; absent: now. */
  times?: Float64Array
  columns: readonly { path: Path; values: readonly (Value | undefined)[] }[]
  /** Further cells of each row. */
  rest?: readonly (RowValue | null)[]
}

/** A `WriteBatch` from a batch of a query's result. In a column that some rows lack NULL is an absent cell. */
export const toWriteBatch = (
  columns: readonly { path: Path; sparse?: true }[],
  batch: RowBatch,
): WriteBatch => ({
  rowNames: batch.rowNames,
  times: batch.times,
  columns: columns.map(({ path, sparse }, c) => {
    const values = batch.columns[c] ?? []
    return { path, values: sparse ? values.map((value) => value ?? undefined) : values }
  }),
  ...(batch.rest ? { rest: batch.rest } : {}),
})
