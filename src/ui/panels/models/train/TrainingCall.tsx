import { useId, useSyncExternalStore } from 'react'
import { CallBlock } from '../../../components/CallBlock.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { ProgressBar } from '../../../components/ProgressBar.tsx'
import { useClient } from '../../../hooks/useClient.tsx'
import { useRest } from '../../../hooks/useRest.ts'
import { runStore } from '../../walkthrough/shared-runs.ts'
import { openRun } from '../routes.ts'
import { runTraining, TRAINING } from './run-training.ts'
import { type TrainingPlan, trainingCall, trainingSql } from './training-plan.ts'

interface TrainingCallProps {
  /** Undefined while something is missing. */
  plan: TrainingPlan | undefined
  onRename: (name: string) => void
}

/** The name, the call that all fields come to, and the button that makes it. */
export function TrainingCall({ plan, onRename }: TrainingCallProps) {
  const client = useClient()
  const nameId = useId()
  const run = useSyncExternalStore(runStore.subscribe, () => runStore.get(TRAINING))
  const procedures = useRest<string[]>('/v1/procedures').data ?? []
  const call = plan && trainingCall(plan)
  const isRunning = run.state === 'running'
  const isTaken = call !== undefined && procedures.includes(call.id)
  const hasName = plan !== undefined && plan.name.trim() !== ''
  const path = `/v1/procedures/${encodeURIComponent(call?.id ?? '')}`
  const start = () => {
    if (!call || isRunning || !hasName) return
    void runTraining(client, runStore, call, isTaken).then((isDone) => {
      // Whoever went elsewhere meanwhile is left there.
      if (isDone && window.location.hash.startsWith('#/models/train')) window.location.hash = openRun(call.id)
    })
  }
  return (
    <aside className="card train-call" aria-label="The call, and its run">
      <label className="field" htmlFor={nameId}>
        <span>Name</span>
        <input
          id={nameId}
          type="text"
          value={plan?.name ?? ''}
          disabled={!plan}
          data-testid="train-name"
          onChange={(event) => onRename(event.target.value)}
        />
      </label>
      {isTaken && !isRunning && (
        <p className="muted small-text">
          A model of this name exists: it and its evaluation will be replaced.
        </p>
      )}
      <div className="row">
        {isRunning ? (
          <button
            type="button"
            className="button"
            data-testid="train-cancel"
            onClick={() => runStore.cancel(TRAINING)}
          >
            Cancel
          </button>
        ) : (
          <button
            type="button"
            className="button primary wide"
            disabled={!call || !hasName}
            data-testid="train-run"
            onClick={start}
          >
            Train
          </button>
        )}
      </div>
      {isRunning && <ProgressBar progress={run.progress} label="Training" />}
      {run.state === 'failed' && <ErrorNote error={run.error} />}
      {run.state === 'cancelled' && (
        <p className="note" role="status">
          Cancelled. Nothing of it was kept.
        </p>
      )}
      {call && plan ? (
        <CallBlock
          method="PUT"
          path={path}
          call={{ method: 'PUT', path, body: call.config }}
          views={[
            { id: 'rest', title: 'REST', language: 'json', text: JSON.stringify(call.config, null, 2) },
            { id: 'sql', title: 'SQL', language: 'sql', text: trainingSql(plan) },
          ]}
          onRun={start}
        />
      ) : (
        <p className="muted">Choose rows and a label: the call they come to appears here.</p>
      )}
    </aside>
  )
}
