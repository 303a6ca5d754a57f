import type { Change, Storage, StoreName, Stores } from './storage.ts'

/** A storage that lasts as long as the object: for tests, and for the server where no folder is given. */
export function createMemoryStorage(): Storage {
  const stores = new Map<StoreName, Map<string, unknown>>()
  const store = (name: StoreName): Map<string, unknown> => {
    const found = stores.get(name) ?? new Map<string, unknown>()
    stores.set(name, found)
    return found
  }
  return {
    async get<S extends StoreName>(name: S, key: string) {
      const value = store(name).get(key)
      return (value === undefined ? undefined : structuredClone(value)) as Stores[S] | undefined
    },
    async keys(name, prefix = '') {
      return [...store(name).keys()].filter((key) => key.startsWith(prefix)).sort()
    },
    async commit(changes: readonly Change[]) {
      // Cloned before anything is changed: a value that cannot be cloned must fail the commit as a whole.
      const puts = changes.map((change) => ('put' in change ? snapshot(change.put) : undefined))
      changes.forEach((change, i) => {
        if ('put' in change) store(change.store).set(change.key, puts[i])
        else store(change.store).delete(change.key)
      })
    },
    close() {},
  }
}

/** A copy of just the bytes seen, not of the whole buffer that a view may stand in. */
const snapshot = (value: unknown): unknown =>
  value instanceof Uint8Array ? value.slice() : structuredClone(value)
