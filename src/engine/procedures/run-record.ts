import { EngineError } from '../../contract/errors.ts'
import type { Call } from '../../contract/progress.ts'
import type { RunStatus } from '../../contract/rest.ts'
import { randomHex } from '../../lib/generate-id.ts'
import { toEngineError, toErrorBody } from '../error-body.ts'
import { ProgressSteps } from '../progress-steps.ts'
import type { RunOutcome } from './define-procedure.ts'

/** What storage keeps of a run. JSON. */
export interface RunRecord {
  status: RunStatus
  details?: unknown
}

/** One run of a procedure: executing, then finished, error or cancelled, for good. */
export class Run {
  readonly record: RunRecord
  private readonly steps: ProgressSteps
  private readonly controller = new AbortController()
  private readonly now: () => number

  constructor(id: string | undefined, now: () => number) {
    this.now = now
    this.steps = new ProgressSteps(now)
    const runStarted = new Date(now()).toISOString()
    this.record = { status: { id: id ?? `${runStarted}-${randomHex(8)}`, runStarted, state: 'executing' } }
  }

  get status(): RunStatus {
    const { progress } = this.steps
    const { status } = this.record
    return status.state === 'executing' && progress ? { ...status, progress } : status
  }

  /** Asks the run to stop; it does so at its next batch. */
  cancel(): void {
    this.controller.abort()
  }

  /** Executes `work` to the end; failures become the run's status, never an exception.
   *  @returns the failure, if it failed */
  async execute(work: (call: Call) => Promise<RunOutcome>, call: Call): Promise<EngineError | undefined> {
    const { signal } = this.controller
    const onAbort = (): void => this.cancel()
    if (call.signal?.aborted) this.cancel()
    call.signal?.addEventListener('abort', onAbort)
    try {
      const { status, details } = await work({
        signal,
        onProgress: (progress) => {
          this.steps.report(progress)
          call.onProgress?.(progress)
        },
      })
      this.finish('finished', status)
      if (details !== undefined) this.record.details = details
      return undefined
    } catch (thrown) {
      const error = signal.aborted ? cancelled(thrown) : toEngineError(thrown)
      this.finish(error.code === 'cancelled' ? 'cancelled' : 'error', toErrorBody(error))
      return error
    } finally {
      call.signal?.removeEventListener('abort', onAbort)
    }
  }

  private finish(state: 'finished' | 'error' | 'cancelled', status: unknown): void {
    const { progress } = this.steps
    Object.assign(this.record.status, {
      runFinished: new Date(this.now()).toISOString(),
      state,
      // Where it stood when it stopped; a finished run needs none.
      ...(state !== 'finished' && progress ? { progress } : {}),
      ...(status === undefined ? {} : { status }),
    })
  }
}

/** Whatever a library throws when its work is stopped, it was we who stopped it. */
function cancelled(thrown: unknown): EngineError {
  const error = toEngineError(thrown)
  return error.code === 'cancelled'
    ? error
    : new EngineError('cancelled', 'the run was cancelled', {}, { cause: thrown })
}

/** The record of a run that was executing when the page or the process went away. */
export function interrupted({ status }: RunRecord, now: number): RunRecord {
  const error = new EngineError(
    'run-failed',
    'interrupted: the page or the process was closed while it ran; run it again, what was computed is kept',
  )
  return {
    status: {
      ...status,
      state: 'error',
      runFinished: new Date(now).toISOString(),
      status: toErrorBody(error),
    },
  }
}
