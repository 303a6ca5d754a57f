import type { EntityStatus, RowErrorSummary } from '../../../../contract/rest.ts'
import { ResultGrid } from '../../../components/ResultGrid.tsx'
import { RowErrors } from '../../../components/RowErrors.tsx'
import { useEntity, useSql } from '../../../hooks/useRest.ts'
import { plural } from '../../../lib/format-number.ts'
import { useLatestRun } from '../useStepStates.ts'
import { useWalkthrough } from '../useWalkthrough.tsx'

/** The training set: how many rows, which could not be read and why, and the first of them. */
export function EmbedAllResult() {
  const { project, call } = useWalkthrough()
  const { training } = project.names
  const step = call('embed-all')
  const dataset = useEntity<EntityStatus>(`/v1/datasets/${training}`).data
  const rows = useSql(dataset ? `SELECT * FROM ${training} LIMIT 20` : undefined).data
  const run = useLatestRun(step.kind === 'query' ? '' : step.id)
  const total = (dataset?.status as { rowCount?: number } | undefined)?.rowCount
  const errors = run?.state === 'finished' ? (run.status as Partial<RowErrorSummary> | undefined) : undefined
  if (!dataset) return null
  return (
    <>
      {total !== undefined && (
        <p>
          <strong data-testid="training-rows">{plural(total, 'row')}</strong> in the training set.
        </p>
      )}
      <RowErrors
        errors={errors?.rowErrors ?? []}
        {...(errors?.rowErrorCount === undefined ? {} : { count: errors.rowErrorCount })}
        {...(total === undefined ? {} : { total })}
      />
      {rows && (
        <ResultGrid result={rows} label={`The first rows of ${training}`} height={260} outOf={total} />
      )}
    </>
  )
}
