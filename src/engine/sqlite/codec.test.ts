import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { EngineError } from '../../contract/errors.ts'
import type { Embedding, Value } from '../../contract/values.ts'
import { decode, encode, fromSqlite, type SqliteValue, toSqlite } from './codec.ts'
import { openDatabase } from './open-database.ts'

const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))

const VALUES: Value[] = [
  null,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  -1.5,
  0,
  42,
  Number.POSITIVE_INFINITY,
  18446744073709551615n,
  -9223372036854775808n,
  '',
  'a\u0000b 中 😀',
  new Uint8Array([9, 0, 255]),
  { kind: 'timestamp', ms: Number.NEGATIVE_INFINITY },
  { kind: 'timestamp', ms: 1577934245000.25 },
  { kind: 'timestamp', ms: Number.NaN },
  { kind: 'interval', months: -1, days: 2, seconds: 3.5 },
  { kind: 'path', path: ['a', 'b.c', ''] },
  { kind: 'embedding', shape: [1, 1, 3], data: new Float32Array([1, 2.5, Number.NaN]) },
  { kind: 'embedding', shape: [0], data: new Float64Array([]) },
  { kind: 'embedding', shape: [2, 2], data: new Int32Array([1, -2, 3, 4]) },
  {
    kind: 'row',
    columns: [
      [['x'], 1],
      [
        ['y', 'z.w'],
        {
          kind: 'row',
          columns: [[['e'], { kind: 'embedding', shape: [2], data: new Float64Array([1, 2]) }]],
        },
      ],
      [['n'], null],
      [['s'], 'text'],
      [['b'], new Uint8Array([1])],
    ],
  },
]

test('every kind of value survives encoding', () => {
  for (const value of VALUES) {
    expect(decode(encode(value))).toEqual(value)
    expect(fromSqlite(toSqlite(value))).toEqual(value)
  }
})

test('every kind of value survives a cell of SQLite, and keeps its bytes in a function', async () => {
  const database = await openDatabase({ wasm })
  database.defineFunction('same', (cell) => toSqlite(fromSqlite(cell!)))
  database.exec('CREATE TABLE t (v)')
  for (const value of VALUES) {
    database.run('INSERT INTO t VALUES (?)', [toSqlite(value)])
    const [row] = database.all('SELECT v, same(v) FROM t')
    const [stored, returned] = row as [SqliteValue, SqliteValue]
    expect(fromSqlite(stored)).toEqual(value)
    expect(fromSqlite(returned)).toEqual(value)
    database.run('DELETE FROM t')
  }
})

test('embedding data are a view of the blob', () => {
  const bytes = encode({ kind: 'embedding', shape: [2], data: new Float32Array([1, 2]) })
  expect((decode(bytes) as Embedding).data.buffer).toBe(bytes.buffer)
})

test('a blob that looks like a structure stays a blob', () => {
  const bytes = encode({ kind: 'row', columns: [[['x'], 1]] })
  expect(decode(encode(bytes))).toEqual(bytes)
})

test('blobs of timestamps, intervals and large integers order as their values do', () => {
  const times = [Number.NEGATIVE_INFINITY, -5e12, -0.5, 0, 1, 1.5e12, Number.POSITIVE_INFINITY]
  const blobs = times.map((ms) => encode({ kind: 'timestamp', ms }))
  const sorted = [...blobs].reverse().sort((a, b) => Buffer.compare(a, b))
  expect(sorted).toEqual(blobs)
  const integers = [-9223372036854775808n, -(2n ** 60n), 2n ** 60n, 2n ** 64n - 1n].map((n) => encode(n))
  expect([...integers].reverse().sort((a, b) => Buffer.compare(a, b))).toEqual(integers)
})

test('bytes without a tag are refused', () => {
  expect(() => fromSqlite(new Uint8Array([200, 1]))).toThrow(EngineError)
})
