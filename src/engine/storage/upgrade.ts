import type { IDBPDatabase } from 'idb'
import type { Entries } from './log-structured/entries.ts'
import { SCHEMA_VERSION, STORE_NAMES } from './schema.ts'

/** Steps that bring a database from one version to the next; `STEPS[v]` leads from v to v + 1. A step that was
 *  released is never changed. */
const STEPS: readonly ((database: IDBPDatabase) => void)[] = [
  (database) => {
    for (const name of STORE_NAMES) database.createObjectStore(name)
  },
  // Chunks of version 1 are read as they are; the number keeps an older app from reading what it does not know.
  () => {},
]

/** Brings an IndexedDB database up to `SCHEMA_VERSION`, inside its upgrade transaction. */
export function upgrade(database: IDBPDatabase, oldVersion: number): void {
  for (let version = oldVersion; version < SCHEMA_VERSION; version++) STEPS[version]!(database)
}

/** A step for the entries of a log-structured storage. */
export type EntryStep = (entries: Entries) => void

/** As `STEPS`, for entries of a log-structured storage and of a folder. */
export const ENTRY_STEPS: readonly EntryStep[] = [() => {}, () => {}]
