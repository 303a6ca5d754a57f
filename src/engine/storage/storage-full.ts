import { EngineError } from '../../contract/errors.ts'
import type { Change, Storage } from './storage.ts'

/** How much room there is, in bytes. */
export interface Room {
  free: number
  /** All of it, used or not. */
  total: number
}

/** The error for a commit that found no room.
 *  @param needed bytes that were to be stored; undefined where that is not known */
export function storageFull(needed?: number, room?: Room): EngineError {
  const need = needed ? `${megabytes(needed)} more are needed` : 'there is no room for more'
  const free = room ? `, ${megabytes(room.free)} of ${megabytes(room.total)} are free` : ''
  return new EngineError(
    'storage-full',
    `storage is full: ${need}${free}. Nothing was changed; delete datasets or files that you do not need, or free space on the disk, then try again`,
    {
      ...(needed ? { neededBytes: needed } : {}),
      ...(room ? { freeBytes: room.free, totalBytes: room.total } : {}),
    },
  )
}

const megabytes = (bytes: number): string => `${Math.max(0.1, bytes / 1e6).toFixed(1)} MB`

/** Bytes of the values that changes put. */
function sizeOfChanges(changes: readonly Change[]): number {
  let size = 0
  for (const change of changes) {
    if (!('put' in change)) continue
    size += change.put instanceof Uint8Array ? change.put.length : JSON.stringify(change.put).length
  }
  return size
}

/** A storage whose `storage-full` errors say how much is needed and how much is free. */
export function withRoom(storage: Storage, roomOf: () => Promise<Room | undefined>): Storage {
  return {
    ...storage,
    async commit(changes) {
      try {
        await storage.commit(changes)
      } catch (error) {
        if (!(error instanceof EngineError) || error.code !== 'storage-full') throw error
        const needed = sizeOfChanges(changes)
        const room = await roomOf().catch(() => undefined)
        // Browsers may say more than they grant, so that their users cannot be told apart by it.
        throw storageFull(needed, room && room.free < needed ? room : undefined)
      }
    },
  }
}
