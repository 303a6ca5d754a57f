import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { BulkColumn } from './bulk-insert.ts'
import type { SqliteValue } from './codec.ts'
import type { Database } from './database.ts'
import { openDatabase } from './open-database.ts'

const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))
let database: Database
beforeAll(async () => {
  database = await openDatabase({ wasm })
})
beforeEach(() => database.exec('DROP TABLE IF EXISTS t; CREATE TABLE t (a, b)'))

const utf8 = (...texts: string[]): BulkColumn => {
  const parts = texts.map((text) => new TextEncoder().encode(text))
  let end = 0
  return {
    kind: 'text',
    ends: Uint32Array.from(parts, (part) => (end += part.length)),
    bytes: Uint8Array.from(parts.flatMap((part) => [...part])),
  }
}
const insert = (a: BulkColumn, b: BulkColumn, rows: number): SqliteValue[][] => {
  database.insertColumns('INSERT INTO t VALUES (?, ?)', [a, b], rows)
  return database.all('SELECT a, typeof(a), b, typeof(b) FROM t ORDER BY rowid')
}

test('integers and doubles, with NULLs between them', () => {
  const a: BulkColumn = { kind: 'int32', values: new Int32Array([1, -2_147_483_648, 0]) }
  const b: BulkColumn = {
    kind: 'float64',
    values: new Float64Array([0.1, 2 ** 40, 7]),
    mask: new Uint8Array([2, 2, 1]),
  }
  expect(insert(a, b, 3)).toEqual([
    [1, 'integer', 0.1, 'real'],
    [-2_147_483_648, 'integer', 2 ** 40, 'real'],
    [0, 'integer', null, 'null'],
  ])
})

test('texts and blobs, empty ones and a NUL inside included', () => {
  const a = utf8('', 'ü🐟', 'end', 'a\u0000b')
  const b: BulkColumn = {
    kind: 'blob',
    ends: new Uint32Array([0, 2, 2, 3]),
    bytes: new Uint8Array([1, 2, 3]),
    mask: new Uint8Array([2, 2, 0, 2]),
  }
  insert(a, b, 4)
  expect(database.all('SELECT hex(CAST(a AS BLOB)), typeof(a), b, typeof(b) FROM t ORDER BY rowid')).toEqual([
    ['', 'text', new Uint8Array(), 'blob'],
    ['C3BCF09F909F', 'text', new Uint8Array([1, 2]), 'blob'],
    ['656E64', 'text', null, 'null'],
    ['610062', 'text', new Uint8Array([3]), 'blob'],
  ])
})

test('cells of any kind are as a prepared statement binds them', () => {
  const cells: SqliteValue[] = [1, 0.5, 2 ** 31, -0, 'text', '', new Uint8Array([1]), new Uint8Array(), null]
  const bulk = insert({ kind: 'cells', values: cells }, { kind: 'cells', values: cells }, cells.length)
  database.exec('DELETE FROM t')
  for (const cell of cells) database.run('INSERT INTO t VALUES (?, ?)', [cell, cell])
  expect(bulk).toEqual(database.all('SELECT a, typeof(a), b, typeof(b) FROM t ORDER BY rowid'))
})

test('what SQLite refuses is an error in its words, and the next insert works', () => {
  database.exec('CREATE UNIQUE INDEX u ON t (a)')
  const twice: BulkColumn = { kind: 'int32', values: new Int32Array([5, 5]) }
  expect(() => insert(twice, twice, 2)).toThrow(/UNIQUE constraint failed: t.a/)
  database.exec('DELETE FROM t')
  expect(insert(utf8('x'), utf8('y'), 1)).toEqual([['x', 'text', 'y', 'text']])
})

test('memory of SQLite is given back', () => {
  const values = new Uint8Array(8 << 20).fill(65)
  for (let i = 0; i < 300; i++) {
    // 300 times 8 MB would not fit: wasm memory ends at 2 GB.
    insert({ kind: 'text', ends: new Uint32Array([1]), bytes: values }, utf8('b'), 1)
    database.exec('DELETE FROM t')
  }
})
