import { expect, test } from 'vitest'
import { collectRows } from '../../../tests/sql/collect-rows.ts'
import { countingFunction, createWorld } from '../../../tests/sql/world.ts'
import type { Value } from '../../contract/values.ts'
import type { Catalog } from './catalog.ts'
import { createSql } from './create-sql.ts'
import { PlanCache } from './plan-cache.ts'

/** A world with views, and what a statement gives: its columns, then its rows. */
async function open() {
  const world = await createWorld()
  const views = new Map<string, string>()
  const catalog: Catalog = { ...world.catalog, view: (id) => views.get(id) }
  const sql = createSql({ catalog, database: world.database })
  const ask = async (statement: string): Promise<Value[][]> => {
    const result = await sql.query(statement)
    return [result.columns.map(({ path }) => path.join('.')), ...(await collectRows(result))]
  }
  return { world, views, ask }
}

test('a dataset that is replaced is bound anew: other columns, other types', async () => {
  const { world, ask } = await open()
  world.add('t', { a: { x: 1 } })
  expect(await ask('SELECT * FROM t')).toEqual([['x'], [1]])
  expect(await ask('SELECT sum(x) AS s FROM t')).toEqual([['s'], [1]])
  world.add('t', { a: { y: 'one', x: Number.POSITIVE_INFINITY }, b: { y: 'two', x: Number.NaN } })
  expect(await ask('SELECT * FROM t ORDER BY y')).toEqual([
    ['y', 'x'],
    ['one', Number.POSITIVE_INFINITY],
    ['two', Number.NaN],
  ])
  expect(await ask('SELECT * FROM t')).toHaveLength(3)
  expect(await ask('SELECT sum(x) AS s FROM t')).toEqual([['s'], [Number.NaN]])
})

test('a function that is replaced, appears or stands in another one is the one that is called', async () => {
  const { world, ask } = await open()
  const define = (id: string, y: number) =>
    world.define(countingFunction(id, ['x'], { y: { kind: 'any' } }, () => ({ y })))
  const inline = (id: string, expression: string) =>
    world.define({ kind: 'expression', id, expression, raw: false, autoInput: false })
  define('f', 1)
  inline('g', 'f({x: 1})[y] + 1 AS y')
  const statement = "SELECT f({x: 1})[y] AS f, g({})[y] AS g, instr('abc', 'c') AS i"
  expect(await ask(statement)).toEqual([
    ['f', 'g', 'i'],
    [1, 2, 3],
  ])
  define('f', 10)
  expect(await ask(statement)).toEqual([
    ['f', 'g', 'i'],
    [10, 11, 3],
  ])
  inline('g', '100 AS y')
  expect(await ask(statement)).toEqual([
    ['f', 'g', 'i'],
    [10, 100, 3],
  ])
})

test('a view that is replaced, and a dataset below a view', async () => {
  const { world, views, ask } = await open()
  world.add('t', { a: { x: 1 } })
  world.add('u', { b: { z: 2 } })
  views.set('v', 't')
  expect(await ask('SELECT * FROM v')).toEqual([['x'], [1]])
  world.add('t', { a: { x: 5, w: 6 } })
  expect(await ask('SELECT * FROM v')).toEqual([
    ['x', 'w'],
    [5, 6],
  ])
  views.set('v', 'u')
  expect(await ask('SELECT * FROM v')).toEqual([['z'], [2]])
})

test('what was refused is asked again, and errors are not kept', async () => {
  const { world, ask } = await open()
  await expect(ask('SELECT x FROM t')).rejects.toMatchObject({ code: 'unknown-dataset' })
  world.add('t', { a: { x: 1 } })
  expect(await ask('SELECT x FROM t')).toEqual([['x'], [1]])
})

test('parameters, added clauses and times have plans of their own', async () => {
  const { sql, add } = await createWorld()
  add('t', { a: { x: 1 }, b: { x: 2 } }, { timeMs: 7 })
  const rows = async (options: object) =>
    collectRows(await sql.query('SELECT x, $p AS p FROM t', {}, options))
  expect(await rows({ parameters: { p: 3 } })).toEqual([
    [1, 3],
    [2, 3],
  ])
  expect(await rows({ parameters: { p: 'q' }, refine: { where: 'x > 1' } })).toEqual([[2, 'q']])
  const times = async (options: object) => {
    for await (const batch of (await sql.query('SELECT x @ TIMESTAMP 1 AS x FROM t', {}, options)).batches())
      return batch.columnTimes
  }
  expect(await times({})).toBeUndefined()
  expect(await times({ cellTimes: true })).toHaveLength(1)
})

test('a plan is made once while its answers hold, and goes when they do not', async () => {
  const { catalog, add } = await createWorld()
  add('t', { a: { x: 1 } })
  const cache = new PlanCache<{ table: string | undefined }>(catalog)
  let made = 0
  const plan = (key: string) =>
    cache.get(key, (watched) => {
      made++
      return { table: watched.dataset('t')?.table }
    })
  const first = plan('a')
  expect(plan('a')).toBe(first)
  expect(made).toBe(1)
  add('t', { a: { x: 2 } })
  expect(plan('a')).not.toBe(first)
  for (let i = 0; i < 200; i++) plan(`b${i}`)
  plan('a')
  expect(made).toBe(203)
})
