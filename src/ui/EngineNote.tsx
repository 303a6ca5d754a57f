import { ErrorNote } from './components/ErrorNote.tsx'
import { useClient, useEngineStatus } from './hooks/useClient.tsx'

/** Says so when the engine cannot be asked, and what can be done. Nothing while all is well. */
export function EngineNote() {
  const client = useClient()
  const status = useEngineStatus()
  switch (status.state) {
    case 'waiting':
      return (
        <div className="note note-warn" role="status" data-testid="waiting">
          <p>
            <strong>Another tab of this app is using the database.</strong> Only one may write at a time. This
            one takes over when that tab is closed, or now:
          </p>
          <button type="button" className="button" onClick={client.takeOver}>
            Use it here
          </button>
          <p className="muted small-text">A run in the other tab is stopped; what it has computed is kept.</p>
        </div>
      )
    case 'restarting':
      return (
        <p className="note note-warn" role="status">
          The engine stopped ({status.reason}) and is being started again. What was stored is safe.
        </p>
      )
    case 'failed':
      return (
        <ErrorNote error={status.error}>
          <p>The database could not be opened. A private window or blocked storage is a frequent cause.</p>
          <button type="button" className="button" onClick={() => window.location.reload()}>
            Reload the page
          </button>
        </ErrorNote>
      )
    default:
      return null
  }
}
