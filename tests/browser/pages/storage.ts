import { openIndexedDb } from '../../../src/engine/storage/indexed-db.ts'
import { storagePromises } from '../../conformance/storage.ts'

/** What the test calls in the page. */
const harness = {
  promises: Object.keys(storagePromises),
  /** Runs one promise of the suite; a broken one rejects. */
  check: (promise: string) => storagePromises[promise]?.({ open: openIndexedDb }),
  /** Commits pairs that must stay equal, for ever, and says which was acknowledged last. */
  async writePairs() {
    const storage = await openIndexedDb('pairs')
    for (let i = 0; ; i++) {
      await storage.commit([
        { store: 'runs', key: 'i', put: { i } },
        { store: 'chunks', key: 'i', put: new Uint8Array(200_000).fill(i) },
      ])
      document.title = String(i)
    }
  },
  async readPair() {
    const storage = await openIndexedDb('pairs')
    const [run, chunk] = await Promise.all([storage.get('runs', 'i'), storage.get('chunks', 'i')])
    return { run: (run as { i: number }).i, chunk: chunk?.[0], length: chunk?.length }
  },
}

export type Harness = typeof harness
Object.assign(window, { harness })
