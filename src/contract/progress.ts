/** What a long call reports. `done` and `total` never go down within a step; `total` is absent while unknown. */
export interface Progress {
  /** What is counted. */
  phase: 'bytes' | 'rows' | 'images' | 'trees' | 'percent'
  /** The step's name as REST shows it, for example "download inception-v3" or "inception". */
  step: string
  done: number
  total?: number
}

/** The last argument of every long call. Passed down unchanged; the signal is checked between batches. */
export interface Call {
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
}

/** One row that could not be computed, while the rest of its batch could. */
export interface RowError {
  rowName: string
  /** The function that failed on it. */
  function: string
  /** The argument that names the thing, for example the URL. */
  input?: string
  code: string
  message: string
}
