import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import { type RatedProgress, trackRate } from '../../lib/track-rate.ts'

/** What happened to a step since the page was opened. */
export interface StepRun<R = unknown> {
  state: 'idle' | 'running' | 'done' | 'failed' | 'cancelled'
  progress?: RatedProgress
  error?: EngineError
  durationMs?: number
  result?: R
}

/** Runs of steps, outside of React, so that they go on while another panel is shown. */
export interface RunStore {
  get(key: string): StepRun
  subscribe(listener: () => void): () => void
  /** Runs `work` unless the step runs already. @returns whether it ended well */
  run(key: string, work: (call: Call) => Promise<unknown>): Promise<boolean>
  cancel(key: string): void
  /** Makes a step that does not run as if it never had. */
  forget(key: string): void
  /** The key and progress of whatever runs now. */
  running(): { key: string; run: StepRun } | undefined
}

const IDLE: StepRun = { state: 'idle' }

/** @param now the clock, in milliseconds */
export function createRunStore(now: () => number = () => performance.now()): RunStore {
  const runs = new Map<string, StepRun>()
  const controllers = new Map<string, AbortController>()
  const listeners = new Set<() => void>()

  function set(key: string, run: StepRun) {
    runs.set(key, run)
    for (const listener of [...listeners]) listener()
  }

  async function run(key: string, work: (call: Call) => Promise<unknown>): Promise<boolean> {
    if (controllers.has(key)) return false
    const controller = new AbortController()
    controllers.set(key, controller)
    const startedMs = now()
    set(key, { state: 'running' })
    const onProgress: Call['onProgress'] = (progress) => {
      const run = runs.get(key)
      if (run?.state === 'running') set(key, { ...run, progress: trackRate(run.progress, progress, now()) })
    }
    try {
      const result = await work({ signal: controller.signal, onProgress })
      set(key, { state: 'done', durationMs: now() - startedMs, result })
      return true
    } catch (thrown) {
      const error = thrown instanceof EngineError ? thrown : new EngineError('internal', String(thrown))
      const state = error.code === 'cancelled' ? 'cancelled' : 'failed'
      const progress = runs.get(key)?.progress
      set(key, { state, error, durationMs: now() - startedMs, ...(progress ? { progress } : {}) })
      return false
    } finally {
      controllers.delete(key)
    }
  }

  return {
    get: (key) => runs.get(key) ?? IDLE,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    run,
    cancel: (key) => controllers.get(key)?.abort(),
    forget: (key) => {
      if (!controllers.has(key)) set(key, IDLE)
    },
    running() {
      for (const [key, run] of runs) if (run.state === 'running') return { key, run }
      return undefined
    },
  }
}
