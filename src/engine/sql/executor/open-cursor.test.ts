import { expect, test } from 'vitest'
import { countingFunction, createWorld, type World } from '../../../../tests/sql/world.ts'
import type { Value } from '../../../contract/values.ts'
import { RowFailure } from '../catalog.ts'
import type { RowBatch } from '../sql.ts'

async function world(): Promise<World> {
  const made = await createWorld()
  made.add('t', {
    a: { n: 1, s: '1', v: { kind: 'embedding', shape: [2], data: new Float32Array([1, 2]) } },
    b: { n: 2.5, s: 'two', v: null },
    c: { n: Number.NaN, s: null, v: { kind: 'timestamp', ms: 5 } },
  })
  made.add('open', { a: { x: 1, y: 2 }, b: { x: 3, z: 'zed' } }, { columns: ['x'] })
  made.add('many', Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`r${i}`, { i }])))
  return made
}

async function whole(w: World, sql: string): Promise<Omit<RowBatch, 'rest'> & { rest: unknown[] }> {
  const result = await w.sql.query(sql)
  const all = {
    rowNames: [] as string[],
    columns: result.columns.map((): Value[] => []),
    times: [] as number[],
    rest: [] as unknown[],
  }
  for await (const batch of result.batches()) {
    all.rowNames.push(...batch.rowNames)
    all.times.push(...batch.times)
    all.rest.push(...(batch.rest ?? []))
    batch.columns.forEach((values, c) => {
      all.columns[c]!.push(...values)
    })
  }
  return { ...all, times: Float64Array.from(all.times) }
}

test.each([
  'SELECT * FROM t',
  'SELECT n, s, v FROM t ORDER BY n DESC',
  "SELECT CAST (n AS integer) AS x FROM t UNION ALL SELECT s FROM t UNION ALL SELECT '007'",
  'SELECT * FROM open',
  'SELECT count(*), {1 AS a, 2 AS b} AS r FROM t GROUP BY s',
  'SELECT i, i / 2 FROM many WHERE i % 3 = 0',
  'SELECT 1 FROM t WHERE false',
  'EXPLAIN SELECT n FROM t',
])('what is kept is what was asked: %s', async (sql) => {
  const w = await world()
  const databases = w.database.all('PRAGMA database_list')
  const expected = await whole(w, sql)
  const cursor = await w.sql.open(sql)
  expect(cursor.rowCount).toBe(expected.rowNames.length)
  const { rest = [], ...page } = cursor.page(0, 100_000)
  expect({ ...page, rest }).toEqual(expected)
  const middle = Math.floor(cursor.rowCount / 2)
  expect(cursor.page(middle, 2).rowNames).toEqual(expected.rowNames.slice(middle, middle + 2))
  cursor.close()
  cursor.close()
  expect(w.database.all('PRAGMA database_list')).toEqual(databases)
})

test('what one cursor keeps stays when another is closed, also within a transaction', async () => {
  const w = await world()
  const first = await w.sql.open('SELECT i FROM many ORDER BY i')
  const second = await w.sql.open('SELECT n FROM t')
  second.close()
  expect(first.page(4999, 2).columns).toEqual([[4999]])
  w.database.transaction(() => first.close())
  const third = await w.sql.open("SELECT i FROM many WHERE rowName() = 'r7'")
  expect(third.page(0, 2).columns).toEqual([[7]])
  third.close()
  expect(w.database.all("SELECT * FROM pragma_database_list WHERE name = 'kept'")).toEqual([])
})

test('calls run once, before the first page; rows that failed are known then', async () => {
  const w = await world()
  const fn = countingFunction('score', ['n'], { y: { kind: 'any' } }, (n) =>
    n === 3 ? new RowFailure('fetch-failed', 'no three', '3') : { y: (n as number) * 10 },
  )
  w.define(fn)
  const cursor = await w.sql.open('SELECT score({n: i})[y] AS y FROM many WHERE i < 5 ORDER BY i')
  const calls = fn.batches.length
  expect(cursor.rowErrors).toMatchObject([{ rowName: 'r3', function: 'score', code: 'fetch-failed' }])
  expect(cursor.page(0, 10).columns).toEqual([[0, 10, 20, null, 40]])
  expect(cursor.page(2, 1).columns).toEqual([[20]])
  expect(fn.batches).toHaveLength(calls)
})

test('a cancelled call keeps nothing', async () => {
  const w = await world()
  const controller = new AbortController()
  controller.abort()
  await expect(w.sql.open('SELECT i FROM many', { signal: controller.signal })).rejects.toMatchObject({
    code: 'cancelled',
  })
  expect(w.database.all("SELECT * FROM pragma_database_list WHERE name = 'kept'")).toEqual([])
})
