import { expose } from 'comlink'
import { createDatasets } from '../../../src/engine/datasets/create-datasets.ts'
import { createEngine, type Engine } from '../../../src/engine/engine.ts'
import { openDatabase } from '../../../src/engine/sqlite/open-database.ts'
import { sqliteWasmUrl } from '../../../src/engine/sqlite/wasm-url.ts'
import { openIndexedDb } from '../../../src/engine/storage/indexed-db.ts'
import { openPrivateFiles } from '../../../src/engine/storage/private-files.ts'
import type { Storage } from '../../../src/engine/storage/storage.ts'

const sqlite = { locateFile: () => sqliteWasmUrl }
const DIMENSIONS = 2_048
const BATCH = 200

let written = 0

/** Counts what goes to files: everything that is written to private files goes this way. */
const { prototype } = (
  globalThis as unknown as {
    FileSystemSyncAccessHandle: { prototype: { write(bytes: Uint8Array, options: object): number } }
  }
).FileSystemSyncAccessHandle
const { write } = prototype
prototype.write = function (bytes, options) {
  written += bytes.byteLength
  return write.call(this, bytes, options)
}

/** IndexedDB shows no bytes: its values are counted. */
const counting = (storage: Storage): Storage => ({
  ...storage,
  commit(changes) {
    for (const change of changes) {
      if (!('put' in change)) continue
      written += change.put instanceof Uint8Array ? change.put.length : JSON.stringify(change.put).length
    }
    return storage.commit(changes)
  },
})

const open: Record<string, (name: string) => Promise<Storage>> = {
  IndexedDB: async (name) => counting(await openIndexedDb(name)),
  'private files': async (name) => openPrivateFiles(await navigator.storage.getDirectory(), name),
}

let engine: Engine | undefined

async function request(method: 'GET' | 'POST', path: string, body: unknown): Promise<unknown> {
  const answer = await engine!.request({ method, path, body })
  if (answer.status >= 400) throw new Error(JSON.stringify(answer.body))
  return answer.body
}

const never = () => Promise.reject(new Error('not here'))

const api = {
  /** Writes a dataset of images: label, address, vector. */
  async fill(kind: string, name: string, type: string, rows: number): Promise<void> {
    const storage = await open[kind]!(name)
    const datasets = await createDatasets({ storage, database: await openDatabase(sqlite) })
    const writer = await datasets.write({ id: 'photos', type, params: {} }, {}, { distinctRows: true })
    for (let at = 0; at < rows; at += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, rows - at) }, (_, i) => at + i)
      const data = batch.map((i) => Float32Array.from({ length: DIMENSIONS }, (_, d) => Math.sin(i * d)))
      await writer.append({
        rowNames: batch.map((i) => `photo${i}`),
        times: new Float64Array(batch.length),
        columns: [
          { path: ['label'], values: batch.map((i) => `label ${i % 5}`) },
          { path: ['url'], values: batch.map((i) => `samples/photos/photo-${i}.jpg`) },
          {
            path: ['pool_3'],
            values: data.map((vector) => ({ kind: 'embedding' as const, shape: [DIMENSIONS], data: vector })),
          },
        ],
      })
    }
    await writer.commit()
    storage.close()
  },
  /** Opens everything and answers a query: milliseconds until it is open, and until it is answered. */
  async openAndQuery(kind: string, name: string, q: string) {
    const start = performance.now()
    engine = await createEngine({
      storage: await open[kind]!(name),
      sqlite,
      inception: { load: never, embed: never, describe: () => undefined },
      learning: { train: never } as never,
      fetch: never as never,
    })
    const opened = performance.now()
    const rows = (await request('GET', '/v1/query', { q, format: 'aos' })) as unknown[]
    return { openMs: opened - start, answerMs: performance.now() - start, rows: rows.length }
  },
  query: (q: string) => request('GET', '/v1/query', { q, format: 'aos' }),
  /** Records a row and commits. */
  async writeRow(rowName: string, label: string) {
    const before = written
    const start = performance.now()
    await request('POST', '/v1/datasets/photos/rows', { rowName, columns: [['label', label, 1]] })
    await request('POST', '/v1/datasets/photos/commit', {})
    return { ms: performance.now() - start, bytes: written - before }
  },
}

export type StorageWorker = typeof api
expose(api)
