import { EngineError } from '../../../contract/errors.ts'

/** Waits. @throws EngineError `cancelled` as soon as the signal is aborted */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  let stop = (): void => {}
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, ms)
      stop = () => {
        clearTimeout(timer)
        reject(new EngineError('cancelled', 'Cancelled.'))
      }
      if (signal?.aborted) stop()
      signal?.addEventListener('abort', stop, { once: true })
    })
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
