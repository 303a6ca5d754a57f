import type { Task } from '../hooks/useTask.ts'
import { ErrorNote } from './ErrorNote.tsx'
import { ProgressBar } from './ProgressBar.tsx'

/** How far a task is, with its Stop; or why it failed. */
export function TaskLine({ task }: { task: Task | undefined }) {
  if (!task) return null
  if (task.state === 'failed') return <ErrorNote error={task.error} />
  return (
    <div className="row">
      <div className="grow">
        <ProgressBar progress={task.progress} label={task.label} />
      </div>
      <button type="button" className="button small" onClick={task.stop}>
        Stop
      </button>
    </div>
  )
}
