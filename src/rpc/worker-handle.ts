import type { Endpoint } from 'comlink'

/** A worker as the engine's pools know it, whatever surrounds it. */
export interface WorkerHandle {
  endpoint: Endpoint
  terminate(): void
  /** Calls `listener` if the worker stops by itself. */
  onDeath(listener: (reason: string) => void): void
}

/** A browser's worker as a handle. */
export function workerHandle(worker: Worker): WorkerHandle {
  return {
    endpoint: worker,
    terminate: () => worker.terminate(),
    onDeath: (listener) =>
      worker.addEventListener('error', (event) => listener(event.message || 'its code could not be loaded'), {
        once: true,
      }),
  }
}
