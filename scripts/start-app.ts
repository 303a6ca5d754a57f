import { createAppHandler } from '../src/server/app/app-handler.ts'
import { buildIfStale, DIST } from '../src/server/build-app.ts'
import { listen } from '../src/server/listen.ts'

export interface RunningApp {
  address: string
  close(): Promise<void>
}

/** Serves the built app on a free port, as `npm start` does; builds it first if it is stale.
 *  @param models folder of networks to serve, as `--models` gives it */
export async function startApp({ models }: { models?: string | undefined }): Promise<RunningApp> {
  buildIfStale()
  const { address, close } = await listen(createAppHandler({ root: DIST, models }), 0)
  return { address, close }
}
