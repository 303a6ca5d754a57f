import { quoteName } from '../../../lib/quote-name.ts'
import type { UsedModel } from './use-model.ts'

/** The query that scores a dataset: its columns, the scores, and what they come to as `predicted`: of labels the best, of a
 *  number the number, of yes or no 1 from the threshold on (none without one). */
export function scoringSql(
  { id, mode }: Pick<UsedModel, 'id' | 'mode'>,
  dataset: string,
  threshold: number | undefined,
): string {
  const scored = `(SELECT *, ${quoteName(id)}({features: {*}}) AS * FROM ${quoteName(dataset)})`
  if (mode === 'categorical' || mode === 'multilabel')
    return `SELECT *, max_label(scores) AS predicted FROM ${scored}`
  if (mode === 'regression') return `SELECT * EXCLUDING (score), score AS predicted FROM ${scored}`
  const predicted = threshold === undefined ? '' : `, score >= ${threshold} AS predicted`
  return `SELECT *${predicted} FROM ${scored}`
}
