import { EngineError } from '../../contract/errors.ts'
import { openLogStorage } from './log-structured/log-storage.ts'
import type { SyncFile } from './log-structured/sync-file.ts'
import { DATABASE_NAME } from './schema.ts'
import type { Storage } from './storage.ts'

/** Failures that say that there are no private files for this page at all, and never will be: a private window, a page
 *  that is not secure, a browser where they are switched off. Any other may pass. */
const NOT_OFFERED: ReadonlySet<string> = new Set(['SecurityError', 'NotSupportedError'])

/** How often, and how long apart, to ask again after a failure that may pass. */
const ATTEMPTS = 4
const PAUSE_MS = 250

/** Where the browser's private file system can be written to from this worker, its root; undefined where it is not
 *  offered (pages, private windows, older browsers).
 *  @throws EngineError `internal` where it is offered and cannot be reached now */
export async function privateFileSystem(): Promise<FileSystemDirectoryHandle | undefined> {
  if (typeof FileSystemFileHandle === 'undefined') return undefined
  if (!('createSyncAccessHandle' in FileSystemFileHandle.prototype)) return undefined
  if (!navigator.storage?.getDirectory) return undefined
  for (let attempt = 1; ; attempt++) {
    try {
      return await navigator.storage.getDirectory()
    } catch (error) {
      if (error instanceof DOMException && NOT_OFFERED.has(error.name)) return undefined
      if (attempt === ATTEMPTS) throw unreachable(String(error))
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}

/** The data are in private files, and those cannot be reached: an empty database in their place would look like a loss.
 *  @param reason what the browser said */
export const unreachable = (reason: string): EngineError =>
  new EngineError(
    'internal',
    `the browser does not give out its private files, where the data are (${reason}). Nothing is lost: reload the page; if that does not help, close the browser's other windows or restart it`,
  )

/** What file handles have in workers alone; types for pages do not know it. */
interface WorkerFileHandle {
  createSyncAccessHandle(): Promise<SyncFile>
}

/** How long to wait for the worker that had the files before: one that was stopped lets go of them a moment later. */
const WAIT_MS = 10_000

/** Opens the storage in the browser's private file system.
 *  @throws EngineError `conflict` where another worker has it open; see also `openLogStorage` */
export async function openPrivateFiles(
  root: FileSystemDirectoryHandle,
  name: string = DATABASE_NAME,
): Promise<Storage> {
  const folder = await root.getDirectoryHandle(encodeURIComponent(name), { create: true })
  const opened: SyncFile[] = []
  const open = async (file: string): Promise<SyncFile> => {
    const handle = await openFile(await folder.getFileHandle(file, { create: true }))
    opened.push(handle)
    return handle
  }
  try {
    return openLogStorage({
      manifests: [await open('manifest-0'), await open('manifest-1')],
      data: await open('data'),
    })
  } catch (error) {
    for (const file of opened) file.close()
    throw error
  }
}

async function openFile(file: FileSystemFileHandle): Promise<SyncFile> {
  for (const start = Date.now(); ; ) {
    try {
      return await (file as unknown as WorkerFileHandle).createSyncAccessHandle()
    } catch (error) {
      const taken = error instanceof DOMException && error.name === 'NoModificationAllowedError'
      if (!taken) throw error
      if (Date.now() - start > WAIT_MS) {
        throw new EngineError('conflict', 'another tab of this app has the data open; close it and reload')
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
