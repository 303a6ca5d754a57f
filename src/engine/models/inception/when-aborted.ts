import { EngineError } from '../../../contract/errors.ts'

/** A promise that rejects with `cancelled` when the signal is aborted, and how to stop listening. */
export function whenAborted(signal: AbortSignal | undefined): {
  aborted: Promise<never>
  release: () => void
} {
  let release = (): void => {}
  const aborted = new Promise<never>((_, reject) => {
    if (!signal) return
    const listener = (): void => reject(new EngineError('cancelled', 'Cancelled.'))
    if (signal.aborted) listener()
    signal.addEventListener('abort', listener, { once: true })
    release = () => signal.removeEventListener('abort', listener)
  })
  aborted.catch(() => {})
  return { aborted, release }
}
