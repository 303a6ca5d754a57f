import { EngineError } from '../../../contract/errors.ts'

/** Runs work for a host when one of its places is free, in the order of asking. A waiting one that is cancelled rejects
 *  with `cancelled` and takes no place. */
export function createHostLimit(perHost: number) {
  const busy = new Map<string, number>()
  const waiting = new Map<string, (() => void)[]>()

  const release = (host: string): void => {
    const next = waiting.get(host)?.shift()
    const left = (busy.get(host) ?? 1) - 1
    if (next) {
      next() // The place goes straight to it.
    } else if (left > 0) {
      busy.set(host, left)
    } else {
      busy.delete(host)
      waiting.delete(host)
    }
  }

  const takePlace = async (host: string): Promise<void> => {
    const taken = busy.get(host) ?? 0
    if (taken < perHost) {
      busy.set(host, taken + 1)
      return
    }
    const queue = waiting.get(host) ?? []
    waiting.set(host, queue)
    await new Promise<void>((resolve) => queue.push(resolve))
  }

  return async <T>(host: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    await takePlace(host)
    try {
      if (signal?.aborted) throw new EngineError('cancelled', 'Cancelled.')
      return await work()
    } finally {
      release(host)
    }
  }
}
