import type { ErrorCode, ErrorDetail } from '../../../contract/errors.ts'
import type { Backend, EmbedResult, NetworkFiles, NetworkInfo } from '../../../contract/inception.ts'

/** What a worker of the pool answers: a value, or a failure as plain data, so that its code survives the crossing. */
export type Reply<T> = { value: T } | { failure: WorkerFailure }

export interface WorkerFailure {
  code: ErrorCode
  message: string
  detail?: ErrorDetail | undefined
  /** The backend broke, not the request: a fresh worker, or another backend, may do it. */
  broken?: boolean
  /** The network is not loaded here (any more): load it and ask again. */
  notLoaded?: boolean
}

/** Backends that failed before, and how. */
export type Skipped = Partial<Record<Backend, string>>

export interface LoadRequest {
  files: NetworkFiles
  /** Forces a backend. */
  backend?: Backend | undefined
  skip?: Skipped
}

export interface EmbedRequest {
  digest: string
  images: Uint8Array[]
  outputs: string[]
}

/** Live tensors and their bytes, to watch for leaks. */
export interface WorkerMemory {
  tensors: number
  bytes: number
}

/** The calls that cross from the pool to one of its workers, by Comlink. Plain data both ways. */
export interface InceptionWorkerApi {
  load(request: LoadRequest): Promise<Reply<NetworkInfo>>
  embed(request: EmbedRequest): Promise<Reply<EmbedResult[]>>
  memory(): Promise<WorkerMemory>
}
