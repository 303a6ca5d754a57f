import { EngineError } from '../contract/errors.ts'
import type { FileInfo } from '../contract/rest.ts'
import type { FileStore, NamedBytes } from './context.ts'
import type { Change, Storage } from './storage/storage.ts'

/** The virtual file system behind `file:///` URLs, kept in storage. */
export function createFiles(storage: Storage): FileStore {
  /** Sizes by path; read once, since storage does not tell a size without the bytes. */
  let sizes: Promise<Map<string, number>> | undefined
  const loadSizes = (): Promise<Map<string, number>> => {
    sizes ??= readSizes(storage).catch((error) => {
      sizes = undefined
      throw error
    })
    return sizes
  }
  const writeTogether = async (
    files: readonly NamedBytes[],
    others: readonly Change[] = [],
  ): Promise<void> => {
    const changes = files.map(({ path, bytes }) => ({
      store: 'files' as const,
      key: filePath(path),
      put: bytes,
    }))
    await storage.commit([...changes, ...others])
    if (sizes) for (const { key, put } of changes) (await sizes).set(key, put.length)
  }
  return {
    read: (path) => storage.get('files', filePath(path)),
    write: (path, bytes) => writeTogether([{ path, bytes }]),
    writeTogether,
    async delete(path) {
      const key = filePath(path)
      await storage.commit([{ store: 'files', key, delete: true }])
      if (sizes) (await sizes).delete(key)
    },
    async list(prefix = '') {
      return [...(await loadSizes())]
        .filter(([path]) => path.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, sizeBytes]): FileInfo => ({ path, sizeBytes, contentType: contentTypeOf(path) }))
    },
  }
}

async function readSizes(storage: Storage): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  for (const path of await storage.keys('files'))
    sizes.set(path, (await storage.get('files', path))?.length ?? 0)
  return sizes
}

/** The key of a path or `file:///` URL: no leading slash, no `.` or `..`.
 *  @throws EngineError `invalid-argument` */
export function filePath(pathOrUrl: string): string {
  const path = /^file:/i.test(pathOrUrl)
    ? decode(pathOrUrl.replace(/^file:\/*/i, ''))
    : pathOrUrl.replace(/^\/+/, '')
  const elements = path.split('/').filter((element) => element !== '' && element !== '.')
  if (elements.length === 0 || elements.includes('..')) {
    throw new EngineError('invalid-argument', `'${pathOrUrl}' is no path of a file`)
  }
  return elements.join('/')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const TYPES: Record<string, string> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  json: 'application/json',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  avif: 'image/avif',
}

/** By the extension; `application/octet-stream` where it says nothing (HTML and SVG too: they could run scripts). */
export const contentTypeOf = (path: string): string =>
  TYPES[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream'
