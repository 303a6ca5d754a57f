// server/ runs the engine in Node: the /v1 router over HTTP, storage in a folder, and the app's own static server.
// It is the only part that imports `node:` modules. Start with main.ts (the REST server) or start.ts (the app).
import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../contract/errors.ts'
import { JSON_STORES, SCHEMA_VERSION, STORE_NAMES } from '../engine/storage/schema.ts'
import type { Change, Storage, StoreName, Stores } from '../engine/storage/storage.ts'
import { lockFolder } from './lock-folder.ts'

/** Where a value is: JSON stands in the journal itself, bytes in a file of their own that is never changed. */
type Entry = { json: unknown } | { file: string }

/** One change as the journal holds it. */
type JournalChange = { store: StoreName; key: string } & (Entry | { delete: true })

/** A line of the journal: one commit, or, first of all, the version of the layout (version 1 did not say it). */
type Content = readonly JournalChange[] | { schemaVersion: number }

type Index = Map<StoreName, Map<string, Entry>>

const JOURNAL = 'journal.jsonl'
const VALUES = 'values'
/** A journal this many times longer than its live entries is written anew. */
const COMPACT_FACTOR = 4
const COMPACT_FROM_BYTES = 1 << 20

/** Opens a folder as storage. A commit writes its bytes to new files, then one line to the journal: that line is the
 *  commit. A line that is not whole (the process was killed while it was written) is dropped, and so are files that no
 *  line names.
 *  @throws EngineError `conflict` where another process has the folder open */
export async function openFolderStorage(folder: string): Promise<Storage> {
  await mkdir(join(folder, VALUES), { recursive: true })
  const unlock = await lockFolder(folder)
  const index: Index = new Map(STORE_NAMES.map((name) => [name, new Map()]))
  let journal: Journal
  try {
    await replay(folder, index)
    await removeOrphans(folder, index)
    journal = await rewriteJournal(folder, index)
  } catch (error) {
    await unlock()
    throw error
  }
  let tail: Promise<void> = Promise.resolve()

  const commit = async (changes: readonly Change[]): Promise<void> => {
    if (changes.length === 0) return
    const entries = await writeValues(folder, changes)
    try {
      await journal.append(toLine(entries))
    } catch (error) {
      await removeFiles(folder, entries.flatMap(fileOf))
      throw toEngineError(error)
    }
    await removeFiles(
      folder,
      entries.flatMap((entry) => apply(index, entry)),
    )
    if (journal.sizeBytes > COMPACT_FROM_BYTES && journal.sizeBytes > COMPACT_FACTOR * journal.liveBytes) {
      await journal.close()
      journal = await rewriteJournal(folder, index)
    }
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

/** Writes the live entries as a new journal beside the old one and renames it into place. */
async function rewriteJournal(folder: string, index: Index): Promise<Journal> {
  const live: JournalChange[] = [...index].flatMap(([store, entries]) =>
    [...entries].map(([key, entry]) => ({ store, key, ...entry })),
  )
  const path = join(folder, JOURNAL)
  const text = toLine({ schemaVersion: SCHEMA_VERSION }) + live.map((change) => toLine([change])).join('')
  const handle = await open(`${path}.new`, 'w')
  await handle.writeFile(text)
  await handle.sync()
  await handle.close()
  await rename(`${path}.new`, path)
  return openJournal(await open(path, 'a'), Buffer.byteLength(text))
}

function openJournal(handle: FileHandle, sizeBytes: number): Journal {
  return {
    sizeBytes,
    liveBytes: sizeBytes,
    async append(line) {
      const before = this.sizeBytes
      try {
        await handle.appendFile(line)
        await handle.datasync()
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

async function writeValues(folder: string, changes: readonly Change[]): Promise<JournalChange[]> {
  const entries: JournalChange[] = []
  try {
    for (const change of changes) {
      const { store, key } = change
      if (!('put' in change)) entries.push({ store, key, delete: true })
      else if (JSON_STORES.has(store)) entries.push({ store, key, json: structuredClone(change.put) })
      else entries.push({ store, key, file: await writeValue(folder, change.put as Uint8Array) })
    }
    return entries
  } catch (error) {
    await removeFiles(folder, entries.flatMap(fileOf))
    throw toEngineError(error)
  }
}

async function writeValue(folder: string, bytes: Uint8Array): Promise<string> {
  const file = randomUUID()
  const path = join(folder, VALUES, file)
  try {
    await writeFile(path, bytes, { flush: true })
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

function toEngineError(error: unknown): EngineError {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new EngineError(
      'storage-full',
      'the disk is full: nothing was changed; free some space, then try again',
    )
  }
  return new EngineError('internal', `the folder could not be written: ${String(error)}`, undefined, {
    cause: error,
  })
}
