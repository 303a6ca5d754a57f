import type { ErrorBody, RunStatus } from '../../../contract/rest.ts'
import { useEntity, useRest } from '../../hooks/useRest.ts'
import { formatDuration } from '../../lib/format-number.ts'

/** The runs of a procedure, the newest first, with how each ended. */
export function Runs({ procedure }: { procedure: string }) {
  const path = `/v1/procedures/${encodeURIComponent(procedure)}/runs`
  const { data: ids } = useRest<string[]>(path)
  if (!ids) return null
  if (ids.length === 0) return <p className="muted">It has not run yet.</p>
  return (
    <section>
      <h3>Runs</h3>
      <ul className="plain list">
        {ids.toReversed().map((id) => (
          <Run key={id} path={`${path}/${encodeURIComponent(id)}`} />
        ))}
      </ul>
    </section>
  )
}

function Run({ path }: { path: string }) {
  const run = useEntity<RunStatus>(path).data
  if (!run) return null
  const started = new Date(run.runStarted)
  const tookMs = run.runFinished === undefined ? undefined : Date.parse(run.runFinished) - started.getTime()
  return (
    <li>
      <span className="chip" data-state={run.state}>
        {run.state}
      </span>{' '}
      {started.toLocaleString()}
      {tookMs !== undefined && <span className="muted"> · {formatDuration(tookMs)}</span>}
      {run.state === 'error' && <p className="small-text">{(run.status as ErrorBody | undefined)?.error}</p>}
    </li>
  )
}
