import { useQuery } from '@tanstack/react-query'
import type { Client } from '../../../../client/index.ts'
import type { CompactResult } from '../../../../contract/rest.ts'
import { formatPath } from '../../../../lib/format-path.ts'
import { useClient } from '../../../hooks/useClient.tsx'
import { labelOfScore, type Score } from '../../../lib/score-name.ts'
import { type Subject, subjectSql, toFeatures } from './subject.ts'
import type { UsedModel } from './use-model.ts'

/** What a model says: a score for each label, or one of its own. */
export interface Answer {
  scores: Score[]
  durationMs: number
}

const OPTIONS = { staleTime: Number.POSITIVE_INFINITY, retry: false } as const

/** The scores of a subject. */
export function useScores(model: UsedModel, subject: Subject | undefined) {
  const client = useClient()
  return useQuery<Answer, Error>({
    ...OPTIONS,
    queryKey: ['scores', model.id, subject],
    enabled: subject !== undefined,
    queryFn: async ({ signal }) => {
      const started = performance.now()
      const cells = await ask(client, model, model.id, subject!, undefined, signal)
      return {
        scores: cells
          .flatMap(([path, score]) => {
            const label = path[0] === 'scores' ? labelOfScore(path.at(-1)!) : 'score'
            return typeof score === 'number' ? [{ label, score }] : []
          })
          .sort((a, b) => b.score - a.score),
        durationMs: performance.now() - started,
      }
    },
  })
}

/** What each feature adds to the score of a label. @param label as the model has it; undefined for the one score there is */
export function useContributions(
  model: UsedModel,
  subject: Subject | undefined,
  label: string | number | undefined,
) {
  const client = useClient()
  return useQuery<{ bias: number; features: { name: string; value: number }[] }, Error>({
    ...OPTIONS,
    queryKey: ['contributions', model.id, subject, label],
    enabled: subject !== undefined,
    queryFn: async ({ signal }) => {
      const explainer = explainerOf(model.id)
      const functions = (await client.get('/v1/functions', {}, { signal })) as string[]
      if (!functions.includes(explainer)) {
        const { path, body } = explainerCall(model)
        await client.put(path, body)
      }
      const cells = await ask(client, model, explainer, subject!, label, signal)
      const bias = cells.find(([path]) => path[0] === 'bias')?.[1]
      return {
        bias: typeof bias === 'number' ? bias : 0,
        features: cells.flatMap(([path, value]) =>
          path[0] === 'explanation' && typeof value === 'number'
            ? [{ name: formatPath(path.slice(1)), value }]
            : [],
        ),
      }
    },
  })
}

/** The function that explains a model: `x_scorer_0` is explained by `x_explainer_0`. */
export const explainerOf = (id: string): string =>
  /_scorer_\d+$/.test(id) ? id.replace(/_scorer_(\d+)$/, '_explainer_$1') : `${id}_explainer`

/** The call that makes it. */
export const explainerCall = ({ id, modelFileUrl }: UsedModel) => ({
  path: `/v1/functions/${encodeURIComponent(explainerOf(id))}`,
  body: { type: 'classifier.explain', params: { modelFileUrl } },
})

type Cell = readonly [path: readonly string[], value: unknown]

/** Calls a function, over REST with typed values, else by a statement. */
async function ask(
  client: Client,
  model: UsedModel,
  functionName: string,
  subject: Subject,
  label: string | number | undefined,
  signal: AbortSignal,
): Promise<Cell[]> {
  if (subject.kind === 'typed') {
    const path = `/v1/functions/${encodeURIComponent(functionName)}/application`
    const input = argumentOf(model, subject.values, label)
    const output = await client.get(path, { input, outputFormat: 'json' }, { signal })
    return flatten([], output)
  }
  const sql = subjectSql(subject, functionName, label)
  const result: CompactResult = await client.query(sql, { format: 'compact', signal })
  const [failure] = result.rowErrors
  if (failure) throw new Error(failure.message)
  return result.columns.flatMap(({ path, values }) => flatten(path, values[0]))
}

/** The argument of a function for typed values. */
export function argumentOf(
  { features }: UsedModel,
  values: Readonly<Record<string, string>>,
  label?: string | number,
): Record<string, unknown> {
  const texts = new Set(features.flatMap(({ name, levels }) => (levels ? [name] : [])))
  return { features: toFeatures(values, (name) => texts.has(name)), ...(label !== undefined && { label }) }
}

/** The numbers in a value, by their paths: nested objects of JSON, or rows. */
function flatten(path: readonly string[], value: unknown): Cell[] {
  if (value === null || typeof value !== 'object') return [[path, value]]
  if ('kind' in value && value.kind === 'row' && 'columns' in value)
    return (value.columns as [string[], unknown][]).flatMap(([inner, cell]) =>
      flatten([...path, ...inner], cell),
    )
  return Object.entries(value).flatMap(([name, cell]) => flatten([...path, name], cell))
}
