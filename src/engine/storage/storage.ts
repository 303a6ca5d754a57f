// storage/ knows bytes and keys, never datasets. Start here: the interface; then memory.ts, the simplest
// implementation; tests/conformance/storage.ts holds every implementation to it.

/** What is kept, and in what form. A change here needs a step in `upgrade.ts`. */
export interface Stores {
  /** Dataset records: schema, list of chunks. JSON. Key: dataset id. */
  datasets: unknown
  /** Immutable columnar chunks of rows. Key: `<dataset version>/<index>`. */
  chunks: Uint8Array
  /** Redo log of row changes not yet in a chunk. Key: `<dataset version>/<sequence>`. */
  log: Uint8Array
  /** Function configurations. JSON. Key: function id. */
  functions: unknown
  procedures: unknown
  /** Key: `<procedure id>/<run id>`. */
  runs: unknown
  /** The virtual file system behind file:/// URLs: dropped images, CSV files, trained models. Key: the path. */
  files: Uint8Array
  /** Feature vectors by content. Key: `<model digest>/<output>/<image digest>`. */
  features: Uint8Array
  /** Files of networks by their own digest, so that a network works offline once it was loaded. */
  models: Uint8Array
}

export type StoreName = keyof Stores

export type Change = {
  [S in StoreName]: { store: S; key: string; put: Stores[S] } | { store: S; key: string; delete: true }
}[StoreName]

/** Keeps values under keys. A commit is atomic and, once acknowledged, survives the process being killed. */
export interface Storage {
  /** What was found damaged when it was opened, in words; absent or empty where all is well. */
  readonly problems?: readonly string[]
  get<S extends StoreName>(store: S, key: string): Promise<Stores[S] | undefined>
  /** In key order; all keys that start with `prefix`. */
  keys(store: StoreName, prefix?: string): Promise<string[]>
  /** All changes or none, in order.
   *  @throws EngineError `storage-full` with everything as it was */
  commit(changes: readonly Change[]): Promise<void>
  close(): void
}
