// contract/ is what both sides of a boundary agree on: types, constants and one error class.
// It imports nothing and computes next to nothing. Start with rest.ts (resources) and values.ts (cells).

/** Every failure a caller can act on, with the HTTP status it has over REST and when it occurs. */
export const ERROR_CODES = {
  syntax: { status: 400, meaning: 'A statement, CSV, JSON or URL does not parse.' },
  'invalid-argument': { status: 400, meaning: 'A parameter is missing, unknown or out of range.' },
  'unknown-column': { status: 400, meaning: 'A name in a query is no column in scope.' },
  'unknown-dataset': { status: 400, meaning: 'A query or procedure names a dataset that does not exist.' },
  'unknown-function': { status: 400, meaning: 'A query calls a function that does not exist.' },
  'type-mismatch': { status: 400, meaning: 'A value has a type that the operation cannot take.' },
  'not-supported': {
    status: 400,
    meaning: 'Valid, but this engine does not do it; the message says what to use.',
  },
  'fetch-failed': { status: 400, meaning: 'A URL could not be read.' },
  'bad-file': { status: 400, meaning: 'A file was read but its content is malformed.' },
  'bad-image': {
    status: 400,
    meaning: 'Bytes that are no image that can be decoded, or one that is too large.',
  },
  'run-failed': { status: 400, meaning: 'A procedure run failed; details.runError holds the run.' },
  cancelled: { status: 400, meaning: 'The caller cancelled.' },
  'not-found': { status: 404, meaning: 'No such route or entity.' },
  'method-not-allowed': { status: 405, meaning: 'The route exists, with other verbs.' },
  conflict: { status: 409, meaning: 'An entity of that id exists or is being constructed.' },
  'worker-died': { status: 500, meaning: 'A worker stopped; it is restarted, the run is reported failed.' },
  'storage-full': { status: 507, meaning: 'The disk or the quota is full; nothing was changed.' },
  internal: { status: 500, meaning: 'A defect of ours.' },
} as const satisfies Record<string, { status: number; meaning: string }>

export type ErrorCode = keyof typeof ERROR_CODES

/** Where in a text an error lies: offsets in UTF-16 units, line and column from 1. */
export interface Span {
  start: number
  end: number
  line: number
  column: number
}

/** What a caller may need beside the message. Plain data: it crosses workers and HTTP. */
export interface ErrorDetail {
  span?: Span
  query?: string
  suggestion?: string
  [key: string]: unknown
}

/** A failure the caller can act on. `code` is stable and listed above; `message` is one sentence for people. */
export class EngineError extends Error {
  override name = 'EngineError' as const
  readonly code: ErrorCode
  readonly detail: ErrorDetail | undefined

  constructor(code: ErrorCode, message: string, detail?: ErrorDetail, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.detail = detail
  }

  /** The HTTP status of this failure. */
  get status(): number {
    return ERROR_CODES[this.code].status
  }
}
