import type { ReactNode } from 'react'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { formatDuration } from '../../lib/format-number.ts'
import type { CardText } from './cards.ts'
import { StepProgress } from './RunningStep.tsx'
import type { StepRun } from './run-store.ts'
import { StepCallBlock } from './StepCallBlock.tsx'
import type { StepKey } from './steps.ts'
import { useStepRun } from './useStepRun.ts'
import { useWalkthrough } from './useWalkthrough.tsx'

interface StepCardProps {
  card: CardText
  stepKey: StepKey
  isDone: boolean
  /** What must be done before, in words; the button then waits. */
  blockedBy?: string | undefined
  /** Why a result that is there does not fit any more. */
  stale?: string | undefined
  runLabel?: string | undefined
  /** Above the call: choices that change it. */
  choices?: ReactNode
  /** Below an error: ways out. */
  remedy?: ReactNode
  children: ReactNode
}

/** One step: what it is for, the call it makes, a button, progress, and the result. */
export function StepCard({
  card,
  stepKey,
  isDone,
  blockedBy,
  runLabel,
  stale,
  choices,
  remedy,
  children,
}: StepCardProps) {
  const { run, store, project } = useWalkthrough()
  const state = useStepRun(stepKey)
  const id = `step-${card.number}`
  const isRunning = state.state === 'running'
  const start = () => void (blockedBy === undefined && !isRunning && run(stepKey))
  return (
    <section
      className="card step"
      id={id}
      data-testid={id}
      data-state={cardState(state.state, isDone, stale)}
      aria-labelledby={`${id}-title`}
      tabIndex={-1}
    >
      <header className="step-header">
        <span className="step-number" aria-hidden="true">
          {isDone && !isRunning ? '✓' : card.number}
        </span>
        <div className="grow">
          <h2 id={`${id}-title`}>
            <span className="visually-hidden">Step {card.number}: </span>
            {card.title}
          </h2>
          <p className="muted">{card.why}</p>
        </div>
        {isRunning ? (
          <button
            type="button"
            className="button"
            data-testid={`${id}-cancel`}
            onClick={() => store.cancel(`${project.kind}.${stepKey}`)}
          >
            Cancel
          </button>
        ) : (
          <button
            type="button"
            className={isDone ? 'button' : 'button primary'}
            data-testid={`${id}-run`}
            onClick={start}
            disabled={blockedBy !== undefined}
            title="Ctrl+Enter in the text does the same"
          >
            {runLabel ?? (isDone ? 'Run again' : 'Run')}
          </button>
        )}
      </header>
      {choices}
      <StepCallBlock stepKey={stepKey} onRun={start} />
      {blockedBy !== undefined && !isRunning && <p className="muted small-text">{blockedBy}</p>}
      {stale !== undefined && !isRunning && (
        <p className="note note-warn" role="status" data-testid={`${id}-stale`}>
          {stale}
        </p>
      )}
      {isRunning && <StepProgress stepKey={stepKey} label={card.title} />}
      {state.state === 'failed' && state.error && <ErrorNote error={state.error}>{remedy}</ErrorNote>}
      {state.state === 'cancelled' && (
        <p className="note" role="status">
          Cancelled. What was computed is kept; nothing is half written.
        </p>
      )}
      <div data-testid={`${id}-result`} className="step-result">
        {state.state === 'done' && state.durationMs !== undefined && (
          <p className="took" role="status">
            Took {formatDuration(state.durationMs)}.
          </p>
        )}
        {children}
      </div>
    </section>
  )
}

/** What happened last counts; before anything did, what is stored. A stored result that does not fit is none. */
function cardState(state: StepRun['state'], isDone: boolean, stale: string | undefined): StepRun['state'] {
  if (state === 'done') return stale === undefined ? 'done' : 'idle'
  return state === 'idle' && isDone ? 'done' : state
}
