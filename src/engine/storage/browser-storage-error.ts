import { EngineError } from '../../contract/errors.ts'
import { storageFull } from './storage-full.ts'

/** What the browser throws when it cannot store something, as an error of ours: `storage-full` or `internal`. */
export function browserStorageError(error: unknown): EngineError {
  if (error instanceof DOMException && error.name === 'QuotaExceededError') {
    return storageFull()
  }
  return new EngineError('internal', `the browser’s storage failed: ${String(error)}`, undefined, {
    cause: error,
  })
}
