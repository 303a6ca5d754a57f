import type { Client } from '../../../../client/index.ts'
import type { EntityConfig } from '../../../../contract/rest.ts'
import type { RunStore } from '../../walkthrough/run-store.ts'

/** The one training that this page runs: its key in the store. */
export const TRAINING = 'models.train'

/** Trains, in the store, so that it goes on while another panel is shown. A run that failed or was cancelled leaves nothing
 *  behind, not even its procedure, unless there was one of that name.
 *  @returns whether it ended well */
export function runTraining(
  client: Client,
  store: RunStore,
  { id, config }: { id: string; config: EntityConfig },
  existed: boolean,
): Promise<boolean> {
  return store.run(TRAINING, async (call) => {
    try {
      return await client.runProcedure(id, config, call)
    } catch (error) {
      // Asked for with no signal: the call's own may be aborted.
      if (!existed) await client.delete(`/v1/procedures/${encodeURIComponent(id)}`).catch(() => undefined)
      throw error
    }
  })
}
