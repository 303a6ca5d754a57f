import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import type { Value } from '../../contract/values.ts'
import { fromSqlite } from '../sqlite/codec.ts'
import { openDatabase } from '../sqlite/open-database.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import type { Storage } from '../storage/storage.ts'
import { createDatasets, type Datasets } from './create-datasets.ts'

const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))

/** A session over a storage: as if the page had been opened anew. */
async function openSession(storage: Storage) {
  const database = await openDatabase({ wasm })
  const datasets = await createDatasets({ storage, database })
  /** Rows of a dataset as SQLite has them, `_name` first, in order of recording. */
  const rows = async (id: string): Promise<Value[][]> => {
    await datasets.load(id, {})
    const { table, columns } = datasets.schema(id)!
    const names = ['_name', ...columns.map(({ column }) => column), '_rest']
    return database.all(`SELECT ${names} FROM ${table} ORDER BY _row`).map((row) => row.map(fromSqlite))
  }
  return { datasets, database, rows }
}

const column = (name: string, ...values: (Value | undefined)[]) => ({ path: [name], values })

async function write(
  datasets: Datasets,
  id: string,
  type: string,
  names: string[],
  ...columns: ReturnType<typeof column>[]
) {
  const writer = await datasets.write({ id, type, params: {} }, {})
  await writer.append({ rowNames: names, columns })
  return writer.commit()
}

const vector = (n: number): Value => ({
  kind: 'embedding',
  shape: [1, 3],
  data: new Float32Array([n, n + 1, n + 2]),
})

test('what was written is there in the next session, of every type', async () => {
  const storage = createMemoryStorage()
  const first = await openSession(storage)
  const values: Value[] = [
    1.5,
    null,
    'ü',
    2n ** 63n,
    Number.NaN,
    new Uint8Array([7]),
    { kind: 'timestamp', ms: 5 },
  ]
  const names = values.map((_, i) => `r${i}`)
  const status = await write(
    first.datasets,
    't',
    'tabular',
    names,
    column('v', ...values),
    column('e', ...names.map((_, i) => vector(i))),
  )
  expect(status).toEqual({ rowCount: 7, columnCount: 4 })
  for (const { rows, datasets } of [first, await openSession(storage)]) {
    expect(await rows('t')).toEqual(values.map((value, i) => [names[i], value, vector(i), null]))
    expect(datasets.schema('t')).toMatchObject({ open: false, order: 'recorded', rowCount: 7 })
    expect(datasets.schema('t')!.columns[1]!.values).toEqual({ kind: 'embedding', shape: [1, 3] })
  }
})

test('types of columns are as narrow as their cells', async () => {
  const { datasets } = await openSession(createMemoryStorage())
  await write(
    datasets,
    't',
    'tabular',
    ['a', 'b'],
    column('n', 1, 2),
    column('x', 1, 0.5),
    column('s', 'a', null),
  )
  expect(datasets.schema('t')!.columns.map(({ values }) => values)).toEqual([
    { kind: 'atoms', types: ['integer'] },
    { kind: 'atoms', types: ['integer', 'number'] },
    { kind: 'atoms', types: ['null', 'string'] },
  ])
})

test('rowHash orders as unsigned and is what the reference says', async () => {
  const { datasets, database } = await openSession(createMemoryStorage())
  await write(datasets, 't', 'tabular', ['x', 'y', 'result'], column('n', 1, 2, 3))
  await datasets.load('t', {})
  const { table } = datasets.schema('t')!
  const hashes = database.all(`SELECT _name, printf('%x', _hash) FROM ${table} ORDER BY _hash`)
  // 4fc82888d13de398, 75c422100f18a043 and d54892b736cac3ab with their top bit flipped.
  expect(hashes).toEqual([
    ['x', 'cfc82888d13de398'],
    ['y', 'f5c422100f18a043'],
    ['result', '554892b736cac3ab'],
  ])
})

test('row values are taken apart, embeddings in them stay whole', async () => {
  const { datasets, rows } = await openSession(createMemoryStorage())
  const row: Value = {
    kind: 'row',
    columns: [
      [['x'], 1],
      [['y', 'z'], vector(1)],
    ],
  }
  await write(datasets, 't', 'tabular', ['a'], column('r', row))
  expect(datasets.schema('t')!.columns.map(({ path }) => path)).toEqual([
    ['r', 'x'],
    ['r', 'y', 'z'],
  ])
  expect(await rows('t')).toEqual([['a', 1, vector(1), null]])
})

test('many chunks keep order, and an altered one is noticed', async () => {
  const storage = createMemoryStorage()
  const { datasets } = await openSession(storage)
  const writer = await datasets.write({ id: 't', type: 'tabular', params: {} }, {})
  for (let batch = 0; batch < 30; batch++) {
    const names = Array.from({ length: 1000 }, (_, i) => String(batch * 1000 + i))
    await writer.append({
      rowNames: names,
      columns: [column('s', ...names.map((name) => name.padStart(100, 'x')))],
    })
  }
  await writer.commit()
  const keys = await storage.keys('chunks')
  expect(keys.length).toBeGreaterThan(2)
  const { rows } = await openSession(storage)
  expect((await rows('t')).map(([name]) => name)).toEqual(Array.from({ length: 30_000 }, (_, i) => String(i)))
  const bytes = (await storage.get('chunks', keys[1]!))!
  bytes[bytes.length - 20]! ^= 1
  await storage.commit([{ store: 'chunks', key: keys[1]!, put: bytes }])
  await expect((await openSession(storage)).rows('t')).rejects.toThrow(/damaged: chunk 1/)
})

test('nothing is visible before the commit, and an abort leaves nothing', async () => {
  const storage = createMemoryStorage()
  const { datasets, rows } = await openSession(storage)
  await write(datasets, 't', 'tabular', ['a'], column('x', 1))
  const before = await storage.keys('chunks')
  const writer = await datasets.write({ id: 't', type: 'tabular', params: {} }, {})
  const names = Array.from({ length: 20_000 }, (_, i) => `name of row number ${i}`.padEnd(80))
  await writer.append({ rowNames: names, columns: [column('x', ...names)] })
  expect((await storage.keys('chunks')).length).toBeGreaterThan(before.length)
  expect(await rows('t')).toEqual([['a', 1, null]])
  await writer.abort()
  expect(await storage.keys('chunks')).toEqual(before)
  expect(await rows('t')).toEqual([['a', 1, null]])
})

test('a writer that died with its process leaves nothing in the next session', async () => {
  const storage = createMemoryStorage()
  const { datasets } = await openSession(storage)
  const names = Array.from({ length: 20_000 }, (_, i) => `name of row number ${i}`.padEnd(80))
  const writer = await datasets.write({ id: 't', type: 'tabular', params: {} }, {})
  await writer.append({ rowNames: names, columns: [] })
  const temporary = await datasets.write({ id: 'step', type: 'tabular', params: {} }, {}, { temporary: true })
  await temporary.append({ rowNames: ['a'], columns: [] })
  await temporary.commit()
  expect(datasets.ids()).toEqual([])
  expect(datasets.schema('step')?.rowCount).toBe(1)
  const next = await openSession(storage)
  expect(next.datasets.schema('step')).toBeUndefined()
  expect(await storage.keys('chunks')).toEqual([])
  expect(await storage.keys('datasets')).toEqual([])
})

test('replacing and deleting take the old rows out of storage', async () => {
  const storage = createMemoryStorage()
  const { datasets, rows } = await openSession(storage)
  await write(datasets, 't', 'tabular', ['a'], column('x', 1))
  expect(await rows('t')).toEqual([['a', 1, null]])
  await write(datasets, 't', 'sparse.mutable', ['b'], column('y', 2))
  expect(await rows('t')).toEqual([['b', 2, null]])
  expect(await storage.keys('chunks')).toHaveLength(1)
  await datasets.delete('t')
  expect(await storage.keys('chunks')).toEqual([])
  expect(datasets.schema('t')).toBeUndefined()
})

test('tabular refuses repeated rows and unknown columns, or ignores or adds these', async () => {
  const { datasets } = await openSession(createMemoryStorage())
  await expect(write(datasets, 't', 'tabular', ['a', 'a'], column('x', 1, 2))).rejects.toThrow(
    /Duplicate row name\(s\) in tabular dataset: 'a'/,
  )
  const append = async (unknownColumns?: string) => {
    const writer = await datasets.write(
      { id: 't', type: 'tabular', params: unknownColumns ? { unknownColumns } : {} },
      {},
    )
    await writer.append({ rowNames: ['a'], columns: [column('x', 1)] })
    await writer.append({ rowNames: ['b'], columns: [column('x', 2), column('late', 3)] })
    await writer.commit()
    return datasets.schema('t')!.columns.map(({ path }) => path[0])
  }
  await expect(append()).rejects.toThrow(/'late'/)
  expect(await append('ignore')).toEqual(['x'])
  expect(await append('add')).toEqual(['x', 'late'])
  await expect(datasets.write({ id: 't', type: 'tabula', params: {} }, {})).rejects.toThrow(
    /did you mean 'tabular'/,
  )
})

test('sparse.mutable: columns beyond its table go to the rest, repeated rows accumulate', async () => {
  const storage = createMemoryStorage()
  const { datasets } = await openSession(storage)
  const wide = Array.from({ length: 405 }, (_, i) => column(`c${i}`, i, undefined))
  await write(datasets, 'w', 'sparse.mutable', ['a', 'b'], ...wide)
  await write(
    datasets,
    'r',
    'sparse.mutable',
    ['a', 'a', 'b'],
    column('x', 1, undefined, 3),
    column('y', undefined, 2),
  )
  const { rows, datasets: again } = await openSession(storage)
  expect(again.schema('w')).toMatchObject({ open: true, rowCount: 2 })
  const [a, b] = await rows('w')
  expect(a!.at(-1)).toEqual({ kind: 'row', columns: [400, 401, 402, 403, 404].map((i) => [[`c${i}`], i]) })
  expect(b!.slice(1).every((value) => value === null)).toBe(true)
  expect(await rows('r')).toEqual([
    ['a', 1, 2, null],
    ['b', 3, null, null],
  ])
  expect(again.schema('r')!.columns.map(({ sparse }) => sparse)).toEqual([true, true])
})

test('recorded rows are read after their commit, kept without one, and a later value of a cell wins', async () => {
  const storage = createMemoryStorage()
  const { datasets, rows } = await openSession(storage)
  await write(datasets, 'log', 'sparse.mutable', [])
  const cell = (name: string, value: Value, time: number) => ({ path: [name], value, time })
  await datasets
    .recorder('log')
    .record([{ name: 'u1', cells: [cell('click', 0, 2000), cell('click', 1, 1000)] }])
  expect(await rows('log')).toEqual([])
  await datasets.recorder('log').commit()
  expect(await rows('log')).toEqual([['u1', 0, null]])
  await datasets.recorder('log').record([{ name: 'u2', cells: [cell('view', 'home', 3000)] }])
  await datasets.recorder('log').record([{ name: 'empty', cells: [] }])
  const next = await openSession(storage)
  expect(await next.rows('log')).toEqual([['u1', 0, null]])
  // Plans of statements are kept by the object that they were bound to.
  const bound = next.datasets.schema('log')
  expect(next.datasets.schema('log')).toBe(bound)
  await next.datasets.recorder('log').commit()
  expect(next.datasets.schema('log')).not.toBe(bound)
  const expected = [
    ['u1', 0, null, null],
    ['u2', null, 'home', null],
    ['empty', null, null, null],
  ]
  expect(await next.rows('log')).toEqual(expected)
  expect(next.datasets.record('log')).toMatchObject({ rowCount: 3, valueCount: 3, times: [1000, 3000] })
  expect(await (await openSession(storage)).rows('log')).toEqual(expected)
})

test('a one-row commit to a large dataset writes little, and a long log becomes chunks', async () => {
  const storage = createMemoryStorage()
  let written = 0
  const counting: Storage = {
    ...storage,
    commit(changes) {
      for (const change of changes) {
        if ('put' in change)
          written += change.put instanceof Uint8Array ? change.put.length : JSON.stringify(change.put).length
      }
      return storage.commit(changes)
    },
  }
  const { datasets, rows } = await openSession(counting)
  const names = Array.from({ length: 3000 }, (_, i) => `r${i}`)
  const vectors = names.map((): Value => ({ kind: 'embedding', shape: [1000], data: new Float32Array(1000) }))
  await write(datasets, 'big', 'sparse.mutable', names, column('e', ...vectors))
  expect(written).toBeGreaterThan(12_000_000)
  written = 0
  await datasets.recorder('big').record([{ name: 'new', cells: [{ path: ['x'], value: 1, time: 0 }] }])
  await datasets.recorder('big').commit()
  expect(written).toBeLessThan(10_000)
  const text = 'x'.repeat(300_000)
  for (let i = 0; i < 5; i++) {
    await datasets
      .recorder('big')
      .record([{ name: 'new', cells: [{ path: ['t'], value: text + i, time: i }] }])
    await datasets.recorder('big').commit()
  }
  expect((await storage.keys('log')).length).toBeLessThan(3)
  expect((await rows('big')).at(-1)!.slice(2)).toEqual([1, `${text}4`, null])
  expect((await (await openSession(storage)).rows('big')).at(-1)!.slice(2)).toEqual([1, `${text}4`, null])
})

test('a commit that storage refuses changes nothing', async () => {
  const storage = createMemoryStorage()
  let full = false
  const { datasets, rows } = await openSession({
    ...storage,
    commit: (changes) => (full ? Promise.reject(new Error('disk full')) : storage.commit(changes)),
  })
  await write(datasets, 'log', 'sparse.mutable', ['a'], column('x', 1))
  await datasets.recorder('log').record([{ name: 'b', cells: [{ path: ['x'], value: 2, time: 0 }] }])
  full = true
  await expect(datasets.recorder('log').commit()).rejects.toThrow('disk full')
  expect(await rows('log')).toEqual([['a', 1, null]])
  full = false
  await datasets.recorder('log').commit()
  expect(await rows('log')).toEqual([
    ['a', 1, null],
    ['b', 2, null],
  ])
})
