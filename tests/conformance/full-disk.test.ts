import { readdirSync, statSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLogStorage } from '../../src/engine/storage/log-structured/log-storage.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import type { Storage } from '../../src/engine/storage/storage.ts'
import { withRoom } from '../../src/engine/storage/storage-full.ts'
import { type Disk, openFolderStorage } from '../../src/server/folder-storage.ts'
import { checkFullDisk } from './full-disk.ts'
import { memoryFiles } from './memory-file.ts'
import { openTestEngine, type TestEngine } from './open-test-engine.ts'

/** Holds the engine over a storage to it. @param room what is left of the disk */
async function check(open: () => Promise<Storage>, leave: (bytes: number) => void): Promise<void> {
  let api: TestEngine = await openTestEngine({ storage: await open() })
  await checkFullDisk({
    async send(method, path, body) {
      const [route, parameters = ''] = path.split('?')
      const given = method === 'GET' ? Object.fromEntries(new URLSearchParams(parameters)) : body
      const answer = await api[method.toLowerCase() as 'get' | 'put' | 'post' | 'delete'](route!, given)
      return { status: answer.status, body: answer.body }
    },
    leave: async (bytes = Number.POSITIVE_INFINITY) => leave(bytes),
    async reopen() {
      api.engine.close()
      // A folder gives its lock back a moment later.
      await new Promise((resolve) => setTimeout(resolve, 50))
      api = await openTestEngine({ storage: await open() })
    },
  })
  api.engine.close()
}

test('in memory', () => {
  const disk = { free: Number.POSITIVE_INFINITY }
  const storage = createMemoryStorage(disk)
  return check(
    async () => storage,
    (bytes) => {
      disk.free = bytes
    },
  )
})

test('in private files', () => {
  const disk = { free: Number.POSITIVE_INFINITY }
  const files = memoryFiles(disk)
  return check(
    async () => withRoom(openLogStorage(files), async () => ({ free: disk.free, total: 1e9 })),
    (bytes) => {
      disk.free = bytes
    },
  )
})

test('in a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mldb-full-'))
  const disk = limitedDisk(folder)
  try {
    await check(() => openFolderStorage(folder, disk), disk.leave)
    expect(disk.refused()).toBeGreaterThan(5)
  } finally {
    await rm(folder, { recursive: true })
  }
})

/** A disk on which a folder may grow by so many bytes. */
function limitedDisk(folder: string): Disk & { leave(bytes: number): void; refused(): number } {
  let limit = Number.POSITIVE_INFINITY
  let refused = 0
  const sizeOf = (path: string): number => {
    const found = statSync(path)
    if (!found.isDirectory()) return found.size
    return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
  }
  const refuseBeyond = (bytes: number): void => {
    if (sizeOf(folder) + bytes <= limit) return
    refused++
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  }
  return {
    leave: (bytes) => {
      limit = sizeOf(folder) + bytes
    },
    refused: () => refused,
    async write(path, bytes) {
      refuseBeyond(bytes.length)
      await writeFile(path, bytes)
    },
    async append(file, text) {
      refuseBeyond(text.length)
      await file.appendFile(text)
    },
    room: async () => ({ free: limit - sizeOf(folder), total: limit }),
  }
}
