import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { Value } from '../../../contract/values.ts'
import type { NativeFunction, RowFailure } from '../catalog.ts'

const DEFAULT_BATCH = 256

/** @throws EngineError `cancelled` if the signal was given */
export function checkSignal(call: Call | undefined): void {
  if (call?.signal?.aborted) throw new EngineError('cancelled', 'The query was cancelled.')
}

/** Applies a function batch by batch, with progress and a look at the signal between batches. Where the function
 *  reports for itself, its progress is counted on over batches and takes the place of ours. */
export async function applyInBatches(
  fn: NativeFunction,
  rows: Value[][],
  call: Call,
  onResult: (at: number, result: Value | RowFailure) => void,
): Promise<void> {
  const size = fn.batchSize ?? DEFAULT_BATCH
  for (let start = 0; start < rows.length; start += size) {
    checkSignal(call)
    const batch = rows.slice(start, start + size)
    let reported = false
    const inner: Call = {
      ...call,
      onProgress: (progress) => {
        // Bytes of a download have totals of their own.
        const isCount = progress.phase !== 'bytes'
        if (isCount) reported = true
        call.onProgress?.(
          isCount ? { ...progress, done: start + progress.done, total: rows.length } : progress,
        )
      },
    }
    const results = await named(fn, () => fn.apply(batch, inner))
    checkSignal(call)
    if (results.length !== batch.length) {
      throw new EngineError(
        'internal',
        `function "${fn.id}" gave ${results.length} results for ${batch.length} rows`,
      )
    }
    for (const [i, result] of results.entries()) onResult(start + i, result)
    if (!reported) {
      call.onProgress?.({ phase: 'rows', step: fn.id, done: start + batch.length, total: rows.length })
    }
  }
}

/** An error of a function names it. */
async function named<T>(fn: NativeFunction, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof EngineError) || error.code === 'cancelled' || error.message.includes(fn.id))
      throw error
    throw new EngineError(error.code, `function "${fn.id}": ${error.message}`, error.detail, { cause: error })
  }
}
