import { expose } from 'comlink'
import { openDB } from 'idb'
import { openIndexedDb } from '../../../src/engine/storage/indexed-db.ts'
import { openBrowserStorage } from '../../../src/engine/storage/open-browser-storage.ts'
import { openPrivateFiles } from '../../../src/engine/storage/private-files.ts'
import { STORE_NAMES } from '../../../src/engine/storage/schema.ts'
import type { Storage } from '../../../src/engine/storage/storage.ts'
import { storagePromises } from '../../conformance/storage.ts'

const open: Record<string, (name: string) => Promise<Storage>> = {
  IndexedDB: openIndexedDb,
  'private files': async (name) => openPrivateFiles(await navigator.storage.getDirectory(), name),
}

/** What the page of `storage.ts` has done here: only a worker may write to private files synchronously. */
const harness = {
  promises: () => Object.keys(storagePromises),
  /** Runs one promise of the suite; a broken one rejects. */
  check: (kind: string, promise: string) => storagePromises[promise]!({ open: open[kind]! }),
  /** Commits pairs that must stay equal, for ever, and says which was acknowledged last. */
  async writePairs(kind: string, acknowledge: (i: number) => void) {
    const storage = await open[kind]!('pairs')
    for (let i = 0; ; i++) {
      await storage.commit([
        { store: 'runs', key: 'i', put: { i } },
        { store: 'chunks', key: 'i', put: new Uint8Array(200_000).fill(i) },
      ])
      acknowledge(i)
      // A commit to private files never waits: without this no message would leave.
      await new Promise((resolve) => setTimeout(resolve))
    }
  },
  async readPair(kind: string) {
    const storage = await open[kind]!('pairs')
    const [run, chunk] = await Promise.all([storage.get('runs', 'i'), storage.get('chunks', 'i')])
    return { run: (run as { i: number }).i, chunk: chunk?.[0], length: chunk?.length }
  },
  /** Fills IndexedDB as the first version of the app did, in its layout, `count` files of 100 kB. */
  async fillIndexedDb(name: string, count: number) {
    const first = await openDB(name, 1, {
      upgrade(database) {
        for (const store of STORE_NAMES) database.createObjectStore(store)
      },
    })
    await first.put('functions', { type: 'sql.expression' }, 'f')
    for (let i = 0; i < count; i++) await first.put('files', new Uint8Array(100_000).fill(i), `f${i}`)
    first.close()
  },
  /** Opens what the app would open while the browser refuses its private files with an error of that name; gives the
   *  message, or undefined where something opened. */
  async openRefused(name: string, error: string) {
    const storage = navigator.storage
    Object.defineProperty(storage, 'getDirectory', {
      configurable: true,
      value: () => Promise.reject(new DOMException('no', error)),
    })
    try {
      ;(await openBrowserStorage(name)).close()
      return undefined
    } catch (thrown) {
      return (thrown as Error).message
    } finally {
      delete (storage as { getDirectory?: unknown }).getDirectory
    }
  },
  /** Opens what the app would open, and says what is in it and what is left in IndexedDB. */
  async openMoved(name: string) {
    const storage = await openBrowserStorage(name)
    const files = await Promise.all(
      (await storage.keys('files')).map(async (key) => {
        const bytes = (await storage.get('files', key))!
        return { key, size: bytes.length, first: bytes[0]!, same: bytes.every((byte) => byte === bytes[0]) }
      }),
    )
    const function_ = await storage.get('functions', 'f')
    storage.close()
    const databases = await indexedDB.databases()
    return { files, function: function_, left: databases.some((database) => database.name === name) }
  },
}

export type Harness = typeof harness
expose(harness)
