import type { RunStatus } from '../../../contract/rest.ts'
import type { StepKey } from './steps.ts'

/** What is known of when and with what the results were made. */
export interface Provenance {
  runs: Partial<Record<StepKey, RunStatus | null | undefined>>
  /** Digest of the weights that the network has now, and of those that the training set was made with. */
  weightsNow?: string | undefined
  weightsThen?: string | undefined
}

/** Why a stored result no longer fits what it was made from, with the way out; undefined while it does. Results of one
 *  network are never used with another. */
export function staleReason(key: StepKey, { runs, weightsNow, weightsThen }: Provenance): string | undefined {
  if (key === 'embed-all') {
    if (weightsNow !== undefined && weightsThen !== undefined && weightsNow !== weightsThen) {
      return 'This training set was made with other weights than the network has now. Run this step again.'
    }
    if (isNewer(runs.import, runs['embed-all']))
      return 'The list was imported again since. Run this step again.'
  }
  if ((key === 'boosted' || key === 'forest') && isNewer(runs['embed-all'], runs[key])) {
    return 'The training set was made again since. Run this step again.'
  }
  return undefined
}

function isNewer(source: RunStatus | null | undefined, result: RunStatus | null | undefined): boolean {
  if (source?.state !== 'finished' || result?.state !== 'finished') return false
  return Date.parse(source.runFinished ?? '') > Date.parse(result.runStarted)
}
