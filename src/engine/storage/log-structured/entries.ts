import { JSON_STORES, STORE_NAMES } from '../schema.ts'
import type { StoreName } from '../storage.ts'

/** Where a value is: JSON stands in the manifest itself, bytes in the file of data. */
export type Entry = { json: string } | { at: number; size: number; checksum: number }

/** A change as a manifest holds it: a value of JSON, a place of bytes, or a deletion. */
export type EntryChange =
  | [store: StoreName, key: string, json: string]
  | [store: StoreName, key: string, at: number, size: number, checksum: number]
  | [store: StoreName, key: string]

/** Entries by store and key. */
export class Entries {
  private readonly stores = new Map<StoreName, Map<string, Entry>>(
    STORE_NAMES.map((name) => [name, new Map()]),
  )

  get(store: StoreName, key: string): Entry | undefined {
    return this.stores.get(store)?.get(key)
  }

  keys(store: StoreName, prefix: string): string[] {
    const keys = [...this.stores.get(store)!.keys()]
    return (prefix === '' ? keys : keys.filter((key) => key.startsWith(prefix))).sort()
  }

  /** @returns the entry that was replaced or deleted */
  apply(change: EntryChange): Entry | undefined {
    const [store, key] = change
    const entries = this.stores.get(store)
    if (!entries) return undefined // a store that this version has no more
    const old = entries.get(key)
    if (change.length === 2) entries.delete(key)
    else if (change.length === 3) entries.set(key, { json: change[2] })
    else entries.set(key, { at: change[2], size: change[3], checksum: change[4] })
    return old
  }

  /** All entries, as the changes that make them. */
  *changes(): Generator<EntryChange> {
    for (const [store, entries] of this.stores) {
      for (const [key, entry] of entries) {
        yield 'json' in entry ? [store, key, entry.json] : [store, key, entry.at, entry.size, entry.checksum]
      }
    }
  }
}

export const isJsonStore = (store: StoreName): boolean => JSON_STORES.has(store)
