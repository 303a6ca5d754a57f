import type { Endpoint } from 'comlink'
import { exposeTrees } from './expose-trees.ts'

/** A worker that answers to `TreeWorkerApi`, as its surroundings start it. */
export interface WorkerLike {
  endpoint: Endpoint
  terminate(): void
  /** True if it runs in its caller's thread: then it must never wait for another. */
  inProcess?: boolean
  /** Calls `listener` if the worker stops by itself. */
  onDeath(listener: (reason: string) => void): void
}

/** A worker without a thread: the same messages, answered by the caller's own. For tests, and for surroundings that
 *  have no workers. */
export function inProcessWorker(): WorkerLike {
  const { port1, port2 } = new MessageChannel()
  exposeTrees(port2)
  port1.start()
  return {
    endpoint: port1,
    inProcess: true,
    terminate: () => {
      port1.close()
      port2.close()
    },
    onDeath: () => {},
  }
}
