import { type IDBPDatabase, openDB } from 'idb'
import { EngineError } from '../../contract/errors.ts'
import { browserStorageError } from './browser-storage-error.ts'
import { DATABASE_NAME, SCHEMA_VERSION } from './schema.ts'
import type { Change, Storage, StoreName, Stores } from './storage.ts'
import { upgrade } from './upgrade.ts'

/** Opens IndexedDB as storage, for where there are no private files. One IndexedDB transaction per commit; an acknowledged one survives the tab or the
 *  browser being killed (`relaxed` durability: not a power cut within the same second, which would cost ten times
 *  the time of each commit).
 *  @throws EngineError `storage-full`, or `internal` where the browser offers no storage */
export async function openIndexedDb(name: string = DATABASE_NAME): Promise<Storage> {
  const database = await open(name)
  let last: Promise<unknown> = Promise.resolve()
  return {
    async get<S extends StoreName>(store: S, key: string) {
      return (await database.get(store, key)) as Stores[S] | undefined
    },
    async keys(store, prefix = '') {
      const range = prefix === '' ? undefined : IDBKeyRange.bound(prefix, `${prefix}\uffff`)
      return (await database.getAllKeys(store, range)) as string[]
    },
    // One at a time. Chromium, killed while it writes, sometimes finds its database corrupt at the next start and deletes
    // all of it. Why is not known. With several transactions at once that came within a few kills, with one at a time
    // once in 107 (tests/browser/durability.browser.test.ts): rarer, not gone.
    commit(changes) {
      const done = last.then(() => commit(database, changes))
      last = done.catch(() => {})
      return done
    },
    close: () => database.close(),
  }
}

async function open(name: string): Promise<IDBPDatabase> {
  try {
    return await openDB(name, SCHEMA_VERSION, {
      upgrade,
      // A newer version of the app waits in another tab: give way, or its upgrade never starts.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'VersionError') {
      throw new EngineError(
        'internal',
        'the data was written by a newer version of MLDB Web; reload the page',
        {
          cause: error.message,
        },
      )
    }
    throw new EngineError('internal', `the browser gives no storage (private window?): ${String(error)}`)
  }
}

async function commit(database: IDBPDatabase, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const stores = [...new Set(changes.map((change) => change.store))]
  const transaction = database.transaction(stores, 'readwrite', { durability: 'relaxed' })
  // Waited for from the start: a request that fails aborts the transaction, and its rejection must find a handler.
  const done = transaction.done
  try {
    for (const change of changes) {
      const store = transaction.objectStore(change.store)
      const request = 'put' in change ? store.put(toStored(change.put), change.key) : store.delete(change.key)
      request.catch(() => {})
    }
  } catch (error) {
    done.catch(() => {})
    transaction.abort()
    throw browserStorageError(error)
  }
  try {
    await done
  } catch (error) {
    throw browserStorageError(transaction.error ?? error)
  }
}

/** A view is cloned with the whole buffer behind it, so one that does not fill its buffer is copied first. */
const toStored = (value: unknown): unknown =>
  value instanceof Uint8Array && value.byteLength !== value.buffer.byteLength ? value.slice() : value
