import { useQuery } from '@tanstack/react-query'
import { EngineError } from '../../../contract/errors.ts'
import type { RunStatus } from '../../../contract/rest.ts'
import { useClient } from '../../hooks/useClient.tsx'
import { useRest } from '../../hooks/useRest.ts'
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

/** Whether each step is done: read from what the engine holds, so that it is true after a reload as well. */
export function useStepStates(): (key: StepKey) => boolean {
  const { project, call, text } = useWalkthrough()
  const functions = useRest<string[]>('/v1/functions').data
  const datasets = useRest<string[]>('/v1/datasets').data
  const boosted = useLatestRun(procedureOf('boosted'))
  const forest = useLatestRun(procedureOf('forest'))
  // Query steps keep nothing in the engine; reading their runs makes this follow them.
  const queries = {
    'embed-one': useStepRun('embed-one'),
    count: useStepRun('count'),
    'embed-three': useStepRun('embed-three'),
  }

  function procedureOf(key: StepKey): string {
    const step = call(key)
    return step.kind === 'query' ? '' : step.id
  }

  return (key) => {
    switch (key) {
      case 'network':
        return functions?.includes(NETWORK) ?? false
      case 'import':
        return datasets?.includes(project.names.images) ?? false
      case 'embed-all':
        return datasets?.includes(project.names.training) ?? false
      case 'boosted':
        return boosted?.state === 'finished'
      case 'forest':
        return forest?.state === 'finished'
      case 'predictor':
        return functions?.includes(project.names.predictor) ?? false
      default:
        return queries[key].state === 'done' || readResult(`${project.kind}.${key}`, text(key)) !== undefined
    }
  }
}
