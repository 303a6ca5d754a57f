import type { StoreName } from './storage.ts'

/** Version of the layout of everything kept. Raise it with a step in `upgrade.ts`.
 *
 *  1: the first. 2: large columns are kept apart from their chunks. */
export const SCHEMA_VERSION = 2

/** Name of the IndexedDB database, and of the folder in the browser's private file system. */
export const DATABASE_NAME = 'mldb'

/** All stores, each an object store with keys of its own. */
export const STORE_NAMES = [
  'datasets',
  'chunks',
  'log',
  'functions',
  'procedures',
  'runs',
  'files',
  'features',
  'models',
] as const satisfies readonly StoreName[]

/** Stores whose values are JSON; those of the others are bytes. */
export const JSON_STORES: ReadonlySet<StoreName> = new Set(['datasets', 'functions', 'procedures', 'runs'])
