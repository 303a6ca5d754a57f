import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Client } from '../../../client/index.ts'
import { EngineError } from '../../../contract/errors.ts'
import type { EntityConfig, EntityStatus, RunStatus } from '../../../contract/rest.ts'
import { useClient } from '../../hooks/useClient.tsx'
import { type Evaluation, readEvaluation } from '../../lib/evaluation.ts'

/** A procedure that trains or tests, with its newest run. */
export interface Training {
  procedure: string
  config: EntityConfig
  run: RunStatus | undefined
  /** Of a run that finished. */
  evaluation: Evaluation | undefined
}

/** Types of procedures that train or test. */
export const TRAININGS: readonly string[] = [
  'classifier.experiment',
  'classifier.test',
  'classifier.train',
  'randomforest.binary.train',
]

/** Every procedure that trains or tests, the newest run first; without the curves, which only its own page reads. */
export function useTrainings(): UseQueryResult<Training[], EngineError> {
  const client = useClient()
  return useQuery<Training[], EngineError>({
    queryKey: ['trainings'],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: async ({ signal }) => {
      const ids = (await client.get('/v1/procedures', {}, { signal })) as string[]
      const read = await Promise.all(ids.map((id) => readTraining(client, id, signal, false)))
      return read
        .filter((training) => training !== null)
        .sort((a, b) => (b.run?.runStarted ?? '').localeCompare(a.run?.runStarted ?? ''))
    },
  })
}

/** One of them, with its curves; null where there is none of that name. */
export function useTraining(procedure: string): UseQueryResult<Training | null, EngineError> {
  const client = useClient()
  return useQuery<Training | null, EngineError>({
    queryKey: ['training', procedure],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: ({ signal }) => readTraining(client, procedure, signal, true),
  })
}

async function readTraining(
  client: Client,
  procedure: string,
  signal: AbortSignal,
  withDetails: boolean,
): Promise<Training | null> {
  const path = `/v1/procedures/${encodeURIComponent(procedure)}`
  try {
    const { config } = (await client.get(path, {}, { signal })) as EntityStatus
    if (!TRAININGS.includes(config.type)) return null
    const newest = await newestRun(client, path, signal)
    if (newest === undefined) return { procedure, config, run: undefined, evaluation: undefined }
    const { runPath, run } = newest
    const isDone = run.state === 'finished'
    const details = isDone && withDetails ? await client.get(`${runPath}/details`, {}, { signal }) : undefined
    return {
      procedure,
      config,
      run,
      evaluation: isDone ? readEvaluation(run.status, details, config.params) : undefined,
    }
  } catch (error) {
    // Deleted since it was listed.
    if (error instanceof EngineError && error.code === 'not-found') return null
    throw error
  }
}

/** The run to show: the newest, but an earlier one that ended well stands where later ones were cancelled or failed. */
async function newestRun(
  client: Client,
  path: string,
  signal: AbortSignal,
): Promise<{ runPath: string; run: RunStatus } | undefined> {
  const ids = (await client.get(`${path}/runs`, {}, { signal })) as string[]
  let newest: { runPath: string; run: RunStatus } | undefined
  for (const id of ids.reverse()) {
    const runPath = `${path}/runs/${encodeURIComponent(id)}`
    const run = (await client.get(runPath, {}, { signal })) as RunStatus
    if (run.state === 'finished' || run.state === 'executing') return { runPath, run }
    newest ??= { runPath, run }
  }
  return newest
}

/** The functions that a training made: one for each fold. */
export function functionsOf({ config, evaluation }: Training): string[] {
  const made = evaluation?.folds.flatMap(({ functionName }) => functionName ?? []) ?? []
  const own = config.params?.functionName
  return made.length > 0 ? made : typeof own === 'string' && own !== '' ? [own] : []
}

/** The query that a training read. */
export function queryOf({ config: { params = {} } }: Training): string {
  const query = params.inputData ?? params.trainingData ?? params.testingData
  return typeof query === 'string' ? query : query === undefined ? '' : JSON.stringify(query)
}

/** The learner's name, as far as the configuration tells. */
export function learnerOf({ config: { type, params = {} } }: Training): string {
  if (type === 'classifier.test') return 'test'
  if (type === 'randomforest.binary.train') return 'rf'
  if (typeof params.algorithm === 'string' && params.algorithm !== '') return params.algorithm
  const configuration = params.configuration as
    | { type?: unknown; weak_learner?: { type?: unknown } }
    | undefined
  const outer = configuration?.type
  const inner = configuration?.weak_learner?.type
  return [outer, inner].filter((each) => typeof each === 'string').join(' of ') || 'custom'
}
