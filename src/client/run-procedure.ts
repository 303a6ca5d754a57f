import { EngineError } from '../contract/errors.ts'
import type { Call, Progress } from '../contract/progress.ts'
import type { EntityConfig, RunStatus, RunStep } from '../contract/rest.ts'
import { answerError } from './answer-error.ts'
import type { Client } from './client.ts'

const POLL_MS = 200

/** Creates a procedure without waiting for its first run, then follows that run by asking for its state: the same three
 *  requests that anybody would make. So the run is kept, and can be looked at, even if it fails or the tab is closed.
 *  @throws EngineError what the run failed with; `cancelled` where it was cancelled */
export async function runProcedure(
  client: Pick<Client, 'request' | 'get' | 'put'>,
  id: string,
  config: EntityConfig,
  call: Call = {},
  onEnd: () => void = () => undefined,
): Promise<RunStatus> {
  const path = `/v1/procedures/${encodeURIComponent(id)}`
  const created = await client.request({ method: 'PUT', path, headers: { async: 'true' }, body: config })
  if (created.status >= 400) throw answerError(created)
  const run = await firstRun(client, path, call)
  const runPath = `${path}/runs/${encodeURIComponent(run)}`
  const status = await followRun(client, runPath, call)
  onEnd()
  if (status.state === 'finished') return status
  if (status.state === 'cancelled')
    throw new EngineError('cancelled', 'The run was cancelled.', { run: status })
  throw answerError({ status: 400, headers: {}, body: status.status })
}

/** Asks for a run's state until it has ended. Cancelling the call cancels the run. */
async function followRun(
  client: Pick<Client, 'get' | 'put'>,
  runPath: string,
  { signal, onProgress }: Call,
): Promise<RunStatus> {
  let asked = false
  for (;;) {
    const status = (await client.get(runPath)) as RunStatus
    if (status.state !== 'executing') return status
    const step = status.progress && currentStep(status.progress.steps)
    if (step) onProgress?.(toProgress(step))
    if (signal?.aborted && !asked) {
      asked = true
      await client.put(`${runPath}/state`, { state: 'cancelled' })
    }
    await pause(asked ? 50 : POLL_MS, asked ? undefined : signal)
  }
}

async function firstRun(client: Pick<Client, 'get'>, path: string, { signal }: Call): Promise<string> {
  for (;;) {
    const runs = (await client.get(`${path}/runs`)) as string[]
    const newest = runs.at(-1)
    if (newest !== undefined) return newest
    if (signal?.aborted) throw new EngineError('cancelled', 'The run was cancelled before it began.')
    await pause(POLL_MS)
  }
}

/** The step to show: the last that has begun and has not ended, else the last. Where one work is counted twice (bytes
 *  of a file, rows so far), the count that knows its end says more. */
export function currentStep(steps: readonly RunStep[]): RunStep | undefined {
  const running = steps.filter((step) => step.ended === undefined)
  return running.findLast((step) => step.total !== undefined) ?? running.at(-1) ?? steps.at(-1)
}

/** A run's step as the progress that a direct call would have reported. */
export function toProgress(step: RunStep): Progress {
  const progress: Progress = { phase: step.phase ?? phaseOf(step), step: step.name, done: step.done }
  if (step.total !== undefined) progress.total = step.total
  return progress
}

function phaseOf({ name }: RunStep): Progress['phase'] {
  if (/download|bytes|read/i.test(name)) return 'bytes'
  if (/tree|train|bag/i.test(name)) return 'trees'
  return /inception|image|embed/i.test(name) ? 'images' : 'rows'
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    signal?.addEventListener('abort', done)
  })
}
