import { EngineError } from '../../../contract/errors.ts'
import { nextTask } from '../../../lib/next-task.ts'
import { xxHash32 } from '../../../lib/xx-hash32.ts'
import { browserStorageError } from '../browser-storage-error.ts'
import type { Change, Storage, StoreName, Stores } from '../storage.ts'
import { type Entries, type Entry, type EntryChange, isJsonStore } from './entries.ts'
import { type Extent, Extents } from './extents.ts'
import { Manifest, type ManifestOptions } from './manifest.ts'
import { readUpTo, type SyncFile, writeAll } from './sync-file.ts'

/** The files of a storage. They are made once and then only written to: what names them, the browser's own directory, is
 *  never at risk. */
export interface LogFiles {
  manifests: readonly [SyncFile, SyncFile]
  data: SyncFile
}

/** Free bytes at the end of the file of data that are given back to the disk. */
const SHRINK_FROM_BYTES = 8 << 20

/** Opens a storage over three files. Bytes are written to free ranges of the file of data, then one frame to the manifest
 *  names their places: that frame is the commit. A range in use is never written to, and one that a commit frees is
 *  used again only after that commit is on the disk. Each value has a checksum, verified whenever it is read.
 *  @throws EngineError `internal` where a newer version of the app wrote it */
export function openLogStorage({ manifests, data }: LogFiles, options: ManifestOptions = {}): Storage {
  const manifest = new Manifest(manifests, options)
  const { entries } = manifest
  // Where a deletion was lost, its range may have been used again: what is not whole is not there.
  if (manifest.problems.length > 0) dropDamaged(entries, data)
  const used = [...entries.changes()].flatMap((change): Extent[] =>
    change.length === 5 ? [{ at: change[2], size: change[3] }] : [],
  )
  const extents = new Extents(used)

  function write(bytes: Uint8Array, taken: Extent[]): [at: number, size: number, checksum: number] {
    const extent = { at: extents.take(bytes.length), size: bytes.length }
    taken.push(extent)
    writeAll(data, bytes, extent.at)
    return [extent.at, bytes.length, xxHash32(bytes)]
  }

  function toEntry(change: Change, taken: Extent[]): EntryChange {
    const { store, key } = change
    if (!('put' in change)) return [store, key]
    if (!isJsonStore(store)) return [store, key, ...write(change.put as Uint8Array, taken)]
    // Cloned, so that what is no data is refused as everywhere else: JSON would leave it out.
    return [store, key, JSON.stringify(structuredClone(change.put))]
  }

  function commit(changes: readonly Change[]): void {
    const taken: Extent[] = []
    const end = extents.end
    let written: EntryChange[]
    try {
      written = changes.map((change) => toEntry(change, taken))
      if (taken.length > 0) data.flush()
      manifest.append(written)
    } catch (error) {
      for (const extent of taken) extents.give(extent)
      if (taken.length > 0 && data.getSize() > end) data.truncate(end)
      throw browserStorageError(error)
    }
    for (const change of written) {
      const old = entries.apply(change)
      if (old && 'at' in old) extents.give(old)
    }
    if (data.getSize() - extents.end > SHRINK_FROM_BYTES) data.truncate(extents.end)
    manifest.tidy()
  }

  function read(entry: Exclude<Entry, { json: string }>, store: StoreName, key: string): Uint8Array {
    const bytes = readUpTo(data, entry.at, entry.size)
    if (isWhole(bytes, entry)) return bytes
    throw new EngineError(
      'bad-file',
      `what is stored under '${key}' in ${store} is damaged: delete what it belongs to and make it again`,
      { store, key },
    )
  }

  return {
    problems: manifest.problems,
    async get<S extends StoreName>(store: S, key: string) {
      const entry = entries.get(store, key)
      if (!entry) return undefined
      return ('json' in entry ? JSON.parse(entry.json) : read(entry, store, key)) as Stores[S]
    },
    async keys(store, prefix = '') {
      return entries.keys(store, prefix)
    },
    async commit(changes) {
      if (changes.length === 0) return
      commit(changes)
      // Nothing here waits, so an import that commits chunk after chunk would hear of no cancel.
      await nextTask()
    },
    close() {
      for (const file of [...manifests, data]) file.close()
    },
  }
}

function dropDamaged(entries: Entries, data: SyncFile): void {
  for (const change of [...entries.changes()]) {
    if (change.length !== 5) continue
    const [store, key, at, size, checksum] = change
    if (!isWhole(readUpTo(data, at, size), { size, checksum })) entries.apply([store, key])
  }
}

const isWhole = (bytes: Uint8Array, { size, checksum }: { size: number; checksum: number }): boolean =>
  bytes.length === size && xxHash32(bytes) === checksum
