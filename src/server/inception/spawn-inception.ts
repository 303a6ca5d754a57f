import type { SpawnedWorker } from '../../engine/models/inception/lane.ts'
import { spawnThread } from '../spawn-thread.ts'

/** Starts a thread of Node for `createInception`. */
export const spawnInception = (): SpawnedWorker =>
  spawnThread(new URL('./inception-worker.ts', import.meta.url))
