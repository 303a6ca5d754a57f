import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLogStorage } from '../../src/engine/storage/log-structured/log-storage.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import type { Storage } from '../../src/engine/storage/storage.ts'
import { openFolderStorage } from '../../src/server/folder-storage.ts'
import { type MemoryFiles, memoryFiles } from './memory-file.ts'
import { storagePromises } from './storage.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mldb-storage-'))
})
afterAll(() => rm(folder, { recursive: true }))

const memories = new Map<string, Storage>()
const openMemory = async (name: string): Promise<Storage> => {
  const storage = memories.get(name) ?? createMemoryStorage()
  memories.set(name, storage)
  return storage
}

/** `close` of a folder gives its lock back a moment later. */
async function openFolder(name: string): Promise<Storage> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await openFolderStorage(join(folder, name))
    } catch (error) {
      if (attempt === 50) throw error
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

const disks = new Map<string, MemoryFiles>()
const openLog = async (name: string): Promise<Storage> => {
  const files = disks.get(name) ?? memoryFiles()
  disks.set(name, files)
  return openLogStorage(files)
}

describe.each([
  ['memory', openMemory],
  ['log-structured', openLog],
  ['folder', openFolder],
] as const)('%s', (_kind, open) => {
  for (const [promise, check] of Object.entries(storagePromises)) test(promise, () => check({ open }))
})

describe('folder', () => {
  test('a journal line that was cut off is as if it had never been written', async () => {
    const storage = await openFolder('torn')
    await storage.commit([{ store: 'runs', key: 'kept', put: { i: 1 } }])
    await storage.commit([
      { store: 'runs', key: 'kept', put: { i: 2 } },
      { store: 'chunks', key: 'c', put: new Uint8Array([1]) },
    ])
    storage.close()
    await new Promise((resolve) => setTimeout(resolve, 50))
    const journal = join(folder, 'torn', 'journal.jsonl')
    await truncate(journal, (await stat(journal)).size - 3)
    const again = await openFolder('torn')
    expect(await again.get('runs', 'kept')).toEqual({ i: 1 })
    expect(await again.keys('chunks')).toEqual([])
    expect(await readdir(join(folder, 'torn', 'values'))).toEqual([])
    again.close()
  })

  test('a journal of the first layout, which did not say its version, is read; one of a later layout is not', async () => {
    const path = join(folder, 'versions')
    const storage = await openFolderStorage(path)
    await storage.commit([{ store: 'runs', key: 'kept', put: { i: 1 } }])
    storage.close()
    await new Promise((resolve) => setTimeout(resolve, 50))
    const journal = join(path, 'journal.jsonl')
    const [version, ...commits] = (await readFile(journal, 'utf8')).split('\n')
    expect(version).toMatch(/\{"schemaVersion":2\}$/)
    await writeFile(journal, commits.join('\n'))
    const upgraded = await openFolderStorage(path)
    expect(await upgraded.get('runs', 'kept')).toEqual({ i: 1 })
    upgraded.close()
    await new Promise((resolve) => setTimeout(resolve, 50))
    const later = '{"schemaVersion":99}'
    const digest = createHash('sha256').update(later).digest('hex').slice(0, 16)
    await writeFile(journal, `${digest} ${later}\n`)
    for (let i = 0; i < 2; i++) await expect(openFolderStorage(path)).rejects.toThrow(/newer version/)
  })

  test('a second process is refused, and takes over when the first is killed', async () => {
    const path = join(folder, 'killed')
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', writerOf(path)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let last = -1
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (text: Buffer) => {
        last = Number(text.toString().trim().split('\n').at(-1))
        if (last >= 20) resolve()
      })
    })
    await expect(openFolderStorage(path)).rejects.toMatchObject({ code: 'conflict' })
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await exited
    const storage = await openFolderStorage(path)
    const pair = await Promise.all([storage.get('runs', 'i'), storage.get('chunks', 'i')])
    const { i } = pair[0] as { i: number }
    expect(i).toBeGreaterThanOrEqual(last)
    expect(pair[1]).toEqual(new Uint8Array(1000).fill(i & 255))
    storage.close()
  }, 20_000)
})

/** A program that commits as fast as it can and prints each number once it was acknowledged. */
const writerOf = (path: string): string => `
  import(${JSON.stringify(new URL('../../src/server/folder-storage.ts', import.meta.url).href)}).then(async ({ openFolderStorage }) => {
    const storage = await openFolderStorage(${JSON.stringify(path)})
    for (let i = 0; ; i++) {
      await storage.commit([
        { store: 'runs', key: 'i', put: { i } },
        { store: 'chunks', key: 'i', put: new Uint8Array(1000).fill(i & 255) },
      ])
      process.stdout.write(i + '\\n')
    }
  })`
