import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeEach, expect, test } from 'vitest'
import { Random } from '../../src/engine/models/learners/random.ts'
import type { BulkColumn } from '../../src/engine/sqlite/bulk-insert.ts'
import type { SqliteValue } from '../../src/engine/sqlite/codec.ts'
import type { Database } from '../../src/engine/sqlite/database.ts'
import type { RecordColumn } from '../../src/engine/sqlite/encode-records.ts'
import { openDatabase } from '../../src/engine/sqlite/open-database.ts'

// What is laid out as pages reads as what is inserted row by row, and SQLite finds nothing wrong with it.

const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))
const schema = (name: string) => ({
  name,
  sql: `CREATE TABLE ${name} (_row INTEGER PRIMARY KEY, a NOT NULL, b, _time REAL, c, d BLOB)`,
})
let database: Database
beforeEach(async () => {
  database = await openDatabase({ wasm })
  database.exec(`${schema('pages').sql}; ${schema('rows').sql}`)
})

const byteRuns = (kind: 'text' | 'blob', parts: readonly Uint8Array[], mask?: Uint8Array): BulkColumn => {
  let end = 0
  const ends = Uint32Array.from(parts, (part) => (end += part.length))
  const bytes = new Uint8Array(end)
  parts.forEach((part, row) => {
    bytes.set(part, ends[row]! - part.length)
  })
  return { kind, ends, bytes, ...(mask ? { mask } : {}) }
}

function makeColumns(random: Random, rows: number, longest: number): BulkColumn[] {
  const each = <T>(make: (row: number) => T): T[] => Array.from({ length: rows }, (_, row) => make(row))
  const some = (limit: number): number => random.below(Math.floor(limit))
  const widths = [1, 8, 16, 24, 32]
  const integer = (): number => {
    const half = 2 ** (widths[some(widths.length)]! - 1)
    return [0, 1, -1, half - 1, -half, some(2 * half) - half][some(6)]!
  }
  const bytes = (): Uint8Array => Uint8Array.from({ length: some(longest) }, () => some(256))
  const text = (): string => 'añ🐟\0'.repeat(some(longest / 8))
  const number = (): number =>
    [integer(), random.uniform(), -1e300, 2 ** 40, Number.POSITIVE_INFINITY][some(5)]!
  const mixed = (): SqliteValue => [null, integer(), number(), text(), bytes()][some(5)]!
  const mask = () => Uint8Array.from({ length: rows }, () => some(3))
  return [
    { kind: 'int32', values: Int32Array.from({ length: rows }, integer) },
    byteRuns(
      'text',
      each(() => new TextEncoder().encode(text())),
      mask(),
    ),
    { kind: 'float64', values: Float64Array.from({ length: rows }, number), mask: mask() },
    { kind: 'cells', values: each(mixed) },
    byteRuns('blob', each(bytes), mask()),
  ]
}

const CELLS = ['_row', 'a', 'typeof(a)', 'b', 'typeof(b)', '_time', 'c', 'typeof(c)', 'd', 'typeof(d)']
/** Rows that one of the tables has and the other has not. */
const different = (): SqliteValue[][] => {
  const cells = (table: string): string => `SELECT ${CELLS.join(', ')} FROM ${table}`
  const [pages, rows] = [cells('pages'), cells('rows')]
  return database.all(
    `SELECT * FROM (${pages} EXCEPT ${rows}) UNION ALL SELECT * FROM (${rows} EXCEPT ${pages})`,
  )
}
const insert = (columns: BulkColumn[], rows: number): void =>
  database.insertColumns('INSERT INTO rows (a, b, _time, c, d) VALUES (?, ?, ?, ?, ?)', columns, rows)

test.each([
  ['one row', 1, 20],
  ['one page', 300, 40],
  ['many pages', 6000, 120],
  ['rows that overflow their pages', 150, 8000],
])('%s', (_, rows, longest) => {
  const random = new Random(rows)
  for (let run = 0; run < 2; run++) {
    const columns = makeColumns(random, rows, longest)
    expect(database.appendRows(schema('pages'), columns, rows)).toBe(true)
    insert(columns, rows)
  }
  expect(different()).toEqual([])
  expect(database.all('PRAGMA integrity_check')).toEqual([['ok']])
})

test('64-bit integers by their halves, and columns of nothing', () => {
  const hashes: RecordColumn = {
    kind: 'int64',
    high: new Int32Array([-1, 0x7fffffff, 0]),
    low: new Int32Array([-2, -1, 5]),
  }
  expect(database.appendRows(schema('pages'), [hashes, undefined, undefined, undefined, undefined], 3)).toBe(
    true,
  )
  expect(database.all('SELECT CAST(a AS TEXT), b, d FROM pages')).toEqual([
    ['-2', null, null],
    ['9223372036854775807', null, null],
    ['5', null, null],
  ])
})

test('a row too large for a page: nothing is added', () => {
  const columns = makeColumns(new Random(1), 3, 10)
  columns[4] = byteRuns('blob', [new Uint8Array(10), new Uint8Array(70_000), new Uint8Array(10)])
  expect(database.appendRows(schema('pages'), columns, 3)).toBe(false)
  expect(database.all('SELECT * FROM pages')).toEqual([])
})

test('while statements are being read, files wait to be detached, and then go', () => {
  database.exec('CREATE TABLE numbers AS SELECT 1 AS n UNION SELECT 2')
  const columns = makeColumns(new Random(2), 10, 10)
  const reading = database.prepare('SELECT n FROM numbers')
  expect(reading.step()).toBe(true)
  const added = Array.from({ length: 20 }, () => database.appendRows(schema('pages'), columns, 10))
  expect(added.indexOf(false)).toBeGreaterThan(3)
  const rows = 10 * added.filter(Boolean).length
  expect(database.all('SELECT count(*) FROM pages')).toEqual([[rows]])
  reading.free()
  expect(database.appendRows(schema('pages'), columns, 10)).toBe(true)
  expect(database.all('SELECT count(*) FROM pages')).toEqual([[rows + 10]])
  expect(database.all('PRAGMA database_list').map(([, name]) => name)).toEqual(['main'])
})
