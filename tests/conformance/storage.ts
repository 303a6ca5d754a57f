// conformance/ holds suites that take an implementation: each promise of an interface is written once and every
// implementation is held to it. A suite throws on the first promise broken, so that it runs in a page as well as in Node.
import type { Change, Storage } from '../../src/engine/storage/storage.ts'

/** How a suite opens a storage: `open` again after `close` (or after a kill) must find what was committed. */
export interface StorageUnderTest {
  /** Opens the storage of that name, new or as it was left. */
  open(name: string): Promise<Storage>
}

/** The promises of `Storage`, by name. Each takes a fresh name. */
export const storagePromises: Record<string, (under: StorageUnderTest) => Promise<void>> = {
  async 'gives back what was committed, JSON and bytes'({ open }) {
    const storage = await open('roundtrip')
    const record = { id: 'a', n: 1.5, list: [null, true, 'ü'] }
    await storage.commit([
      { store: 'datasets', key: 'a', put: record },
      { store: 'chunks', key: 'a/0', put: new Uint8Array([0, 1, 255]) },
      { store: 'files', key: 'empty', put: new Uint8Array() },
    ])
    equal(await storage.get('datasets', 'a'), record)
    equal([...(await storage.get('chunks', 'a/0'))!], [0, 1, 255])
    equal((await storage.get('files', 'empty'))?.length, 0)
    equal(await storage.get('datasets', 'b'), undefined)
    equal(await storage.get('chunks', 'a'), undefined)
    storage.close()
  },

  async 'keeps it when opened again'({ open }) {
    const first = await open('reopen')
    await first.commit([
      { store: 'functions', key: 'f', put: { type: 'x' } },
      { store: 'chunks', key: 'c', put: new Uint8Array([7]) },
    ])
    first.close()
    const second = await open('reopen')
    equal(await second.get('functions', 'f'), { type: 'x' })
    equal([...(await second.get('chunks', 'c'))!], [7])
    second.close()
  },

  async 'lists keys in order, by prefix'({ open }) {
    const storage = await open('keys')
    const keys = ['b/1', 'b/10', 'b/2', 'a', 'c', 'B', 'ü/1', 'b']
    await storage.commit(keys.map((key): Change => ({ store: 'runs', key, put: key })))
    equal(await storage.keys('runs'), [...keys].sort())
    equal(await storage.keys('runs', 'b/'), ['b/1', 'b/10', 'b/2'])
    equal(await storage.keys('runs', 'x'), [])
    equal(await storage.keys('log'), [])
    storage.close()
  },

  async 'takes any text as a key'({ open }) {
    const storage = await open('odd keys')
    const keys = ['../../etc', 'a/b/../c', 'con', ' ', 'x'.repeat(2000), '\u0000', '"quoted"', '猫/🐟']
    await storage.commit(
      keys.map((key): Change => ({ store: 'files', key, put: new Uint8Array([key.length & 255]) })),
    )
    for (const key of keys) equal([...(await storage.get('files', key))!], [key.length & 255])
    equal((await storage.keys('files')).length, keys.length)
    storage.close()
  },

  async 'replaces and deletes, in order'({ open }) {
    const storage = await open('replace')
    await storage.commit([
      { store: 'files', key: 'f', put: new Uint8Array([1]) },
      { store: 'files', key: 'f', put: new Uint8Array([2]) },
      { store: 'files', key: 'g', put: new Uint8Array([3]) },
      { store: 'files', key: 'g', delete: true },
    ])
    equal([...(await storage.get('files', 'f'))!], [2])
    equal(await storage.get('files', 'g'), undefined)
    await storage.commit([
      { store: 'files', key: 'f', delete: true },
      { store: 'files', key: 'never there', delete: true },
    ])
    equal(await storage.keys('files'), [])
    storage.close()
  },

  async 'commits all or nothing'({ open }) {
    const storage = await open('atomic')
    await storage.commit([{ store: 'datasets', key: 'a', put: { version: 1 } }])
    const uncloneable = { f: () => 0 }
    let failed = false
    await storage
      .commit([
        { store: 'datasets', key: 'a', put: { version: 2 } },
        { store: 'chunks', key: 'new', put: new Uint8Array([1]) },
        { store: 'functions', key: 'f', put: uncloneable },
      ])
      .catch(() => {
        failed = true
      })
    equal(failed, true)
    equal(await storage.get('datasets', 'a'), { version: 1 })
    equal(await storage.keys('chunks'), [])
    storage.close()
  },

  async 'keeps a snapshot: what the caller does to a value later is not seen'({ open }) {
    const storage = await open('snapshot')
    const buffer = new Uint8Array([9, 1, 2, 9])
    const view = buffer.subarray(1, 3)
    const record = { n: 1 }
    await storage.commit([
      { store: 'chunks', key: 'v', put: view },
      { store: 'runs', key: 'r', put: record },
    ])
    view[0] = 100
    record.n = 2
    equal([...(await storage.get('chunks', 'v'))!], [1, 2])
    equal(await storage.get('runs', 'r'), { n: 1 })
    const read = (await storage.get('runs', 'r')) as { n: number }
    read.n = 3
    equal(await storage.get('runs', 'r'), { n: 1 })
    storage.close()
  },

  async 'applies concurrent commits in the order they were made'({ open }) {
    const storage = await open('concurrent')
    const commits = Array.from({ length: 50 }, (_, i) =>
      storage.commit([{ store: 'runs', key: 'last', put: { i } }]),
    )
    await Promise.all(commits)
    equal(await storage.get('runs', 'last'), { i: 49 })
    storage.close()
  },

  async 'holds values of several megabytes'({ open }) {
    const storage = await open('large')
    const bytes = Uint8Array.from({ length: 5_000_000 }, (_, i) => (i * 31) & 255)
    await storage.commit([{ store: 'models', key: 'm', put: bytes }])
    const read = (await storage.get('models', 'm'))!
    equal(read.length, bytes.length)
    equal(read[4_999_999], bytes[4_999_999])
    storage.close()
  },
}

function equal(actual: unknown, expected: unknown): void {
  const a = JSON.stringify(actual)
  const b = JSON.stringify(expected)
  if (a !== b) throw new Error(`expected ${b}, got ${a}`)
}
