import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { EngineError } from '../../contract/errors.ts'
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
