import { EngineError } from '../contract/errors.ts'
import type { Call } from '../contract/progress.ts'

/** Call between batches. @throws EngineError `cancelled` once the caller raised the signal */
export function checkCancelled({ signal }: Call): void {
  if (signal?.aborted) throw new EngineError('cancelled', 'cancelled by the caller')
}
