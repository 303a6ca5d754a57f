import type { Progress, RowError } from './progress.ts'
import type { Path, Value } from './values.ts'

export const ENTITY_KINDS = ['datasets', 'functions', 'procedures'] as const
export type EntityKind = (typeof ENTITY_KINDS)[number]

/** One REST call, whatever carries it (worker message, HTTP, service worker). */
export interface RestRequest {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** Path with or without a query string, percent-encoded: `/v1/query?q=SELECT%201`. */
  path: string
  headers?: Record<string, string>
  /** A parsed JSON value, or bytes for `/v1/files`. */
  body?: unknown
}

/** Its answer. `body` is a JSON value, or bytes for `/v1/files`, or a `CompactResult` for format=compact; undefined for 204. */
export interface RestResponse {
  status: number
  headers: Record<string, string>
  body?: unknown
}

/** The body of every answer with a status of 400 and above. `code` is ours, the rest the original's. */
export interface ErrorBody {
  error: string
  httpCode: number
  code?: string
  details?: Record<string, unknown>
}

/** Body of a PUT or POST that creates an entity. */
export interface EntityConfig {
  id?: string
  type: string
  params?: Record<string, unknown>
  persistent?: boolean
  deterministic?: boolean
}

export type EntityState = 'ok' | 'initializing' | 'error' | 'cancelled'

/** Status object of a dataset, function or procedure. */
export interface EntityStatus {
  id: string
  type: string
  state: EntityState
  config: EntityConfig
  progress?: RunProgress
  status?: unknown
}

export type RunState = 'executing' | 'finished' | 'error' | 'cancelled'

export interface RunProgress {
  steps: RunStep[]
}

/** One named step of a run. `value` is a share of 1 where `total` is known, else a count. */
export interface RunStep {
  name: string
  type: 'percentile' | 'count'
  /** What `done` and `total` count. */
  phase?: Progress['phase']
  value: number
  done: number
  total?: number
  started: string
  ended?: string
}

/** Status of one run of a procedure. */
export interface RunStatus {
  id: string
  runStarted: string
  runFinished?: string
  state: RunState
  progress?: RunProgress
  /** The procedure's own result, or `ErrorBody` for a run that failed. */
  status?: unknown
}

/** What a run that reads or writes rows adds to its status when some rows could not be computed. */
export interface RowErrorSummary {
  rowErrorCount: number
  /** The first hundred. */
  rowErrors: RowError[]
}

export const QUERY_FORMATS = ['full', 'sparse', 'soa', 'aos', 'table', 'atom', 'compact'] as const
export type QueryFormat = (typeof QUERY_FORMATS)[number]

/** `mldb` is the dialect of docs/sql.md; `sqlite` is SQLite itself over views of the datasets. */
export const SQL_DIALECTS = ['mldb', 'sqlite'] as const
export type SqlDialect = (typeof SQL_DIALECTS)[number]

/** A result kept by the engine, to be read page by page. */
export interface CursorInfo {
  id: string
  rowCount: number
  columns: { name: string; path: Path }[]
  /** True if rows may have further columns, which pages then show. */
  open: boolean
  rowErrors: RowError[]
  /** What a person should know but no error is. */
  warnings: string[]
  durationMs: number
}

/** A builtin as `GET /v1/builtins` lists it. */
export interface BuiltinInfo {
  name: string
  aliases: string[]
  kind: 'scalar' | 'aggregate'
  group: string
  signature: string
  summary: string
}

/** What `GET /v1/types/<kind>/<type>/info` says of a parameter. */
export interface ParameterInfo {
  name: string
  comment: string
  /** STRING, INTEGER, FLOAT, BOOLEAN, ENUM, ARRAY, STRUCTURE, MAP or ANY. */
  kind: string
  /** As documentation shows it: `string`, `url`, `query`, `output dataset`, ... */
  type: string
  required: boolean
  /** Present where the kind is ENUM. */
  values?: readonly string[]
  /** Absent where there is none. */
  default?: unknown
}

/** A type of entities and its parameters: `GET /v1/types/<kind>/<type>/info`. */
export interface TypeInfo {
  configType: { kind: 'STRUCTURE'; typeName: string; comment: string; fields: ParameterInfo[] }
}

/** format=compact: columns as arrays, an embedding as one typed array. In-process transports only. */
export interface CompactResult {
  rowNames: string[]
  columns: CompactColumn[]
  /** Rows whose async calls failed: their cells are null, the reasons are here. */
  rowErrors: RowError[]
  durationMs: number
}

export interface CompactColumn {
  path: Path
  /** Text form of the path. */
  name: string
  values: Value[]
}

/** What `GET /v1/files` lists: the virtual file system behind `file:///` URLs. */
export interface FileInfo {
  path: string
  sizeBytes: number
  contentType: string
}

/** A model that can be loaded by name, and what is known of it before it is. `GET /v1/models`. */
export interface ModelInfo {
  name: string
  title: string
  /** Where its bytes come from, in words and as an address. */
  source: string
  url: string
  licence: string
  sizeBytes?: number
  /** SHA-256 of its bytes, once they were read. */
  digest?: string
  /** The output a beginner should take, and why. */
  output: string
  outputSize: number
  goodFor: string
  /** Present where better weights exist: how to get them. */
  caveat?: string
  available: boolean
  /** Classes whose names came with the weights: its `softmax` can say in words what is in a picture (`tf_labels`). */
  classes?: number
  /** Its bytes are kept in this database: it works with no network. */
  kept?: boolean
  /** As it was last measured here; absent until then. */
  speed?: ModelSpeed
}

/** How fast a network computed images on this machine. */
export interface ModelSpeed {
  backend: string
  /** Why that backend, in a sentence. */
  reason: string
  /** Decoding and inference, without fetching. */
  imagesPerSecond: number
  images: number
  /** ISO 8601. */
  measured: string
}

/** What `GET /v1/preview` says of a file before anything of it is stored. */
export interface ImportPreview {
  url: string
  /** What the file is, by its content. */
  format: string
  /** Where rows of it can go: one dataset each. Empty where nothing can be imported; `note` says why. */
  tables: PreviewTable[]
  note?: string
}

export interface PreviewTable {
  /** A name for the dataset. */
  name: string
  /** The procedure that imports it, with the parameters that were found out; `outputDataset` is left to choose. */
  type: string
  params: Record<string, unknown>
  columns: PreviewColumn[]
  /** JSON forms of the first rows' cells. */
  rows: unknown[][]
  /** Where it is known without reading all. */
  rowCount?: number
  note?: string
}

export interface PreviewColumn {
  path: Path
  /** What the first rows hold: `integer`, `number`, `text`, `timestamp`, `vector`, `blob`, `mixed` or `empty`. */
  type: string
}
