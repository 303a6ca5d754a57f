import { expect, test } from 'vitest'
import { createWorld, rowsOf, type World } from '../../../../tests/sql/world.ts'
import type { Embedding } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { createPlainSql, type PlainOptions, type PlainSql } from './create-plain-sql.ts'

const VECTOR: Embedding = { kind: 'embedding', shape: [2, 2], data: new Float32Array([1, 2, 3, 4]) }

async function open(): Promise<{
  world: World
  plain: PlainSql
  all: (sql: string, o?: PlainOptions) => Promise<object[]>
}> {
  const world = await createWorld()
  world.add('images', {
    r1: { label: 'cat', size: 3, 'meta.when': { kind: 'timestamp', ms: 0 }, vector: VECTOR },
    r2: { label: 'dog', size: 4.5, 'meta.when': { kind: 'timestamp', ms: 1e12 }, vector: null },
  })
  world.add('Images', { a: { x: 1, X: 2, rowName: 'mine' } })
  world.add('wide', { a: { x: 1, more: 'yes' } }, { columns: ['x'] })
  const plain = createPlainSql(world)
  return {
    world,
    plain,
    all: async (sql, options) =>
      (await rowsOf(await plain.query(sql, {}, options))).map(({ name: _, ...row }) => row),
  }
}

const objects = (world: World) =>
  world.database.all(
    'SELECT type, name FROM sqlite_schema UNION ALL SELECT type, name FROM sqlite_temp_schema ORDER BY 2',
  )

test('datasets are tables by their names, cells are what SQLite understands', async () => {
  const { all, world } = await open()
  const before = objects(world)
  expect(await all('SELECT rowName, label, "meta.when" AS w, vector FROM images ORDER BY 1')).toEqual([
    { rowName: 'r1', label: 'cat', w: '1970-01-01T00:00:00Z', vector: VECTOR },
    { rowName: 'r2', label: 'dog', w: '2001-09-09T01:46:40Z', vector: null },
  ])
  expect(await all(`SELECT strftime('%Y', "meta.when") AS y FROM images WHERE label LIKE 'DOG'`)).toEqual([])
  expect(await all("SELECT sum(value) AS s FROM images, json_each(to_json(vector), '$[1]')")).toEqual([
    { s: 7 },
  ])
  expect(await all('SELECT x, rest FROM wide')).toEqual([
    { x: 1, rest: { kind: 'row', columns: [[['more'], 'yes']] } },
  ])
  expect(objects(world)).toEqual(before)
})

test('SQLite keeps its own meaning', async () => {
  const { all } = await open()
  expect(await all("SELECT 7 / 2 AS d, 1 = '1' AS e, typeof(1 + '2') AS t")).toEqual([
    { d: 3, e: 0, t: 'integer' },
  ])
  expect(
    await all(
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4) SELECT max(i) AS m FROM n',
    ),
  ).toEqual([{ m: 4 }])
  expect(await all('SELECT 1 AS a, 2 AS a, 3 AS A')).toEqual([{ a: 1, a_2: 2, A_3: 3 }])
  expect(await all("VALUES (1), (x'0a0b')")).toEqual([{ column1: 1 }, { column1: new Uint8Array([10, 11]) }])
})

test('names that SQLite takes for one are told apart by a suffix', async () => {
  const { all } = await open()
  expect(await all('SELECT * FROM IMAGES')).toHaveLength(2)
  expect(await all('SELECT * FROM "images_2"')).toEqual([{ rowName: 'a', x: 1, X_2: 2, rowName_2: 'mine' }])
})

test('names as odd as they come are only names', async () => {
  const { all, world } = await open()
  const odd = `c'"; --`
  const shown = formatPath(parsePath(odd))
  const long = 'y'.repeat(500)
  for (const id of [
    'a"b',
    "it's; DROP TABLE x; --",
    '',
    'select',
    'sqlite_schema',
    'd0',
    '_r1',
    '名前',
    'x'.repeat(500),
  ]) {
    world.add(id, { 'r"1': { [odd]: 1, order: 2, [long]: 3, sqlite_x: 4 } })
    const name = id === 'sqlite_schema' ? '_sqlite_schema' : id
    expect(await all(`SELECT * FROM "${name.replaceAll('"', '""')}"`), id).toEqual([
      { rowName: '"r""1"', [shown]: 1, order: 2, [long]: 3, _sqlite_x: 4 },
    ])
  }
})

test.each([
  'DELETE FROM images',
  'INSERT INTO images(label) VALUES (1)',
  'UPDATE images SET label = 1',
  'DROP TABLE images',
  'CREATE TABLE t(a)',
  'CREATE TEMP TABLE t(a)',
  'CREATE TABLE t AS SELECT 1',
  'ALTER TABLE images RENAME TO x',
  'WITH c AS (SELECT 1) INSERT INTO images(label) SELECT * FROM c',
  'WITH c AS (SELECT 1) DELETE FROM {table}',
  'REPLACE INTO {table}(_name, _hash) VALUES (1, 2)',
  "ATTACH ':memory:' AS k",
  'DETACH main',
  'VACUUM',
  "VACUUM INTO '/tmp/x'",
  'REINDEX',
  'ANALYZE',
  'BEGIN',
  'COMMIT',
  'SAVEPOINT x',
  'PRAGMA query_only = 0',
  'PRAGMA writable_schema(1)',
  'PRAGMA case_sensitive_like = 0',
  'EXPLAIN PRAGMA case_sensitive_like = 0',
  'PRAGMA table_info = 1',
  'SELECT * FROM pragma_optimize',
  'SELECT * FROM "pragma_optimize"',
  'SELECT 1; DROP TABLE {table}',
  'SELECT 1; SELECT 2',
  '/* SELECT */ DROP TABLE {table}',
  '-- x\nDELETE FROM {table}',
  'SELECT 1 FROM images; -- \nDELETE FROM {table}',
  '',
  ';',
  "SELECT 'open",
])('refuses to read by %s', async (sql) => {
  const { plain, world } = await open()
  const { table } = world.catalog.dataset('images')!
  const before = [objects(world), world.database.all(`SELECT count(*), total_changes() FROM ${table}`)]
  const statement = sql.replace('{table}', table)
  await expect(plain.query(statement)).rejects.toMatchObject({
    code: expect.stringMatching(/^(not-supported|syntax)$/),
  })
  await expect(plain.open(statement)).rejects.toMatchObject({
    code: expect.stringMatching(/^(not-supported|syntax)$/),
  })
  expect([objects(world), world.database.all(`SELECT count(*), total_changes() FROM ${table}`)]).toEqual(
    before,
  )
  expect(world.database.all('PRAGMA query_only')).toEqual([[0]])
})

test('a semicolon inside quotes or comments is no second statement', async () => {
  const { all } = await open()
  expect(await all("SELECT ';' AS a /* ; */ -- ;\n;;")).toEqual([{ a: ';' }])
})

test('with write, scratch tables are made and changed, and nothing else', async () => {
  const { all, world } = await open()
  const write = (sql: string) => all(sql, { write: true })
  await write('CREATE TEMP TABLE t (a, b TEXT)')
  expect(await write('INSERT INTO t SELECT size, label FROM images RETURNING b')).toEqual([
    { b: 'cat' },
    { b: 'dog' },
  ])
  expect(await write('UPDATE t SET a = a * 2')).toEqual([{ changes: 2 }])
  expect(await all('SELECT b, a, t.a = 2 * size AS ok FROM t JOIN images ON label = b ORDER BY 1')).toEqual([
    { b: 'cat', a: 6, ok: 1 },
    { b: 'dog', a: 9, ok: 1 },
  ])
  expect(await write('WITH c(x) AS (SELECT 1) INSERT INTO t(a) SELECT x FROM c')).toEqual([{ changes: 1 }])
  expect(await write('WITH c(x) AS (SELECT 1) SELECT x FROM c')).toEqual([{ x: 1 }])
  expect(await write('EXPLAIN QUERY PLAN DELETE FROM t WHERE a = 1')).not.toEqual([])
  expect(await write('DELETE FROM t')).toEqual([{ changes: 3 }])
  await write('DROP TABLE t')
  await expect(all('SELECT * FROM t')).rejects.toMatchObject({ code: 'unknown-dataset' })

  const { table } = world.catalog.dataset('images')!
  const engine = world.database.temporaryName('_f')
  world.database.exec(`CREATE TEMP TABLE ${engine} (a)`)
  for (const sql of [
    `DELETE FROM ${table}`,
    `DROP TABLE ${table}`,
    'DELETE FROM images',
    'CREATE TABLE t (a)',
    `INSERT INTO ${engine} VALUES (1)`,
    `DELETE FROM ${engine}`,
    `DROP TABLE ${engine}`,
    'CREATE TEMP TABLE d77 (a)',
    'CREATE TEMP TABLE _r999 (a)',
    'CREATE VIRTUAL TABLE temp.f USING fts4(a)',
    `CREATE TEMP TRIGGER g AFTER INSERT ON ${table} BEGIN SELECT 1; END`,
    'CREATE TEMP VIEW images AS SELECT 1',
    'DROP VIEW images',
    "ATTACH ':memory:' AS k",
    'VACUUM',
  ]) {
    const before = objects(world)
    await expect(write(sql), sql).rejects.toMatchObject({
      code: expect.stringMatching(/^(not-supported|invalid-argument|syntax)$/),
    })
    expect(objects(world), sql).toEqual(before)
  }
  expect(world.database.all(`SELECT count(*) FROM ${table}`)).toEqual([[2]])
})

test.each([
  ['SELECT * FROM imagse', 'unknown-dataset', 'imagse', 'images'],
  ['SELECT lable FROM images', 'unknown-column', 'lable', 'label'],
  ['SELECT i.lable FROM images i', 'unknown-column', 'lable', 'label'],
  ['SELECT sustr(1)', 'unknown-function', 'sustr', 'substr'],
  ["SELECT tokenize('a')", 'unknown-function', 'tokenize', undefined],
  ['SELECT 1 FROM FROM images', 'syntax', 'FROM', undefined],
  ['SELECT (1', 'syntax', '1', undefined],
  ['SELECT rowName FROM images, wide', 'unknown-column', 'rowName', undefined],
])('%s says what, where and what else', async (sql, code, offending, suggestion) => {
  const { plain } = await open()
  const error = await plain.query(sql).catch((thrown) => thrown)
  expect(error).toMatchObject({ code, detail: { offending } })
  expect(error.detail.suggestion).toBe(suggestion)
  expect(sql.slice(error.detail.span.start, error.detail.span.end)).toBe(offending)
})

test('of two tokens that read alike the one that SQLite stumbled over is marked', async () => {
  const { plain } = await open()
  const error = await plain.query('SELECT 1 FROM FROM images').catch((thrown) => thrown)
  expect(error.detail.span.start).toBe(14)
})

test('a cursor reads pages in any order, and leaves nothing when closed', async () => {
  const { plain, world } = await open()
  const before = objects(world)
  const cursor = await plain.open(
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 10000) SELECT i, CAST(i AS TEXT) AS t FROM n',
  )
  expect(cursor.rowCount).toBe(10_000)
  expect(cursor.page(9_998, 10)).toMatchObject({
    rowNames: ['9999', '10000'],
    columns: [
      [9999, 10000],
      ['9999', '10000'],
    ],
  })
  expect(cursor.page(4, 2).columns).toEqual([
    [5, 6],
    ['5', '6'],
  ])
  expect(cursor.page(10_000, 5).rowNames).toEqual([])
  cursor.close()
  expect(objects(world)).toEqual(before)
})

test('EXPLAIN QUERY PLAN and telling pragmas may run', async () => {
  const { all } = await open()
  expect(await all('EXPLAIN QUERY PLAN SELECT * FROM wide')).toMatchObject([
    { detail: expect.stringContaining('SCAN') },
  ])
  expect(await all("SELECT name AS n FROM pragma_table_info('wide')")).toEqual([
    { n: 'rowName' },
    { n: 'x' },
    { n: 'rest' },
  ])
})
