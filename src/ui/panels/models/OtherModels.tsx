import { useQuery } from '@tanstack/react-query'
import type { Client } from '../../../client/index.ts'
import { EngineError } from '../../../contract/errors.ts'
import type { EntityStatus } from '../../../contract/rest.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useClient } from '../../hooks/useClient.tsx'
import { openModel } from './routes.ts'
import { functionsOf, useTrainings } from './useTrainings.ts'

/** Models that no training here made, or whose training was deleted: those from files. */
export function OtherModels() {
  const client = useClient()
  const trainings = useTrainings().data
  const { data: models, error } = useQuery<EntityStatus[], EngineError>({
    queryKey: ['classifiers'],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: ({ signal }) => readClassifiers(client, signal),
  })
  if (error) return <ErrorNote error={error} />
  const own = new Set(trainings?.flatMap(functionsOf))
  const others = trainings && models?.filter(({ id }) => !own.has(id))
  if (!others || others.length === 0) return null
  return (
    <section className="card fields" aria-labelledby="other-models">
      <h2 id="other-models">From files</h2>
      <ul className="plain trainings" data-testid="other-models">
        {others.map((model) => (
          <Row key={model.id} model={model} />
        ))}
      </ul>
    </section>
  )
}

function Row({ model: { id, state, status } }: { model: EntityStatus }) {
  const { mode, summary } = (status ?? {}) as { mode?: string; summary?: string }
  return (
    <li>
      <div className="grow">
        <a className="mono break" href={openModel(id)}>
          {id}
        </a>
        <p className="muted small-text">{[mode, summary].filter((part) => part !== undefined).join(' · ')}</p>
      </div>
      {state === 'error' && (
        <span className="chip" data-state={state}>
          {state}
        </span>
      )}
      <a className="button small" href={openModel(id)}>
        Use
      </a>
    </li>
  )
}

async function readClassifiers(client: Client, signal: AbortSignal): Promise<EntityStatus[]> {
  const ids = (await client.get('/v1/functions', {}, { signal })) as string[]
  const read = await Promise.all(
    ids.map(async (id) => {
      try {
        return (await client.get(`/v1/functions/${encodeURIComponent(id)}`, {}, { signal })) as EntityStatus
      } catch (error) {
        // Deleted since it was listed.
        if (error instanceof EngineError && error.code === 'not-found') return null
        throw error
      }
    }),
  )
  return read.filter((each) => each?.type === 'classifier') as EntityStatus[]
}
