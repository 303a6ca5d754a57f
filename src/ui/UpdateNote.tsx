import { useSyncExternalStore } from 'react'
import { runStore } from './panels/walkthrough/shared-runs.ts'
import { applyUpdate, hasUpdate, onUpdate } from './updates.ts'

/** A new version waits until it is wanted: a reload in the middle of a run would stop the run. */
export function UpdateNote() {
  const isWaiting = useSyncExternalStore(onUpdate, hasUpdate)
  const isRunning = useSyncExternalStore(runStore.subscribe, () => runStore.running() !== undefined)
  if (!isWaiting) return null
  return (
    <div className="note row" role="status">
      <span className="grow">A new version of the app is here.</span>
      <button
        type="button"
        className="button small"
        onClick={applyUpdate}
        disabled={isRunning}
        title={isRunning ? 'After the run' : undefined}
      >
        {isRunning ? 'Available after the run' : 'Reload with it'}
      </button>
    </div>
  )
}
