import { expect, test } from 'vitest'
import { countingFunction, createWorld, type Rows, rowsOf, type World } from '../../../tests/sql/world.ts'
import { EngineError } from '../../contract/errors.ts'
import type { RowValue, Value } from '../../contract/values.ts'
import { parsePath } from '../../lib/parse-path.ts'
import { RowFailure } from './catalog.ts'

const numbers = (count: number): Rows =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`r${i}`, { n: i }]))

async function world(count = 10): Promise<World> {
  const made = await createWorld()
  made.add('numbers', numbers(count))
  return made
}

const row = (columns: Record<string, Value>): RowValue => ({
  kind: 'row',
  columns: Object.entries(columns).map(([name, value]) => [parsePath(name), value]),
})

const temporaryTables = (w: World) => w.database.all('SELECT name FROM sqlite_temp_master')

test('parameters are values, whatever is in them', async () => {
  const w = await world()
  const parameters = { low: 7, 'odd name': "'; DROP TABLE x; --" }
  const result = await w.sql.query(
    'SELECT n, $"odd name" AS s FROM numbers WHERE n > $low',
    {},
    { parameters },
  )
  expect(await rowsOf(result)).toEqual([
    { name: 'r8', n: 8, s: "'; DROP TABLE x; --" },
    { name: 'r9', n: 9, s: "'; DROP TABLE x; --" },
  ])
})

test('a statement given as clauses is the statement', async () => {
  const { sql } = await world()
  const result = await sql.query({
    select: 'n',
    from: 'numbers -- all',
    where: 'n > 3 OR n = 0',
    orderBy: 'n DESC',
    limit: 2,
  })
  expect((await rowsOf(result)).map(({ n }) => n)).toEqual([9, 8])
})

test('a clause cannot run over into the next', async () => {
  const { sql } = await world()
  const query = sql.query({ select: 'n', from: 'numbers', where: '1 = 1 ORDER BY n DESC' })
  await expect(query).rejects.toMatchObject({
    code: 'syntax',
    message: expect.stringContaining('in "where"'),
  })
})

test('refining adds a condition, an order and a cut', async () => {
  const { sql } = await world()
  const refine = { where: 'n % 2 = 0 OR n = 1', orderBy: 'n DESC', limit: 2, offset: 1 }
  const result = await sql.query('SELECT n FROM numbers WHERE n < 8', {}, { refine })
  expect((await rowsOf(result)).map(({ n }) => n)).toEqual([4, 2])
})

test('errors of a refinement speak of its own text', async () => {
  const { sql } = await world()
  const query = sql.query('SELECT n FROM numbers', {}, { refine: { where: 'n > nofunction(1)' } })
  await expect(query).rejects.toMatchObject({
    detail: { query: 'n > nofunction(1)', offending: 'nofunction(1)' },
  })
})

test('errors carry line, column and what is wrong there', async () => {
  const { sql } = await world()
  const error = await sql.query('SELECT n\nFROM numbers\n  WHERE n >> > 2').catch((e) => e)
  expect(error).toBeInstanceOf(EngineError)
  expect(error.detail.span).toMatchObject({ line: 3, column: 14, start: 35 })
  expect(error.detail.offending).toBe('>')
})

test('large results come page by page, in order, and leave nothing behind', async () => {
  const w = await world(10)
  const table = w.database.all(
    "SELECT name FROM sqlite_master WHERE name LIKE 'dataset%' AND type = 'table'",
  )[0]![0]
  w.database.exec(
    `INSERT INTO ${table} WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 60099) SELECT i, 'x' || i, i, NULL, i FROM n`,
  )
  const result = await w.sql.query('SELECT n FROM numbers')
  const seen: Value[] = []
  let pages = 0
  for await (const batch of result.batches()) {
    pages++
    seen.push(...batch.columns[0]!)
    if (pages === 2) {
      // No statement is open while a page is looked at, so tables may come and go.
      w.database.exec('CREATE TABLE other (x); DROP TABLE other')
      expect(await rowsOf(await w.sql.query('SELECT count(*) AS c FROM numbers'))).toEqual([
        { name: '[]', c: 60010 },
      ])
    }
  }
  expect(seen).toHaveLength(60010)
  expect(seen.at(-1)).toBe(60099)
  expect(pages).toBe(59)
  expect(temporaryTables(w)).toEqual([])
})

test('leaving the loop early leaves nothing behind', async () => {
  const w = await world()
  w.define(countingFunction('f', ['x'], { y: { kind: 'any' } }, (x) => ({ y: x! })))
  const result = await w.sql.query('SELECT f({x: n}) AS * FROM numbers', {}, { batchSize: 2 })
  for await (const _ of result.batches()) break
  expect(temporaryTables(w)).toEqual([])
})

test('no row is computed before the first batch is read', async () => {
  const w = await world()
  const f = countingFunction('f', ['x'], { y: { kind: 'any' } }, (x) => ({ y: x! }))
  w.define(f)
  const result = await w.sql.query('SELECT f({x: n}) AS * FROM numbers')
  expect(f.batches).toEqual([])
  await rowsOf(result)
  expect(f.batches).toHaveLength(1)
})

test('cancelling stops between batches and leaves nothing behind', async () => {
  const w = await world(100)
  const controller = new AbortController()
  const f = countingFunction('f', ['x'], { y: { kind: 'any' } }, (x) => {
    if (x === 20) controller.abort()
    return { y: x! }
  })
  w.define({ ...f, batchSize: 10 })
  const result = await w.sql.query('SELECT f({x: n}) AS * FROM numbers', { signal: controller.signal })
  await expect(rowsOf(result)).rejects.toMatchObject({ code: 'cancelled' })
  expect(f.batches).toHaveLength(3)
  expect(temporaryTables(w)).toEqual([])
})

test('what a function reports of itself takes the place of our progress', async () => {
  const w = await world(4)
  const f = countingFunction('f', ['x'], { y: { kind: 'any' } }, (x) => ({ y: x! }))
  const apply: typeof f.apply = async (rows, call) => {
    call.onProgress?.({ phase: 'bytes', step: 'download', done: 5, total: 7 })
    for (const [i] of rows.entries())
      call.onProgress?.({ phase: 'images', step: 'f', done: i + 1, total: rows.length })
    return f.apply(rows, call)
  }
  w.define({ ...f, batchSize: 2, apply })
  const seen: unknown[] = []
  const onProgress = (progress: { phase: string; done: number; total?: number }) =>
    seen.push([progress.phase, progress.done, progress.total])
  await rowsOf(await w.sql.query('SELECT f({x: n}) AS * FROM numbers', { onProgress }))
  expect(seen).toEqual([
    ['bytes', 5, 7],
    ['images', 1, 4],
    ['images', 2, 4],
    ['bytes', 5, 7],
    ['images', 3, 4],
    ['images', 4, 4],
  ])
})

test('an error that a function throws ends the query and names the function', async () => {
  const w = await world()
  const f = countingFunction('broken', ['x'], { y: { kind: 'any' } }, () => {
    throw new EngineError('worker-died', 'the worker stopped')
  })
  w.define(f)
  const result = await w.sql.query('SELECT broken({x: n}) AS * FROM numbers')
  await expect(rowsOf(result)).rejects.toMatchObject({
    code: 'worker-died',
    message: 'function "broken": the worker stopped',
  })
  expect(temporaryTables(w)).toEqual([])
})

test('two queries at once do not disturb one another', async () => {
  const w = await world(50)
  w.define(countingFunction('f', ['x'], { y: { kind: 'any' } }, (x) => ({ y: (x as number) * 2 })))
  const queries = [1, 2, 3].map((k) =>
    w.sql.query(`SELECT f({x: n * ${k}})[y] AS y FROM numbers`).then(rowsOf),
  )
  const results = await Promise.all(queries)
  for (const [i, rows] of results.entries()) expect(rows.at(-1)!.y).toBe(49 * (i + 1) * 2)
  expect(temporaryTables(w)).toEqual([])
})

test('evaluate shares equal calls, batches over rows and reads nested arguments', async () => {
  const { sql, ...w } = await world()
  const f = countingFunction('f', ['x'], { y: { kind: 'any' } }, (x) => ({ y: (x as number) + 1 }))
  w.define(f)
  const rows = [1, 2, 3].map((x) => row({ x, 'a.b': 5 }))
  const result = await sql.evaluate('f({x})[y] AS y, f({x: f({x})[y]})[y] AS z, a.b + 1 AS c', rows)
  expect(result).toEqual([1, 2, 3].map((x) => row({ y: x + 1, z: x + 2, c: 6 })))
  expect(f.batches).toEqual([
    [[1], [2], [3]],
    [[2], [3], [4]],
  ])
})

test('evaluate gives a row error for a row that fails, and try prevents it', async () => {
  const { sql } = await world()
  const rows = [row({ x: 1 }), row({ x: 'a' })]
  const [one, other] = await sql.evaluate('x * 2 AS y', rows)
  expect(one).toEqual(row({ y: 2 }))
  expect(other).toMatchObject({ rowName: '1', code: 'type-mismatch' })
  expect(await sql.evaluate('try(x * 2, 0) AS y', rows)).toEqual([row({ y: 2 }), row({ y: 0 })])
})

test('describe tells inputs with the types their functions want, and open outputs', async () => {
  const { sql, ...w } = await world()
  const f = countingFunction('f', ['url'], { y: { kind: 'embedding', shape: [3] } }, () => ({}))
  w.define({
    ...f,
    input: [{ name: 'url', type: { kind: 'atoms', types: ['string'] } }],
    output: { ...f.output, open: true },
  })
  expect(sql.describe('f({url}) AS *, n + 1 AS m')).toEqual({
    input: [
      { name: 'url', type: { kind: 'atoms', types: ['string'] } },
      { name: 'n', type: { kind: 'any' } },
    ],
    output: {
      columns: [
        { path: ['y'], values: { kind: 'embedding', shape: [3] } },
        { path: ['m'], values: { kind: 'any' } },
      ],
      open: true,
    },
  })
})

test('a missing column is a warning with a suggestion', async () => {
  const { sql } = await createWorld().then((w) => {
    w.add('d', { a: { label: 1 } })
    return w
  })
  const result = await sql.query('SELECT labl FROM d')
  expect(result.warnings).toEqual([
    'no column "labl" here; it reads as NULL. Did you mean "label"? (line 1, column 8)',
  ])
})

test('a statement beyond any reason is refused, not a crash', async () => {
  const { sql } = await world()
  for (const terms of [5_000, 100_000]) {
    const query = sql.query(`SELECT ${Array(terms).fill('n').join(' + ')} AS x FROM numbers`).then(rowsOf)
    await expect(query).rejects.toMatchObject({ code: 'not-supported' })
  }
})

test('a synchronous function with several outputs runs once a row, and takes wide rows whole', async () => {
  const w = await createWorld()
  const wide = Object.fromEntries(Array.from({ length: 1_500 }, (_, i) => [`f${i}`, i]))
  w.add('wide', { a: wide, b: { ...wide, f0: 7 } })
  let calls = 0
  const applySync = ([features]: Value[]): Value => {
    calls++
    const { columns } = features as RowValue
    return row({ first: columns[0]![1], count: columns.length, last: columns.at(-1)![1] })
  }
  const output = { first: { kind: 'any' }, count: { kind: 'any' }, last: { kind: 'any' } } as const
  w.define(countingFunction('scorer', ['features'], output, () => ({}), { mode: 'sync', applySync }))
  const result = await w.sql.query('SELECT scorer({features: {*}}) AS * FROM wide')
  expect(await rowsOf(result)).toEqual([
    { name: 'a', first: 0, count: 1_500, last: 1_499 },
    { name: 'b', first: 7, count: 1_500, last: 1_499 },
  ])
  expect(calls).toBe(2)
  const all = await w.sql.query('SELECT * FROM wide')
  expect(all.columns).toHaveLength(1_500)
  expect((await rowsOf(all))[1]!.f0).toBe(7)
})

test('rows that a function fails on carry their message and input, each once', async () => {
  const w = await createWorld()
  w.add('d', { a: { u: 'bad' }, b: { u: 'good' }, c: { u: 'bad' } })
  w.define(
    countingFunction('f', ['u'], { y: { kind: 'any' } }, (u) =>
      u === 'bad' ? new RowFailure('fetch-failed', 'cannot read bad', 'bad') : { y: 1 },
    ),
  )
  const result = await w.sql.query(
    'SELECT f({u})[y] AS y, f({u})[y] AS z FROM d WHERE f({u})[y] IS NOT NULL OR true',
  )
  await rowsOf(result)
  expect(result.rowErrors.map(({ rowName, input }) => [rowName, input])).toEqual([
    ['a', 'bad'],
    ['c', 'bad'],
  ])
})
