import { EngineError } from '../../contract/errors.ts'
import { storageFull } from './storage-full.ts'

/** What the browser throws when it cannot store something, as an error of ours: `storage-full` or `internal`. */
export function browserStorageError(error: unknown): EngineError {
  if (error instanceof DOMException && (error.name === 'QuotaExceededError' || isFullDisk(error))) {
    return storageFull()
  }
  return new EngineError('internal', `the browser’s storage failed: ${String(error)}`, undefined, {
    cause: error,
  })
}

/** Chromium keeps large values of IndexedDB in files of their own, and says no more than this where the disk is full
 *  though the quota is not used up. */
const isFullDisk = ({ name, message }: DOMException): boolean =>
  name === 'DataError' && /failed to write blobs/i.test(message)
