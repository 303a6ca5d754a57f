import type { Call } from '../../../contract/progress.ts'
import type { EngineContext } from '../../context.ts'
import { collect, MAX_WHOLE_BYTES, openSource } from './open-source.ts'

export interface WholeSource {
  bytes: Uint8Array
  /** ms since 1970. */
  lastModified: number
}

/** Reads the whole file behind an address, for formats that are not read front to back.
 *  @throws EngineError `bad-file` where it is too large for that */
export async function readSource(
  url: string,
  context: EngineContext,
  call: Call,
  maxBytes = MAX_WHOLE_BYTES,
): Promise<WholeSource> {
  let done = 0
  const source = await openSource(url, context, call, (count) => {
    done += count
    const total = source?.sizeBytes ? { total: source.sizeBytes } : {}
    call.onProgress?.({ phase: 'bytes', step: 'read', done, ...total })
  })
  return { bytes: await collect(source.chunks, maxBytes, url), lastModified: source.lastModified }
}
