import type { Progress } from '../../contract/progress.ts'

/** What a progress bar shows. `fraction` is absent while the total is unknown, `leftMs` until a rate can be told. */
export interface RatedProgress extends Progress {
  startedMs: number
  nowMs: number
  /** `done` when this step was first seen: what a resumed run had already is no measure of its speed. */
  doneAtStart: number
  fraction?: number
  perSecond?: number
  leftMs?: number
}

/** Too short a time tells no rate. */
const MIN_ELAPSED_MS = 700

/** Adds rate and time left to a report of progress; `before` is the last rated one, of this or an earlier step. */
export function trackRate(
  before: RatedProgress | undefined,
  progress: Progress,
  nowMs: number,
): RatedProgress {
  const same = before !== undefined && before.step === progress.step && before.phase === progress.phase
  const rated: RatedProgress = {
    ...progress,
    startedMs: same ? before.startedMs : nowMs,
    doneAtStart: same ? before.doneAtStart : progress.done,
    nowMs,
  }
  const { total, done, startedMs, doneAtStart } = rated
  if (total !== undefined && total > 0) rated.fraction = Math.min(1, done / total)
  const elapsedMs = nowMs - startedMs
  if (elapsedMs < MIN_ELAPSED_MS || done <= doneAtStart) return rated
  rated.perSecond = ((done - doneAtStart) / elapsedMs) * 1000
  if (total !== undefined) rated.leftMs = (Math.max(0, total - done) / rated.perSecond) * 1000
  return rated
}
