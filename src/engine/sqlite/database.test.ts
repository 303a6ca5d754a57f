import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { EngineError } from '../../contract/errors.ts'
import type { Embedding, Value } from '../../contract/values.ts'
import { fromSqlite, toSqlite } from './codec.ts'
import { openDatabase } from './open-database.ts'

const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))

test('what a function throws comes out as it was thrown', async () => {
  const database = await openDatabase({ wasm })
  const error = new EngineError('type-mismatch', 'no', { span: { start: 1, end: 2, line: 1, column: 2 } })
  database.defineFunction('fails', () => {
    throw error
  })
  expect(() => database.all('SELECT fails(1)')).toThrow(error)
  expect(database.all('SELECT 1')).toEqual([[1]])
})

test('a function and an aggregate take any number of arguments', async () => {
  const database = await openDatabase({ wasm })
  database.defineFunction('n_args', (...cells) => cells.length)
  database.defineAggregate('join_all', {
    init: () => [] as string[],
    step: (state, ...cells) => [...state, cells.join('+')],
    finish: (state) => state.join(' '),
  })
  expect(database.all('SELECT n_args(), n_args(1), n_args(1,2,3)')).toEqual([[0, 1, 3]])
  expect(database.all('SELECT join_all(column1, column2) FROM (VALUES (1,2),(3,4))')).toEqual([['1+2 3+4']])
})

test('an empty text is a text, also as the first result of all', async () => {
  const database = await openDatabase({ wasm })
  database.defineFunction('empty_text', () => '')
  expect(database.all('SELECT empty_text(), empty_text() IS NULL')).toEqual([['', 0]])
})

test('a transaction that throws leaves nothing, also nested', async () => {
  const database = await openDatabase({ wasm })
  database.exec('CREATE TABLE t (x)')
  database.transaction(() => {
    database.run('INSERT INTO t VALUES (1)')
    expect(() =>
      database.transaction(() => {
        database.run('INSERT INTO t VALUES (2)')
        throw new Error('stop')
      }),
    ).toThrow('stop')
  })
  expect(database.all('SELECT x FROM t')).toEqual([[1]])
})

test('SQLite errors are internal errors with its words', async () => {
  const database = await openDatabase({ wasm })
  expect(() => database.all('SELECT * FROM nowhere')).toThrow(/no such table: nowhere/)
})

test('a file comes back with its content', async () => {
  const database = await openDatabase({ wasm })
  database.exec('CREATE TABLE t (x); INSERT INTO t VALUES (7)')
  const copy = await openDatabase({ wasm }, database.export())
  expect(copy.all('SELECT x FROM t')).toEqual([[7]])
})

const vector = (...numbers: number[]): Value => ({
  kind: 'embedding',
  shape: [numbers.length],
  data: Float64Array.from(numbers),
})
const options = (n: number): Value => ({ kind: 'row', columns: [[['n'], n]] })

test('a function over values gets and gives what cells hold', async () => {
  const database = await openDatabase({ wasm })
  const values: Value[] = [
    null,
    2.5,
    'tea',
    '',
    'grün',
    'x'.repeat(100),
    Number.NaN,
    18446744073709551615n,
    new Uint8Array([1, 2]),
    { kind: 'timestamp', ms: 5 },
    options(1),
    vector(),
    vector(1, Number.NaN, -0),
    { kind: 'embedding', shape: [2, 2], data: new Float32Array([1, 2, 3, 4]) },
    { kind: 'embedding', shape: [3], data: new Uint8Array([1, 2, 3]) },
    { kind: 'embedding', shape: [1, 300], data: new Float64Array(300).fill(0.5) },
  ]
  database.defineValueFunction('same', (value) => value)
  for (const value of values) {
    const [[cell] = []] = database.all('SELECT same(?)', [toSqlite(value)])
    expect(fromSqlite(cell!)).toEqual(value)
  }
})

test('an argument that stays is one object, embeddings of one shape are read one after the other', async () => {
  const database = await openDatabase({ wasm })
  const seen = new Set<Value>()
  database.defineValueFunction('total', (v, given) => {
    seen.add(given!)
    return (v as Embedding).data[0]! + (v as Embedding).data[1]!
  })
  const cells = [vector(1, 2), vector(10, 20), vector(10, 20), vector(5, 5, 5), vector(7, 8)].map(toSqlite)
  const rows = `VALUES ${cells.map(() => '(?)').join(', ')}`
  const same = toSqlite(options(1))
  const sums = database.all(`SELECT total(column1, ?) FROM (${rows})`, [same, ...cells])
  expect(sums).toEqual([[3], [30], [30], [10], [15]])
  expect(seen.size).toBe(1)
  database.all('SELECT total(?, ?)', [cells[0]!, toSqlite(options(2))])
  expect([...seen]).toEqual([options(1), options(2)])
})

test('bytes that are no value are refused by what reads them', async () => {
  const database = await openDatabase({ wasm })
  database.defineValueFunction('same', (value) => value)
  expect(() => database.all("SELECT same(x'63')")).toThrow(/took a value of the dialect apart/)
})
