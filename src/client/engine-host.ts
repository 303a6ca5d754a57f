import { EngineError } from '../contract/errors.ts'
import { connect } from '../rpc/connect.ts'
import type { EnginePort } from '../rpc/engine-port.ts'
import { fromWireError, toWireError } from '../rpc/wire-error.ts'
import type { RequestPort } from './tab-relay.ts'

/** Whether the engine can be asked, and if not, why. */
export type EngineStatus =
  | { state: 'starting' }
  /** `elsewhere`: the engine is another tab's, which serves this one. */
  | { state: 'ready'; elsewhere?: true }
  /** Another tab of this app owns the engine, and has not answered yet. */
  | { state: 'waiting' }
  /** The worker stopped and is being started again. */
  | { state: 'restarting'; reason: string }
  /** It could not be started. */
  | { state: 'failed'; error: EngineError }

/** More deaths than this in a row, without a single answer between them, and it is left down. */
const MAX_RESTARTS = 3

export interface EngineHost {
  status(): EngineStatus
  start(): void
  /** Ends the worker, for another tab's sake or for good. Calls that run are failed. */
  stop(next: EngineStatus): void
  /** Ends the worker and starts another. Calls that run are failed. */
  restart(): void
  setStatus(status: EngineStatus): void
  /** Uses the engine of another tab until `start`, `stop` or another one. Calls that run are failed. */
  serveFrom(engine: RequestPort): void
  /** Runs `work` on the engine once it is ready; rejects with `worker-died` if the worker dies meanwhile. */
  use<T>(work: (engine: RequestPort) => Promise<T>, signal?: AbortSignal): Promise<T>
}

interface Running {
  /** Absent where the engine is another tab's. */
  worker?: Worker
  engine: RequestPort
  ready: Promise<void>
  /** Rejects when the worker dies, so that no call waits for ever. */
  died: Promise<never>
  fail: (error: EngineError) => void
}

/** Owns the engine's worker: starts it, notices its death, fails what was under way and starts it again.
 *  @param appUrl where the app's own files are served, ending in '/' */
export function createEngineHost(spawn: () => Worker, appUrl: string, onStatus: () => void): EngineHost {
  let status: EngineStatus = { state: 'starting' }
  let running: Running | undefined
  let restarts = 0
  const waiters: (() => void)[] = []

  function setStatus(next: EngineStatus) {
    status = next
    for (const wake of waiters.splice(0)) wake()
    onStatus()
  }

  function start() {
    const left = running
    const worker = spawn()
    const engine = connect<EnginePort>(worker)
    const { died, fail } = death()
    const ready = Promise.race([engine.open(appUrl), died])
    const self: Running = { worker, engine, ready, died, fail }
    running = self
    left?.fail(ELSEWHERE_CLOSED())
    worker.addEventListener('error', (event) => {
      event.preventDefault?.()
      if (running === self) onDeath(self, event.message || 'its code could not be loaded')
    })
    ready.then(
      () => running === self && setStatus({ state: 'ready' }),
      (thrown: unknown) => {
        if (running === self) setStatus({ state: 'failed', error: fromWireError(toWireError(thrown)) })
      },
    )
  }

  function serveFrom(engine: RequestPort) {
    const left = running
    left?.worker?.terminate()
    running = { engine, ready: Promise.resolve(), ...death() }
    setStatus({ state: 'ready', elsewhere: true })
    left?.fail(ELSEWHERE_CLOSED())
  }

  function onDeath(dead: Running, reason: string) {
    running = undefined
    dead.worker?.terminate()
    const message = `The engine stopped (${reason}). What was stored is safe; run the step again.`
    const error = new EngineError('worker-died', message)
    const again = restarts++ < MAX_RESTARTS
    // The status first: whoever is told of the failure may look at it.
    if (again) {
      setStatus({ state: 'restarting', reason })
      start()
    } else {
      setStatus({ state: 'failed', error })
    }
    dead.fail(error)
  }

  function stop(next: EngineStatus) {
    const stopped = running
    running = undefined
    stopped?.worker?.terminate()
    setStatus(next)
    stopped?.fail(
      new EngineError('worker-died', 'The engine was stopped: another tab of this app uses it now.'),
    )
  }

  function restart() {
    const stopped = running
    if (!stopped?.worker) return
    running = undefined
    stopped.worker.terminate()
    setStatus({ state: 'restarting', reason: 'you stopped it' })
    start()
    stopped.fail(new EngineError('worker-died', 'The engine was stopped. What was stored is safe.'))
  }

  async function untilRunning(signal?: AbortSignal): Promise<Running> {
    for (;;) {
      if (signal?.aborted) throw new EngineError('cancelled', 'The call was cancelled.')
      if (status.state === 'failed') throw status.error
      if (running) return running
      await new Promise<void>((resolve) => {
        waiters.push(resolve)
        signal?.addEventListener('abort', () => resolve(), { once: true })
      })
    }
  }

  return {
    status: () => status,
    start,
    stop,
    restart,
    setStatus,
    serveFrom,
    async use(work, signal) {
      const { engine, ready, died } = await untilRunning(signal)
      await ready
      const answer = await Promise.race([work(engine), died])
      restarts = 0
      return answer
    },
  }
}

const ELSEWHERE_CLOSED = () =>
  new EngineError(
    'worker-died',
    'The tab that had the engine was closed. What was stored is safe; run the step again.',
  )

/** A promise that only ever rejects, and how. */
function death(): Pick<Running, 'died' | 'fail'> {
  let fail!: (error: EngineError) => void
  const died = new Promise<never>((_, reject) => {
    fail = reject
  })
  died.catch(() => undefined)
  return { died, fail }
}
