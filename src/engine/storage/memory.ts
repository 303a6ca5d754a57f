import type { Change, Storage, StoreName, Stores } from './storage.ts'
import { storageFull } from './storage-full.ts'

/** A storage that lasts as long as the object: for tests, and for the server where no folder is given.
 *  @param disk how many bytes of values it takes, JSON not counted; what is stored is taken from it */
export function createMemoryStorage(disk: { free: number } = { free: Number.POSITIVE_INFINITY }): Storage {
  let used = 0
  const stores = new Map<StoreName, Map<string, unknown>>()
  const store = (name: StoreName): Map<string, unknown> => {
    const found = stores.get(name) ?? new Map<string, unknown>()
    stores.set(name, found)
    return found
  }
  return {
    async get<S extends StoreName>(name: S, key: string) {
      const value = store(name).get(key)
      return (value === undefined ? undefined : snapshot(value)) as Stores[S] | undefined
    },
    async keys(name, prefix = '') {
      return [...store(name).keys()].filter((key) => key.startsWith(prefix)).sort()
    },
    async commit(changes: readonly Change[]) {
      // Cloned before anything is changed: a value that cannot be cloned must fail the commit as a whole.
      const puts = changes.map((change) => ('put' in change ? snapshot(change.put) : undefined))
      const needed = puts.reduce((sum: number, put) => sum + sizeOf(put), 0)
      const { free } = disk
      if (needed > free) throw storageFull(needed, { free, total: free + used })
      changes.forEach((change, i) => {
        const values = store(change.store)
        const more = sizeOf(puts[i]) - sizeOf(values.get(change.key))
        used += more
        disk.free -= more
        if ('put' in change) values.set(change.key, puts[i])
        else values.delete(change.key)
      })
    },
    close() {},
  }
}

const sizeOf = (value: unknown): number => (value instanceof Uint8Array ? value.length : 0)

/** A copy of just the bytes seen, not of the whole buffer that a view may stand in. */
const snapshot = (value: unknown): unknown =>
  value instanceof Uint8Array ? value.slice() : structuredClone(value)
