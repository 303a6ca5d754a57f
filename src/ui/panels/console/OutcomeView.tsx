import { useEffect, useState } from 'react'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Grid } from '../../components/Grid.tsx'
import { ProgressBar } from '../../components/ProgressBar.tsx'
import { RowErrors } from '../../components/RowErrors.tsx'
import { formatDuration, plural } from '../../lib/format-number.ts'
import { CopyResult } from './CopyResult.tsx'
import type { Outcome } from './useConsole.ts'

/** A statement that runs longer than this may be in a step that cannot be interrupted. */
const LONG_MS = 5000
/** One that was cancelled and is still there after this certainly is. */
const CANCEL_MS = 700

/** How one statement went. `titled` where there are several. */
export function OutcomeView({
  outcome,
  titled,
  onRestart,
}: {
  outcome: Outcome
  titled: boolean
  onRestart: () => void
}) {
  const { state, ran } = outcome
  return (
    <section className="console" data-testid="sql-outcome" data-state={state.phase}>
      {titled && (
        <h2 className="outcome-title">
          <code className="clip">{ran}</code>
        </h2>
      )}
      {state.phase === 'waiting' && <p className="muted">Waiting for its turn.</p>}
      {state.phase === 'skipped' && <p className="muted">Not run, since one before it did not end well.</p>}
      {state.phase === 'cancelled' && <p className="muted">Cancelled.</p>}
      {state.phase === 'running' && (
        <>
          <ProgressBar
            progress={state.progress}
            label={state.isCancelling ? 'Cancelling the statement' : 'Running the statement'}
          />
          <Stuck
            key={state.isCancelling ? 'cancelling' : 'running'}
            afterMs={state.isCancelling ? CANCEL_MS : LONG_MS}
            onRestart={onRestart}
          />
        </>
      )}
      {state.phase === 'failed' && <ErrorNote error={state.error} />}
      {state.phase === 'done' && <Rows state={state} short={titled} />}
    </section>
  )
}

function Rows({
  state: { rows, durationMs },
  short,
}: {
  state: Extract<Outcome['state'], { phase: 'done' }>
  short: boolean
}) {
  const { source, warnings } = rows
  return (
    <div className="console" data-testid="sql-result">
      <p className="muted small-text" role="status" data-testid="sql-status">
        {plural(source.rowCount, 'row')} in {formatDuration(durationMs)}
      </p>
      {warnings.map((warning) => (
        <p key={warning} className="note note-warn">
          {warning}
        </p>
      ))}
      <RowErrors errors={source.rowErrors} total={source.rowCount} />
      {source.rowCount === 0 ? (
        <p className="muted">No rows.</p>
      ) : (
        <>
          <Grid source={source} label="Result" height={short ? 300 : 520} />
          <CopyResult source={source} />
        </>
      )}
    </div>
  )
}

/** The way out of a statement that runs on and on inside SQLite, which listens to nobody meanwhile. */
function Stuck({ afterMs, onRestart }: { afterMs: number; onRestart: () => void }) {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), afterMs)
    return () => clearTimeout(timer)
  }, [afterMs])
  if (!isLong) return null
  return (
    <p className="muted small-text">
      Cancel takes effect between steps. If it does not,{' '}
      <button type="button" className="button quiet small" onClick={onRestart} data-testid="sql-restart">
        stop the engine
      </button>{' '}
      and it starts again at once; what was stored is safe, scratch tables are not.
    </p>
  )
}
