import { openDB } from 'idb'
import { openIndexedDb } from './indexed-db.ts'
import { openPrivateFiles, privateFileSystem, unreachable } from './private-files.ts'
import { DATABASE_NAME, STORE_NAMES } from './schema.ts'
import type { Change, Storage } from './storage.ts'
import { type Room, withRoom } from './storage-full.ts'

/** Bytes that are moved in one commit. */
const BATCH_BYTES = 8 << 20

/** Key, among the models, of the mark that everything of IndexedDB is here. */
const MOVED = 'moved from IndexedDB'

/** Opens the browser's storage: files of our own in its private file system, which a killed browser cannot lose
 *  (docs/architecture.md, "What is durable"); IndexedDB where there is none. What an earlier version kept in IndexedDB
 *  moves once.
 *  @throws EngineError as `privateFileSystem`, `openPrivateFiles` and `openIndexedDb` */
export async function openBrowserStorage(name: string = DATABASE_NAME): Promise<Storage> {
  return withRoom(await openAny(name), browserRoom)
}

/** What the browser grants this app. */
async function browserRoom(): Promise<Room | undefined> {
  const { quota, usage } = await navigator.storage.estimate()
  if (quota === undefined || usage === undefined) return undefined
  return { free: Math.max(0, quota - usage), total: quota }
}

async function openAny(name: string): Promise<Storage> {
  const root = await privateFileSystem()
  if (!root) {
    if (await isMarked(name)) throw unreachable('they are not offered here any more')
    return openIndexedDb(name)
  }
  const storage = await openPrivateFiles(root, name)
  try {
    await moveFromIndexedDb(storage, name)
  } catch (error) {
    storage.close()
    throw error
  }
  void leaveMark(name).catch(() => {})
  return storage
}

/** Name of an empty database of IndexedDB that says that the data are in private files: seen even where those are not. */
const markOf = (name: string): string => `${name} is in private files`

async function isMarked(name: string): Promise<boolean> {
  const databases = await indexedDB.databases()
  return databases.some((database) => database.name === markOf(name))
}

async function leaveMark(name: string): Promise<void> {
  if (!(await isMarked(name))) (await openDB(markOf(name), 1)).close()
}

/** Copies everything, then sets the mark, then deletes the original: killed anywhere, the next start finds all of it in
 *  one place or the other. */
async function moveFromIndexedDb(storage: Storage, name: string): Promise<void> {
  if (await storage.get('models', MOVED)) return
  const databases = await indexedDB.databases()
  if (databases.some((database) => database.name === name)) {
    await copyAll(await openIndexedDb(name), storage)
  }
  await storage.commit([{ store: 'models', key: MOVED, put: new Uint8Array() }])
  await new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase(name)
    // Blocked or failed: it stays, unused; the mark says that it is not to be read again.
    request.onsuccess = request.onerror = request.onblocked = () => resolve()
  })
}

/** @param from closed afterwards */
export async function copyAll(from: Storage, to: Storage): Promise<void> {
  try {
    for (const store of STORE_NAMES) {
      let batch: Change[] = []
      let size = 0
      for (const key of await from.keys(store)) {
        const value = await from.get(store, key)
        batch.push({ store, key, put: value } as Change)
        size += value instanceof Uint8Array ? value.length : 1_000
        if (size < BATCH_BYTES) continue
        await to.commit(batch)
        batch = []
        size = 0
      }
      await to.commit(batch)
    }
  } finally {
    from.close()
  }
}
