// server/ runs the engine in Node: the /v1 router over HTTP, storage in a folder, and the app's own static server.
// It is the only part that imports `node:` modules. Start with main.ts (the REST server) or start.ts (the app).
import { createHash, randomUUID } from 'node:crypto'
import {
  type FileHandle,
  mkdir,
  open as openFile,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../contract/errors.ts'
import { JSON_STORES, SCHEMA_VERSION, STORE_NAMES } from '../engine/storage/schema.ts'
import type { Change, Storage, StoreName, Stores } from '../engine/storage/storage.ts'
import { type Room, storageFull, withRoom } from '../engine/storage/storage-full.ts'
import { lockFolder } from './lock-folder.ts'

/** Where a value is: JSON stands in the journal itself, bytes in a file of their own that is never changed. */
type Entry = { json: unknown } | { file: string }

/** One change as the journal holds it. */
type JournalChange = { store: StoreName; key: string } & (Entry | { delete: true })

/** A line of the journal: one commit, or, first of all, the version of the layout (version 1 did not say it). */
type Content = readonly JournalChange[] | { schemaVersion: number }

type Index = Map<StoreName, Map<string, Entry>>

/** What takes room on the disk. Both return once what they wrote is on it. */
export interface Disk {
  write(path: string, bytes: Uint8Array): Promise<void>
  append(file: FileHandle, text: string): Promise<void>
  room(folder: string): Promise<Room>
}

const nodeDisk: Disk = {
  write: (path, bytes) => writeFile(path, bytes, { flush: true }),
  async append(file, text) {
    await file.appendFile(text)
    await file.datasync()
  },
  async room(folder) {
    const { bavail, blocks, bsize } = await statfs(folder)
    return { free: bavail * bsize, total: blocks * bsize }
  },
}

const JOURNAL = 'journal.jsonl'
/** A file without content that keeps room for deleting on a full disk. */
const RESERVE = 'reserve'
const RESERVE_BYTES = 256 << 10
const VALUES = 'values'
/** A journal this many times longer than its live entries is written anew. */
const COMPACT_FACTOR = 4
const COMPACT_FROM_BYTES = 1 << 20

/** Opens a folder as storage. A commit writes its bytes to new files, then one line to the journal: that line is the
 *  commit. A line that is not whole (the process was killed while it was written) is dropped, and so are files that no
 *  line names.
 *  @throws EngineError `conflict` where another process has the folder open */
export async function openFolderStorage(folder: string, disk: Disk = nodeDisk): Promise<Storage> {
  return withRoom(await open(folder, disk), () => disk.room(folder))
}

async function open(folder: string, disk: Disk): Promise<Storage> {
  await mkdir(join(folder, VALUES), { recursive: true })
  const unlock = await lockFolder(folder)
  const index: Index = new Map(STORE_NAMES.map((name) => [name, new Map()]))
  let journal: Journal
  try {
    await replay(folder, index)
    await removeOrphans(folder, index)
    journal = await rewriteJournal(folder, index, disk)
    await keepReserve(folder, disk)
  } catch (error) {
    await unlock()
    throw error
  }
  let tail: Promise<void> = Promise.resolve()

  const compact = async (old: Journal): Promise<Journal> => {
    try {
      const next = await rewriteJournal(folder, index, disk)
      await old.close()
      return next
    } catch {
      // The disk is full: the old journal goes on, and this is tried again once it has doubled.
      return { ...old, liveBytes: old.sizeBytes / 2 }
    }
  }

  /** On a full disk a commit that only deletes takes the reserve: else nothing could be deleted any more. */
  const append = async (line: string, isDeleting: boolean): Promise<void> => {
    try {
      await journal.append(line)
    } catch (error) {
      if (!isDeleting || !isFull(error)) throw error
      await rm(join(folder, RESERVE), { force: true })
      await journal.append(line)
    }
  }

  const commit = async (changes: readonly Change[]): Promise<void> => {
    if (changes.length === 0) return
    const entries = await writeValues(folder, changes, disk)
    try {
      await append(
        toLine(entries),
        entries.every((entry) => 'delete' in entry),
      )
    } catch (error) {
      await removeFiles(folder, entries.flatMap(fileOf))
      throw toEngineError(error)
    }
    await removeFiles(
      folder,
      entries.flatMap((entry) => apply(index, entry)),
    )
    if (journal.sizeBytes > COMPACT_FROM_BYTES && journal.sizeBytes > COMPACT_FACTOR * journal.liveBytes) {
      journal = await compact(journal)
    }
    if (entries.some((entry) => 'delete' in entry)) await keepReserve(folder, disk)
  }

  return {
    async get<S extends StoreName>(store: S, key: string) {
      const entry = index.get(store)!.get(key)
      if (!entry) return undefined
      return (
        'json' in entry ? structuredClone(entry.json) : await readValue(folder, entry.file)
      ) as Stores[S]
    },
    async keys(store, prefix = '') {
      return [...index.get(store)!.keys()].filter((key) => key.startsWith(prefix)).sort()
    },
    commit(changes) {
      // One after the other: a line must not stand before a line whose files it replaces.
      const done = tail.then(() => commit(changes))
      tail = done.catch(() => {})
      return done
    },
    close() {
      tail = tail.then(() => journal.close()).finally(unlock)
    },
  }
}

interface Journal {
  append(line: string): Promise<void>
  close(): Promise<void>
  sizeBytes: number
  liveBytes: number
}

async function replay(folder: string, index: Index): Promise<void> {
  const text = await readFile(join(folder, JOURNAL), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  for (const line of text.split('\n')) {
    const content = line === '' ? [] : fromLine(line)
    if (!content) return
    if (!('schemaVersion' in content)) for (const change of content) apply(index, change)
    else if (content.schemaVersion > SCHEMA_VERSION) {
      throw new EngineError(
        'internal',
        `the folder was written by a newer version of MLDB Web (layout ${content.schemaVersion}); start that one`,
      )
    }
  }
}

/** Best effort: where there is no room for it, there was none to keep. */
async function keepReserve(folder: string, disk: Disk): Promise<void> {
  const path = join(folder, RESERVE)
  const kept = await stat(path).catch(() => undefined)
  if (kept?.size === RESERVE_BYTES) return
  await disk.write(path, new Uint8Array(RESERVE_BYTES)).catch(() => rm(path, { force: true }))
}

/** Writes the live entries as a new journal beside the old one and renames it into place. */
async function rewriteJournal(folder: string, index: Index, disk: Disk): Promise<Journal> {
  const live: JournalChange[] = [...index].flatMap(([store, entries]) =>
    [...entries].map(([key, entry]) => ({ store, key, ...entry })),
  )
  const path = join(folder, JOURNAL)
  const text = toLine({ schemaVersion: SCHEMA_VERSION }) + live.map((change) => toLine([change])).join('')
  const handle = await openFile(`${path}.new`, 'w')
  try {
    await disk.append(handle, text)
  } finally {
    await handle.close()
  }
  await rename(`${path}.new`, path)
  return openJournal(await openFile(path, 'a'), Buffer.byteLength(text), disk)
}

function openJournal(handle: FileHandle, sizeBytes: number, disk: Disk): Journal {
  return {
    sizeBytes,
    liveBytes: sizeBytes,
    async append(line) {
      const before = this.sizeBytes
      try {
        await disk.append(handle, line)
      } catch (error) {
        // Half a line would hide all that follow it.
        await handle.truncate(before).catch(() => {})
        throw error
      }
      this.sizeBytes += Buffer.byteLength(line)
    },
    close: () => handle.close(),
  }
}

const checksum = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

function toLine(content: Content): string {
  const text = JSON.stringify(content)
  return `${checksum(text)} ${text}\n`
}

/** What a line says, or undefined where it is not whole. */
function fromLine(line: string): Content | undefined {
  const text = line.slice(17)
  return line[16] === ' ' && line.slice(0, 16) === checksum(text) ? (JSON.parse(text) as Content) : undefined
}

const fileOf = (entry: object): string[] => ('file' in entry ? [entry.file as string] : [])

/** Changes the index; returns the files that are not needed any more. */
function apply(index: Index, change: JournalChange): string[] {
  const entries = index.get(change.store)
  if (!entries) return fileOf(change)
  const old = entries.get(change.key)
  if ('delete' in change) entries.delete(change.key)
  else entries.set(change.key, 'file' in change ? { file: change.file } : { json: change.json })
  return old ? fileOf(old) : []
}

async function writeValues(folder: string, changes: readonly Change[], disk: Disk): Promise<JournalChange[]> {
  const entries: JournalChange[] = []
  try {
    for (const change of changes) {
      const { store, key } = change
      if (!('put' in change)) entries.push({ store, key, delete: true })
      else if (JSON_STORES.has(store)) entries.push({ store, key, json: structuredClone(change.put) })
      else entries.push({ store, key, file: await writeValue(folder, change.put as Uint8Array, disk) })
    }
    return entries
  } catch (error) {
    await removeFiles(folder, entries.flatMap(fileOf))
    throw toEngineError(error)
  }
}

async function writeValue(folder: string, bytes: Uint8Array, disk: Disk): Promise<string> {
  const file = randomUUID()
  const path = join(folder, VALUES, file)
  try {
    await disk.write(path, bytes)
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return file
}

const readValue = async (folder: string, file: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(join(folder, VALUES, file)))

async function removeFiles(folder: string, files: readonly string[]): Promise<void> {
  for (const file of files) await rm(join(folder, VALUES, file), { force: true })
}

async function removeOrphans(folder: string, index: Index): Promise<void> {
  const live = new Set([...index.values()].flatMap((entries) => [...entries.values()].flatMap(fileOf)))
  const files = await readdir(join(folder, VALUES))
  await removeFiles(
    folder,
    files.filter((file) => !live.has(file)),
  )
}

function isFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT'
}

function toEngineError(error: unknown): EngineError {
  if (isFull(error)) return storageFull()
  return new EngineError('internal', `the folder could not be written: ${String(error)}`, undefined, {
    cause: error,
  })
}
