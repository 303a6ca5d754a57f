import type { Progress } from '../contract/progress.ts'
import type { RunProgress, RunStep } from '../contract/rest.ts'

/** Turns what a long call reports into the named steps that REST shows. */
export class ProgressSteps {
  private readonly steps: RunStep[] = []
  private readonly now: () => number

  constructor(now: () => number = Date.now) {
    this.now = now
  }

  report({ step: name, done, total }: Progress): void {
    const time = new Date(this.now()).toISOString()
    let step = this.steps.findLast((candidate) => candidate.name === name)
    // A count that starts again is the same work on something else: the next fold, the next file.
    if (!step || done < step.done) {
      step = { name, type: 'count', value: 0, done: 0, started: time }
      this.steps.push(step)
    }
    step.done = done
    if (total === undefined) step.value = done
    else {
      step.type = 'percentile'
      step.total = total
      step.value = total > 0 ? done / total : 1
      if (done >= total) step.ended ??= time
    }
  }

  /** Undefined before the first report. */
  get progress(): RunProgress | undefined {
    return this.steps.length === 0 ? undefined : { steps: this.steps.map((step) => ({ ...step })) }
  }
}
