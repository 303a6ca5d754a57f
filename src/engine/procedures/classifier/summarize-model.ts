import { readModelHeader } from '../../models/learners/model-file.ts'

/** As many of the most important features as a run's results list; `/details` of the function lists all. */
const LISTED_FEATURES = 20

/** What a run's results say of the model that it made: its out-of-bag estimate and its most important features, where
 *  it has them. */
export function summarizeModel(file: Uint8Array): Record<string, unknown> {
  const { outOfBag, importances } = readModelHeader(file)
  return {
    ...(outOfBag && { outOfBag }),
    ...(importances && { importances: importances.slice(0, LISTED_FEATURES) }),
  }
}
