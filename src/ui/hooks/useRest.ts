import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { QueryParameters } from '../../client/index.ts'
import { EngineError } from '../../contract/errors.ts'
import type { CompactResult } from '../../contract/rest.ts'
import { useClient } from './useClient.tsx'

/** Read again after every change: nothing here is so costly that a stale answer would be worth having. */
const OPTIONS = {
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
  placeholderData: keepPreviousData,
} as const

/** The answer of a GET, read again whenever something stored has changed. An undefined path asks nothing. */
export function useRest<T>(
  path: string | undefined,
  parameters?: QueryParameters,
): UseQueryResult<T, EngineError> {
  const client = useClient()
  return useQuery<T, EngineError>({
    ...(OPTIONS as object),
    queryKey: ['rest', path, parameters],
    queryFn: ({ signal }) => client.get(path!, parameters, { signal }) as Promise<T>,
    enabled: path !== undefined,
  })
}

/** Like `useRest`, but null where the thing does not exist. */
export function useEntity<T>(path: string | undefined): UseQueryResult<T | null, EngineError> {
  const client = useClient()
  return useQuery<T | null, EngineError>({
    ...(OPTIONS as object),
    queryKey: ['entity', path],
    queryFn: async ({ signal }) => {
      try {
        return (await client.get(path!, {}, { signal })) as T
      } catch (error) {
        if (error instanceof EngineError && error.code === 'not-found') return null
        throw error
      }
    },
    enabled: path !== undefined,
  })
}

/** The rows of a statement. An undefined statement asks nothing. */
export function useSql(sql: string | undefined): UseQueryResult<CompactResult, EngineError> {
  const client = useClient()
  return useQuery<CompactResult, EngineError>({
    ...(OPTIONS as object),
    queryKey: ['sql', sql],
    queryFn: ({ signal }) => client.query(sql!, { format: 'compact', signal }),
    enabled: sql !== undefined,
  })
}
