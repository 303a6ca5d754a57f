import type { ClassifierMode } from '../../../../contract/learning.ts'
import type { EntityStatus } from '../../../../contract/rest.ts'
import { useEntity, useRest } from '../../../hooks/useRest.ts'
import { functionsOf, queryOf, type Training, useTrainings } from '../useTrainings.ts'

/** A classifier function, with what it takes and what it was made from. */
export interface UsedModel {
  id: string
  mode: ClassifierMode
  labels: readonly (string | number)[]
  /** In a line: what it is. */
  summary: string
  modelFileUrl: string
  features: readonly { name: string; levels?: string[] }[]
  /** The training that made it, if it is still kept. */
  training: Training | undefined
  /** Its query: rows of `features`, `label`. Empty where it is not known. */
  query: string
}

interface ClassifierStatus {
  mode?: ClassifierMode
  labels?: (string | number)[]
  summary?: string
}

/** A function's model; null where there is none of that name, or it is none of a classifier. */
export function useModel(id: string): { model: UsedModel | null | undefined; error: Error | null } {
  const path = `/v1/functions/${encodeURIComponent(id)}`
  const { data: status, error } = useEntity<EntityStatus>(path)
  const isClassifier = status?.type === 'classifier'
  const details = useRest<{ model?: { features?: UsedModel['features'] } }>(
    isClassifier ? `${path}/details` : undefined,
  )
  const trainings = useTrainings().data
  const failure = error ?? details.error
  if (status === null || (status && !isClassifier)) return { model: null, error: failure }
  if (!status || !details.data || !trainings) return { model: undefined, error: failure }
  const { mode = 'categorical', labels = [], summary = '' } = status.status as ClassifierStatus
  const training = trainings.find((each) => functionsOf(each).includes(id))
  return {
    model: {
      id,
      mode,
      labels,
      summary,
      modelFileUrl: String(status.config.params?.modelFileUrl ?? ''),
      features: details.data.model?.features ?? [],
      training,
      query: training ? queryOf(training) : '',
    },
    error: null,
  }
}

/** More features than this have no field each: a row of a dataset, or a picture, gives them all at once. */
export const MOST_FIELDS = 60
