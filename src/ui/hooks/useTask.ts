import { useRef, useState } from 'react'
import type { Call } from '../../contract/progress.ts'
import { type RatedProgress, trackRate } from '../lib/track-rate.ts'

/** Something long that a button started. */
export type Task =
  | { state: 'running'; label: string; progress?: RatedProgress; stop: () => void }
  | { state: 'failed'; error: unknown }

/** Runs one thing at a time, with progress and a way to stop it; stopped or done, nothing is left to show. */
export function useTask(): {
  task: Task | undefined
  run(label: string, work: (call: Call) => Promise<unknown>): Promise<void>
} {
  const [task, setTask] = useState<Task>()
  const latest = useRef<AbortController>(undefined)
  return {
    task,
    async run(label, work) {
      latest.current?.abort()
      const controller = new AbortController()
      latest.current = controller
      const isLatest = () => latest.current === controller
      const stop = () => controller.abort()
      setTask({ state: 'running', label, stop })
      let progress: RatedProgress | undefined
      try {
        await work({
          signal: controller.signal,
          onProgress: (next) => {
            progress = trackRate(progress, next, performance.now())
            if (isLatest()) setTask({ state: 'running', label, progress, stop })
          },
        })
        if (isLatest()) setTask(undefined)
      } catch (error) {
        if (isLatest()) setTask(controller.signal.aborted ? undefined : { state: 'failed', error })
      }
    },
  }
}
