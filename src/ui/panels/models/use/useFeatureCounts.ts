import { useQueries } from '@tanstack/react-query'
import { useClient } from '../../../hooks/useClient.tsx'
import type { UsedModel } from './use-model.ts'

/** More datasets than this are not looked into. */
const MOST_DATASETS = 50

/** How many of a model's features each dataset has columns for; nothing yet for those that are still read. */
export function useFeatureCounts(
  { features }: Pick<UsedModel, 'features'>,
  datasets: readonly string[],
): ReadonlyMap<string, number> {
  const client = useClient()
  const asked = datasets.slice(0, MOST_DATASETS)
  return useQueries({
    queries: asked.map((id) => ({
      queryKey: ['rest', 'columns', id],
      queryFn: () =>
        client.get(`/v1/datasets/${encodeURIComponent(id)}/columns`, {
          flatten: false,
          limit: 2000,
        }) as Promise<string[]>,
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
    combine: (results) =>
      new Map(
        results.flatMap(({ data }, i) =>
          data ? [[asked[i]!, countIn(new Set(data), features)] as const] : [],
        ),
      ),
  })
}

/** A vector is one column, and a feature for each of its numbers. */
function countIn(columns: ReadonlySet<string>, features: UsedModel['features']): number {
  return features.filter(({ name }) => {
    if (columns.has(name)) return true
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1))
      if (columns.has(name.slice(0, dot))) return true
    return false
  }).length
}
