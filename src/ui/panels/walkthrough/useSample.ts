import { useQuery } from '@tanstack/react-query'
import { parseCsv } from '../../lib/parse-csv.ts'
import { type Project, SAMPLE_NAMES } from './project.ts'

const LIST = 'samples/photos.csv'
const KEPT_OUT = 'samples/try.csv'
/** The table that says whose photographs these are. */
export const CREDITS = 'samples/credits.csv'

/** The sample that comes with the app, as its own files describe it. */
export function useSample(): Project | undefined {
  return useQuery({
    queryKey: ['sample'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const [photos, kept] = await Promise.all([readList(LIST, signal), readList(KEPT_OUT, signal)])
      return {
        kind: 'sample',
        csvUrl: LIST,
        label: 'label',
        url: 'url',
        example: photos[0]?.url ?? '',
        tryImages: kept,
        images: photos.length,
        labels: [...new Set(photos.map(({ label }) => label))],
        names: SAMPLE_NAMES,
      } satisfies Project
    },
  }).data
}

async function readList(url: string, signal: AbortSignal): Promise<{ label: string; url: string }[]> {
  const answer = await fetch(url, { signal })
  if (!answer.ok) throw new Error(`${url} could not be read: ${answer.status}`)
  const [, ...rows] = parseCsv(await answer.text())
  return rows.map(([label = '', address = '']) => ({ label, url: address }))
}
