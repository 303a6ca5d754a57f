import type { EntityStatus } from '../../../../contract/rest.ts'
import { ResultGrid } from '../../../components/ResultGrid.tsx'
import { useEntity, useSql } from '../../../hooks/useRest.ts'
import { plural } from '../../../lib/format-number.ts'
import { useLatestRun } from '../useStepStates.ts'
import { useWalkthrough } from '../useWalkthrough.tsx'

/** The imported list, with a thumbnail for each address. */
export function ImportResult() {
  const { project, call } = useWalkthrough()
  const { images } = project.names
  const step = call('import')
  const exists = useEntity<EntityStatus>(`/v1/datasets/${images}`).data
  const rows = useSql(exists ? `SELECT * FROM ${images} LIMIT 1000` : undefined).data
  const run = useLatestRun(step.kind === 'query' ? '' : step.id)
  if (!exists || !rows) return null
  const status =
    run?.state === 'finished' ? (run.status as { rowCount?: number; numLineErrors?: number }) : undefined
  return (
    <>
      {status?.rowCount !== undefined && (
        <p role="status">
          <strong data-testid="import-rows">{plural(status.rowCount, 'row')}</strong> imported
          {status.numLineErrors
            ? `, ${plural(status.numLineErrors, 'line')} left out as unreadable`
            : ', every line could be read'}
          .
        </p>
      )}
      <ResultGrid result={rows} label={`The dataset ${images}`} height={320} />
    </>
  )
}
