import { checkCancelled } from '../../check-cancelled.ts'
import { param } from '../../params.ts'
import { defineProcedure } from '../define-procedure.ts'

/** Takes its time, for trying out progress and cancelling. */
export const mock = defineProcedure({
  type: 'mock',
  summary: 'Waits, reporting progress.',
  params: {
    durationMs: param.integer('How long.', { default: 5000, min: 0, max: 600_000 }),
    refreshRateMs: param.integer('Between two reports.', { default: 50, min: 1 }),
  },
  async run({ params: { durationMs, refreshRateMs }, call }) {
    for (let done = 0; ; done += refreshRateMs) {
      checkCancelled(call)
      call.onProgress?.({ phase: 'rows', step: 'wait', done: Math.min(done, durationMs), total: durationMs })
      if (done >= durationMs) return {}
      const waitMs = Math.min(refreshRateMs, durationMs - done)
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  },
})
