import { useQuery } from '@tanstack/react-query'
import { EngineError } from '../../../contract/errors.ts'
import type { EntityStatus, RunStatus } from '../../../contract/rest.ts'
import { useClient } from '../../hooks/useClient.tsx'
import { useEntity, useRest } from '../../hooks/useRest.ts'
import { readNetwork } from '../../lib/read-network.ts'
import { readEmbeddedWith } from './embedded-with.ts'
import { staleReason } from './stale-reason.ts'
import { NETWORK, type StepKey } from './steps.ts'
import { readResult } from './stored-result.ts'
import { useStepRun } from './useStepRun.ts'
import { useWalkthrough } from './useWalkthrough.tsx'

/** The newest run of a procedure; null where it never ran. */
export function useLatestRun(procedure: string): RunStatus | null | undefined {
  const client = useClient()
  return useQuery<RunStatus | null, EngineError>({
    queryKey: ['latest-run', procedure],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const path = `/v1/procedures/${encodeURIComponent(procedure)}/runs`
      try {
        const runs = (await client.get(path, {}, { signal })) as string[]
        const newest = runs.at(-1)
        return newest === undefined
          ? null
          : ((await client.get(`${path}/${encodeURIComponent(newest)}`, {}, { signal })) as RunStatus)
      } catch (error) {
        if (error instanceof EngineError && error.code === 'not-found') return null
        throw error
      }
    },
  }).data
}

export interface StepStates {
  /** True where the step's result is there and fits what it was made from. */
  isDone(key: StepKey): boolean
  /** Why a result that is there does not fit any more. */
  stale(key: StepKey): string | undefined
}

/** What is done, read from what the engine holds, so that it is true after a reload as well. */
export function useStepStates(): StepStates {
  const { project, call, text } = useWalkthrough()
  const functions = useRest<string[]>('/v1/functions').data
  const datasets = useRest<string[]>('/v1/datasets').data
  const network = useEntity<EntityStatus>(`/v1/functions/${NETWORK}`).data
  const runs = {
    import: useLatestRun(procedureOf('import')),
    'embed-all': useLatestRun(procedureOf('embed-all')),
    boosted: useLatestRun(procedureOf('boosted')),
    forest: useLatestRun(procedureOf('forest')),
  }
  // Query steps keep nothing in the engine; reading their runs makes this follow them.
  const queries = {
    'embed-one': useStepRun('embed-one'),
    count: useStepRun('count'),
    'embed-three': useStepRun('embed-three'),
  }
  const stale = (key: StepKey) =>
    staleReason(key, {
      runs,
      weightsNow: network ? readNetwork(network).digest : undefined,
      weightsThen: readEmbeddedWith(project.kind),
    })

  function procedureOf(key: StepKey): string {
    const step = call(key)
    return step.kind === 'query' ? '' : step.id
  }

  function exists(key: StepKey): boolean {
    switch (key) {
      case 'network':
        return functions?.includes(NETWORK) ?? false
      case 'import':
        return datasets?.includes(project.names.images) ?? false
      case 'embed-all':
        return datasets?.includes(project.names.training) ?? false
      case 'boosted':
      case 'forest':
        return runs[key]?.state === 'finished'
      case 'predictor':
        return functions?.includes(project.names.predictor) ?? false
      default:
        return queries[key].state === 'done' || readResult(`${project.kind}.${key}`, text(key)) !== undefined
    }
  }
  return {
    stale: (key) => (exists(key) ? stale(key) : undefined),
    isDone: (key) => exists(key) && stale(key) === undefined,
  }
}
