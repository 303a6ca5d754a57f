import { EngineError } from '../../contract/errors.ts'

/** What the browser throws when it cannot store something, as an error of ours: `storage-full` or `internal`. */
export function browserStorageError(error: unknown): EngineError {
  if (error instanceof DOMException && error.name === 'QuotaExceededError') {
    return new EngineError(
      'storage-full',
      'the disk or the browser’s quota is full: nothing was changed; delete datasets or files, then try again',
    )
  }
  return new EngineError('internal', `the browser’s storage failed: ${String(error)}`, undefined, {
    cause: error,
  })
}
