import { expect, test } from 'vitest'
import { copyFiles, memoryFiles } from '../../../../tests/conformance/memory-file.ts'
import type { Change, Storage } from '../storage.ts'
import { type LogFiles, openLogStorage as openWith } from './log-storage.ts'
import { Manifest } from './manifest.ts'

/** With little in reserve: files are copied at every byte here. */
const openLogStorage = (files: LogFiles): Storage => openWith(files, { reserveBytes: 64 })

/** Commit `i`: a record and bytes that must stay together, and one key that every commit replaces. */
const commitOf = (i: number): Change[] => [
  { store: 'datasets', key: `d${i}`, put: { i } },
  { store: 'chunks', key: `d${i}`, put: new Uint8Array(20 + i).fill(i) },
  { store: 'files', key: 'last', put: new Uint8Array(40 - i).fill(i) },
]

/** Which commits a storage holds. @throws where one is there in part or its bytes are not its own */
async function commitsIn(storage: Storage): Promise<number[]> {
  const records = await storage.keys('datasets')
  expect(await storage.keys('chunks')).toEqual(records)
  for (const key of records) {
    const { i } = (await storage.get('datasets', key)) as { i: number }
    expect(await storage.get('chunks', key)).toEqual(new Uint8Array(20 + i).fill(i))
  }
  return records.map((key) => Number(key.slice(1)))
}

async function lastOf(storage: Storage): Promise<number | undefined> {
  return (await storage.get('files', 'last'))?.[0]
}

/** Where the last frame of a manifest ends: zeros are kept in reserve behind it. */
const endOf = ({ bytes }: { bytes: Uint8Array }): number => bytes.findLastIndex((byte) => byte !== 0) + 1

/** Five commits, and where the manifest ends after each. */
async function fiveCommits() {
  const files = memoryFiles()
  const storage = openLogStorage(files)
  const sizes: number[] = []
  for (let i = 0; i < 5; i++) {
    await storage.commit(commitOf(i))
    sizes.push(Math.max(...files.manifests.map(endOf)))
  }
  const current: 0 | 1 = files.manifests[0].bytes.length > files.manifests[1].bytes.length ? 0 : 1
  return { files, sizes, current }
}

test('a manifest cut off at any byte has the commits that are whole in it, and takes further ones', async () => {
  const { files, sizes, current } = await fiveCommits()
  for (let size = 0; size <= sizes[4]!; size++) {
    const torn = copyFiles(files)
    torn.manifests[current].bytes = torn.manifests[current].bytes.slice(0, size)
    const storage = openLogStorage(torn)
    const whole = sizes.filter((end) => end <= size).length
    expect(await commitsIn(storage), `cut at ${size}`).toEqual([0, 1, 2, 3, 4].slice(0, whole))
    await storage.commit(commitOf(7))
    const again = openLogStorage(copyFiles(torn))
    expect((await commitsIn(again)).at(-1)).toBe(7)
    expect(await lastOf(again)).toBe(7)
  }
})

test('rubbish after the last whole commit is as if it were not there', async () => {
  const { files, sizes, current } = await fiveCommits()
  for (const rubbish of [0, 0xff]) {
    const torn = copyFiles(files)
    const file = torn.manifests[current]
    const cut = sizes[3]! + 11
    file.bytes = new Uint8Array([...file.bytes.slice(0, cut), ...new Array(500).fill(rubbish)])
    const storage = openLogStorage(torn)
    expect(await commitsIn(storage)).toEqual([0, 1, 2, 3])
    expect(storage.problems).toEqual([])
  }
})

test('a manifest with any byte altered loses the commit of that byte and no other', async () => {
  const { files, sizes, current } = await fiveCommits()
  for (let at = 0; at < sizes[4]!; at++) {
    const damaged = copyFiles(files)
    damaged.manifests[current].bytes[at]! ^= 1 << (at % 8)
    const storage = openLogStorage(damaged)
    const hit = at < snapshotSize() ? -1 : sizes.findIndex((end) => at < end)
    const found = await commitsIn(storage)
    expect(found, `altered at ${at}`).toEqual([0, 1, 2, 3, 4].filter((i) => i !== hit))
    // A last commit that is not whole cannot be told from one that was cut off.
    if (hit !== 4) expect(storage.problems, `altered at ${at}`).not.toEqual([])
    expect([hit === 4 ? 3 : 4, undefined]).toContain(await lastOf(storage))
    // What was damaged is written anew, so the next start finds nothing wrong.
    expect(openLogStorage(copyFiles(damaged)).problems).toEqual([])
  }
})

/** Where the first commit begins: an empty manifest is that long. */
const snapshotSize = (): number => {
  const files = memoryFiles()
  openLogStorage(files)
  return Math.max(...files.manifests.map(endOf))
}

test('a value with any byte altered is refused by name, the others are read', async () => {
  const { files } = await fiveCommits()
  let refused = 0
  for (let at = 0; at < files.data.bytes.length; at++) {
    const damaged = copyFiles(files)
    damaged.data.bytes[at]! ^= 0x10
    const storage = openLogStorage(damaged)
    for (const key of await storage.keys('chunks')) {
      const read = storage.get('chunks', key)
      const error = await read.then(
        () => undefined,
        (thrown) => thrown,
      )
      if (!error) continue
      expect(error).toMatchObject({ code: 'bad-file', detail: { store: 'chunks', key } })
      refused++
    }
  }
  expect(refused).toBe(20 + 21 + 22 + 23 + 24)
})

/** Enough commits for the manifest to be written anew several times, with a copy of the files at every write. */
async function manyGenerations() {
  const files = memoryFiles()
  const text = 'x'.repeat(60_000)
  const storage = openLogStorage(files)
  const crashes: { acknowledged: number; files: ReturnType<typeof copyFiles> }[] = []
  let acknowledged = -1
  for (const file of files.manifests) {
    const write = file.write.bind(file)
    file.write = (bytes, options) => {
      // The process is killed in the middle of this write, and just after it.
      for (const part of [bytes.length >> 1, bytes.length]) {
        write(bytes.subarray(0, part), options)
        crashes.push({ acknowledged, files: copyFiles(files) })
      }
      return bytes.length
    }
  }
  for (let i = 0; i < 40; i++) {
    await storage.commit([{ store: 'runs', key: `r${i % 3}`, put: { i, text } }])
    acknowledged = i
  }
  return { crashes, files }
}

test('killed at any write, also while the manifest is written anew, the last acknowledged commit is there', async () => {
  const { crashes, files } = await manyGenerations()
  const sizes = files.manifests.map(({ bytes }) => bytes.length)
  expect(Math.max(...sizes)).toBeLessThan(1_500_000) // 40 commits of 60 kB: it was written anew
  for (const crash of crashes) {
    const storage = openLogStorage(crash.files)
    const found = await Promise.all((await storage.keys('runs')).map((key) => storage.get('runs', key)))
    const last = Math.max(-1, ...found.map((run) => (run as { i: number }).i))
    expect([crash.acknowledged, crash.acknowledged + 1]).toContain(last)
  }
})

test('space of what was deleted is used again, and the file shrinks', async () => {
  const files = memoryFiles()
  const storage = openLogStorage(files)
  const put = (key: string, size: number): Promise<void> =>
    storage.commit([{ store: 'chunks', key, put: new Uint8Array(size).fill(1) }])
  await put('a', 10_000_000)
  await put('b', 1_000)
  for (let i = 0; i < 20; i++) {
    await storage.commit([{ store: 'chunks', key: 'a', delete: true }])
    await put('a', 10_000_000 - i * 8)
  }
  expect(files.data.bytes.length).toBeLessThan(10_100_000)
  await storage.commit([{ store: 'chunks', key: 'b', delete: true }])
  await storage.commit([{ store: 'chunks', key: 'a', delete: true }])
  expect(files.data.bytes.length).toBe(0)
})

test.each([0, 30, 100, 1_000, 5_000, 9_990])(
  'a disk with %i bytes left: the error says so, all is as before',
  async (free) => {
    const disk = { free: Number.POSITIVE_INFINITY }
    const files = memoryFiles(disk)
    const storage = openLogStorage(files)
    for (let i = 0; i < 3; i++) await storage.commit(commitOf(i))
    disk.free = free
    const large: Change[] = [...commitOf(3), { store: 'files', key: 'large', put: new Uint8Array(10_000) }]
    await expect(storage.commit(large)).rejects.toMatchObject({ code: 'storage-full' })
    for (const one of [storage, openLogStorage(copyFiles(files))]) {
      expect(await commitsIn(one)).toEqual([0, 1, 2])
      expect(await lastOf(one)).toBe(2)
      expect(one.problems).toEqual([])
    }
    disk.free = 100_000
    await storage.commit(large)
    expect(await commitsIn(openLogStorage(copyFiles(files)))).toEqual([0, 1, 2, 3])
  },
)

test('an older layout is brought up step by step, a newer one refused', async () => {
  const files = memoryFiles()
  const old = new Manifest(files.manifests, { schemaVersion: 1, steps: [] })
  old.append([['runs', 'a', '1']])
  const steps = [
    () => {
      throw new Error('version 0 was never released')
    },
    (entries: Manifest['entries']) => void entries.apply(['runs', 'a', '2']),
    (entries: Manifest['entries']) => void entries.apply(['runs', 'b', '3']),
  ]
  const upgraded = new Manifest(files.manifests, { schemaVersion: 3, steps })
  expect([...upgraded.entries.changes()]).toEqual([
    ['runs', 'a', '2'],
    ['runs', 'b', '3'],
  ])
  const again = new Manifest(files.manifests, { schemaVersion: 3, steps })
  expect([...again.entries.changes()]).toEqual([...upgraded.entries.changes()])
  expect(() => openLogStorage(files)).toThrow(/newer version/)
})
