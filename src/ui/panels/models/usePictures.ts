import { useQuery } from '@tanstack/react-query'
import type { Client } from '../../../client/index.ts'
import type { EntityStatus } from '../../../contract/rest.ts'
import type { Path } from '../../../contract/values.ts'
import { useClient } from '../../hooks/useClient.tsx'
import { useSql } from '../../hooks/useRest.ts'
import { describeColumns } from '../../lib/describe-columns.ts'
import { quoteName, quoteText } from '../../lib/quote-name.ts'
import { datasetsIn } from '../console/completion.ts'
import { columnSql } from './train/training-plan.ts'

/** A column that holds the addresses of rows' pictures. */
export interface PictureColumn {
  dataset: string
  path: Path
}

/** Where the pictures of a query's rows are: in a dataset that it reads, or, as rows keep their names, in one that this was
 *  made from by a transform. Null where there are none. */
export function usePictureColumn(query: string): PictureColumn | null | undefined {
  const client = useClient()
  return useQuery({
    queryKey: ['pictures-of', query],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    enabled: query !== '',
    queryFn: () => findPictures(client, query),
  }).data
}

/** Addresses of the pictures of some rows, by the rows' names. */
export function usePictures(query: string, rowNames: readonly string[]): ReadonlyMap<string, string> {
  const column = usePictureColumn(query)
  const { data } = useSql(
    column && rowNames.length > 0
      ? `SELECT ${columnSql(column.path)} AS url FROM ${quoteName(column.dataset)} WHERE rowName() IN (${rowNames.map(quoteText).join(', ')})`
      : undefined,
  )
  const urls = data?.columns[0]?.values ?? []
  return new Map(
    (data?.rowNames ?? []).flatMap((name, r) =>
      typeof urls[r] === 'string' ? [[name, urls[r]] as const] : [],
    ),
  )
}

/** How many transforms are followed back. */
const MOST_STEPS = 3

async function findPictures(client: Client, query: string): Promise<PictureColumn | null> {
  const datasets = (await client.get('/v1/datasets')) as string[]
  let queries = [query]
  const seen = new Set<string>()
  for (let step = 0; step < MOST_STEPS && queries.length > 0; step++) {
    const named = queries.flatMap((text) => datasetsIn(text, datasets)).filter((id) => !seen.has(id))
    for (const dataset of named) {
      seen.add(dataset)
      const rows = await client.query(`SELECT * FROM ${quoteName(dataset)} LIMIT 5`, { format: 'compact' })
      const column = describeColumns(rows.columns).find(({ kind }) => kind === 'picture')
      if (column) return { dataset, path: column.path }
    }
    queries = await queriesThatMade(client, named)
  }
  return null
}

/** The queries of the transforms that wrote some datasets. */
async function queriesThatMade(client: Client, datasets: readonly string[]): Promise<string[]> {
  const ids = (await client.get('/v1/procedures')) as string[]
  const all = await Promise.all(
    ids.map((id) => client.get(`/v1/procedures/${encodeURIComponent(id)}`) as Promise<EntityStatus>),
  )
  return all.flatMap(({ config: { type, params = {} } }) => {
    const output = params.outputDataset
    const id = typeof output === 'object' && output !== null ? (output as { id?: unknown }).id : output
    const isIt = type === 'transform' && typeof id === 'string' && datasets.includes(id)
    return isIt && typeof params.inputData === 'string' ? [params.inputData] : []
  })
}
