import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { BuiltinInfo, SqlDialect } from '../../../contract/rest.ts'
import { useClient } from '../../hooks/useClient.tsx'
import { useRest } from '../../hooks/useRest.ts'
import { datasetsIn, type Names } from './completion.ts'

/** Names of our own functions inside SQLite. */
const OURS = /^(mldb_|try_|fn_|agg_|f\d+_)|[^a-z0-9_]/

const FUNCTIONS = 'SELECT DISTINCT name FROM pragma_function_list ORDER BY 1'
const NONE: readonly string[] = []

/** What may be completed in a text, kept up to date. Columns are asked for the datasets that the text names. */
export function useNames(text: string, dialect: SqlDialect): Names {
  const client = useClient()
  const datasets = useRest<string[]>('/v1/datasets').data ?? NONE
  const functions = useRest<string[]>('/v1/functions').data ?? NONE
  const builtins = useRest<BuiltinInfo[]>('/v1/builtins').data
  const sqlite = useQuery({
    queryKey: ['sqlite-functions'],
    queryFn: () =>
      client.get('/v1/query', { q: FUNCTIONS, dialect: 'sqlite', format: 'soa' }) as Promise<{
        name: string[]
      }>,
    enabled: dialect === 'sqlite',
    staleTime: Number.POSITIVE_INFINITY,
  }).data
  const named = useMemo(() => datasetsIn(text, datasets), [text, datasets])
  const found = useQueries({
    queries: named.map((id) => ({
      queryKey: ['rest', 'columns', id],
      queryFn: () =>
        client.get(`/v1/datasets/${encodeURIComponent(id)}/columns`, {
          flatten: false,
          limit: 2000,
        }) as Promise<string[]>,
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
    combine: (results) => results.map(({ data }) => data ?? NONE),
  })
  return useMemo(
    () => ({
      dialect,
      datasets,
      functions,
      builtins: builtins ?? [],
      columns: new Map(
        named.map((id, i) => [id, [...(dialect === 'sqlite' ? ['rowName'] : []), ...(found[i] ?? NONE)]]),
      ),
      sqliteFunctions: sqlite?.name.filter((name) => !OURS.test(name)) ?? [],
    }),
    [dialect, datasets, functions, builtins, named, found, sqlite],
  )
}
