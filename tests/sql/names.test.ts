// Whatever a dataset, column, row or function is called: it can be made, read in every clause, written again and
// deleted, and no part of its name ever becomes SQL.
import { beforeAll, describe, expect, test } from 'vitest'
import { formatPath } from '../../src/lib/format-path.ts'
import { bodyOf, openTestEngine, type TestEngine } from '../conformance/open-test-engine.ts'

const NAMES = [
  'plain',
  "it's",
  'say "hi"',
  '"',
  '""',
  "'",
  '`',
  '[x]',
  '{y}',
  ';',
  'a; DROP TABLE d0; --',
  '"; DROP TABLE d0; --',
  "' OR '1'='1",
  '") FROM d0; --',
  '/* comment',
  '*/',
  '-- dash',
  'select',
  'FROM',
  'null',
  'rowid',
  '_name',
  '_row',
  '_rest',
  'c0',
  't0',
  'sqlite_master',
  '0',
  '007',
  '3 blind mice',
  '-1',
  'a.b',
  'a.b."c"',
  '.',
  '..',
  '...x',
  ' ',
  '  two spaces  ',
  'new\nline',
  'tab\tand\rreturn',
  'nul\0byte',
  'back\\slash',
  '100%',
  '%41',
  'a/b',
  'a?b=c&d#e',
  '$1',
  '?1',
  ':x',
  '@x',
  'a*',
  '*',
  'naïve',
  'Ünïcödé ☃',
  '日本語',
  '😀😀',
  'e\u0301',
  'İstanbul',
  '\u202egnp',
  'İ'.repeat(3),
  '__proto__',
  'constructor',
  'toString',
  'x'.repeat(500),
  '"'.repeat(200),
  '☃'.repeat(500),
]

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
})

/** The rows of a statement as arrays: the header, then a list of cells a row. */
async function table(statement: string): Promise<unknown[][]> {
  const { status, body } = await api.get('/v1/query', { q: statement, format: 'table', rowNames: false })
  if (status !== 200) throw new Error(`${statement}\n${JSON.stringify(body)}`)
  return body as unknown[][]
}

describe.each(NAMES)('%j', (name) => {
  const q = quote(name)
  const shown = formatPath([name])
  const path = `/v1/datasets/${encodeURIComponent(name)}`

  test('as dataset, row, column and text', async () => {
    bodyOf(await api.put(path, { type: 'sparse.mutable' }))
    bodyOf(
      await api.post(`${path}/multirows`, [
        [
          ['r1'],
          [
            [[name], 1, 0],
            [['other'], name, 0],
          ],
        ],
        [
          [name],
          [
            [[name], 2, 0],
            [['other'], 'b', 0],
          ],
        ],
      ]),
    )
    bodyOf(await api.post(`${path}/commit`))
    expect(bodyOf(await api.get('/v1/datasets'))).toContain(name)
    expect(bodyOf(await api.get(path))).toMatchObject({ id: name, status: { rowCount: 2, columnCount: 2 } })
    expect(bodyOf(await api.get(`${path}/columns`))).toContain(shown)
    expect(bodyOf(await api.get(`${path}/rows`))).toContain(shown)
    expect(await table(`SELECT ${q} FROM ${q} WHERE other = ${text(name)}`)).toEqual([[shown], [1]])
    expect(await table(`SELECT other AS o FROM ${q} WHERE rowPath() = parse_path(${text(shown)})`)).toEqual([
      ['o'],
      ['b'],
    ])
  })

  test.each([
    [`SELECT d.${q} AS x FROM ${q} AS d ORDER BY d.${q} DESC`, [['x'], [2], [1]]],
    [`SELECT ${q}.${q} AS x FROM ${q} ORDER BY ${q}`, [['x'], [1], [2]]],
    [`SELECT 7 AS ${q}`, [[shown], [7]]],
    [`SELECT ${q}: 7`, [[shown], [7]]],
    [`SELECT 7 AS p.${q}`, [[formatPath(['p', name])], [7]]],
    [`SELECT ${q} FROM ${q} WHERE ${q} > 1`, [[shown], [2]]],
    [
      `SELECT ${q}, count(*) AS n FROM ${q} GROUP BY ${q}`,
      [
        [shown, 'n'],
        [1, 1],
        [2, 1],
      ],
    ],
    [`SELECT sum(${q}) AS s FROM ${q} HAVING sum(${q}) = 3`, [['s'], [3]]],
    [`SELECT * EXCLUDING (${q}) FROM ${q} ORDER BY ${q} DESC LIMIT 1`, [['other'], ['b']]],
    [`SELECT ${q}* FROM ${q} ORDER BY ${q} LIMIT 1`, undefined],
    [
      `SELECT x.${q} AS a, y.${q} AS b FROM ${q} AS x JOIN ${q} AS y ON x.${q} = y.${q} - 1`,
      [
        ['a', 'b'],
        [1, 2],
      ],
    ],
    [`SELECT ${q} AS x FROM (SELECT ${q} FROM ${q}) ORDER BY ${q} DESC LIMIT 1`, [['x'], [2]]],
    [`SELECT ${q}.v AS x FROM (SELECT 3 AS v) AS ${q}`, [['x'], [3]]],
    [`WITH ${q} AS (SELECT 5 AS ${q}) SELECT ${q} FROM ${q}`, [[shown], [5]]],
    [`WITH w(${q}) AS (SELECT 5) SELECT ${q} FROM w`, [[shown], [5]]],
    [`SELECT (SELECT max(${q}) FROM ${q}) AS m`, [['m'], [2]]],
    [`SELECT {1 AS ${q}, 2 AS b}.${q} AS x`, [['x'], [1]]],
    [`SELECT {1 AS ${q}, 2 AS b}[${q}] AS x`, [['x'], [1]]],
    [`SELECT {1 AS ${q}} AS *`, [[shown], [1]]],
    [`SELECT rank() OVER ${q} AS r FROM ${q} WINDOW ${q} AS (ORDER BY ${q}) ORDER BY r`, [['r'], [1], [2]]],
    [`SELECT sum(${q}) OVER (PARTITION BY ${q}) AS s FROM ${q} ORDER BY ${q}`, [['s'], [1], [2]]],
    [`SELECT DISTINCT ON (${q}) ${q} AS x FROM ${q} ORDER BY ${q}`, [['x'], [1], [2]]],
    [
      `SELECT COLUMN EXPR (WHERE columnPathElement(0) = ${text(name)}) FROM ${q} ORDER BY ${q} LIMIT 1`,
      [[shown], [1]],
    ],
    [
      `SELECT COLUMN EXPR (AS ${text(name)} WHERE columnName() = 'other') FROM ${q} ORDER BY ${q} DESC LIMIT 1`,
      undefined,
    ],
    [
      `SELECT value FROM row_dataset({1 AS ${q}}) WHERE column = parse_path(${text(shown)})`,
      [['value'], [1]],
    ],
    [`SELECT other AS o FROM merge(${q}, ${q}) WHERE ${q} = 2`, [['o'], ['b']]],
    [`SELECT count(*) AS n FROM sample(${q}, {rows: 1})`, [['n'], [1]]],
    [`SELECT ${text(name)} AS x`, [['x'], [name]]],
    [`SELECT 1 AS x NAMED ${text(name)}`, [['x'], [1]]],
    [`SELECT pivot(${text(name)}, 4) AS * FROM ${q}`, [[shown], [4]]],
    [`SELECT ${q} FROM (SELECT 1 AS a) UNION SELECT 2 AS ${q} ORDER BY 1`, undefined],
  ] as [string, unknown[][] | undefined][])('%s', async (statement, expected) => {
    const rows = await table(statement)
    if (expected) expect(rows).toEqual(expected)
    else expect(rows.length).toBeGreaterThan(1)
  })

  test('as function, its argument and its result', async () => {
    const expression = `x + 1 AS ${q}, ${q} AS given`
    bodyOf(
      await api.put(`/v1/functions/${encodeURIComponent(name)}`, {
        type: 'sql.expression',
        params: { expression },
      }),
    )
    expect(
      await table(`SELECT ${q}({x: 1, ${q}: 'g'})[${q}] AS v, ${q}({1 AS x, 'g' AS ${q}})[given] AS g`),
    ).toEqual([
      ['v', 'g'],
      [2, 'g'],
    ])
    const input = encodeURIComponent(JSON.stringify({ x: 4, [name]: 'g' }))
    const answer = await api.get(`/v1/functions/${encodeURIComponent(name)}/application?input=${input}`)
    expect(JSON.stringify(bodyOf(answer))).toContain('5')
    expect((await api.delete(`/v1/functions/${encodeURIComponent(name)}`)).status).toBe(204)
  })

  test('written by transform, read again, deleted', async () => {
    const copy = `${name} copy`
    const statement = `SELECT *, other AS ${quote(copy)} NAMED rowPath() FROM ${q}`
    const params = { inputData: statement, outputDataset: copy, runOnCreation: true }
    bodyOf(await api.put(`/v1/procedures/${encodeURIComponent(name)}`, { type: 'transform', params }))
    expect(await table(`SELECT ${quote(copy)} AS o FROM ${quote(copy)} WHERE ${q} = 2`)).toEqual([
      ['o'],
      ['b'],
    ])
    expect((await api.delete(`/v1/procedures/${encodeURIComponent(name)}`)).status).toBe(204)
    expect((await api.delete(`/v1/datasets/${encodeURIComponent(copy)}`)).status).toBe(204)
    expect(bodyOf(await api.get('/v1/datasets'))).not.toContain(copy)
  })
})

/** Some of the worst, for what takes longer. */
const HOSTILE = ['"; DROP TABLE d0; --', 'select', 'a.b', '__proto__', '☃'.repeat(500)]

test.each(HOSTILE)('%j in views, files, plain SQLite and queries that are functions', async (name) => {
  const q = quote(name)
  const shown = formatPath([name])
  const path = (kind: string, id: string): string => `/v1/${kind}/${encodeURIComponent(id)}`
  const run = async (type: string, params: object): Promise<unknown> =>
    bodyOf(await api.post('/v1/procedures', { type, params }))
  const dense = `${name} dense`
  await run('transform', {
    inputData: `SELECT ${q}, other, {5 AS ${q}} AS s FROM ${q}`,
    outputDataset: { id: dense, type: 'tabular' },
  })
  expect(await table(`SELECT s.${q} AS x FROM ${quote(dense)} WHERE ${q} = 1`)).toEqual([['x'], [5]])
  const views = {
    merged: { datasets: [{ id: dense }] },
    union: { datasets: [{ id: dense }, { id: dense }] },
    transposed: { dataset: { id: dense } },
    sampled: { dataset: { id: dense }, rows: 1 },
    joined: { left: { id: name }, right: { id: dense }, on: `${q}.${q} = ${quote(dense)}.${q}` },
  }
  for (const [type, params] of Object.entries(views)) {
    const id = `${name} ${type}`
    bodyOf(await api.put(path('datasets', id), { type, params }))
    expect((await table(`SELECT * FROM ${quote(id)}`)).length, type).toBeGreaterThan(1)
    expect((await api.delete(path('datasets', id))).status).toBe(204)
  }
  const plain = await api.get('/v1/query', {
    q: `SELECT ${quote(shown)} AS x FROM ${quote(dense)} ORDER BY x`,
    format: 'aos',
    rowNames: false,
    dialect: 'sqlite',
  })
  expect(plain).toMatchObject(
    name.includes('\0') ? { status: 400 } : { status: 200, body: [{ x: 1 }, { x: 2 }] },
  )
  for (const [format, back] of [
    ['parquet', 'import.parquet'],
    ['json', 'import.json'],
  ] as const) {
    const dataFileUrl = `file:///names.${format}`
    const exact = format === 'json' ? { values: 'exact' } : {}
    await run(`export.${format}`, { exportData: `SELECT ${q}, other FROM ${q}`, dataFileUrl, ...exact })
    await run(back, { dataFileUrl, outputDataset: `${name} back`, ...exact })
    expect(await table(`SELECT ${q} AS x FROM ${quote(`${name} back`)} WHERE other = 'b'`), format).toEqual([
      ['x'],
      [2],
    ])
  }
  const query = `SELECT $${q} + ${q} AS ${q} FROM ${q} ORDER BY ${q} DESC`
  bodyOf(await api.put(path('functions', name), { type: 'sql.query', params: { query } }))
  expect(await table(`SELECT ${q}({4 AS ${q}})[output].${q} AS x`)).toEqual([['x'], [6]])
  expect((await api.delete(path('functions', name))).status).toBe(204)
  for (const id of [dense, `${name} back`]) await api.delete(path('datasets', id))
})

test.each(HOSTILE)('%j in classifiers and nearest neighbours', async (name) => {
  const q = quote(name)
  const path = (kind: string, id: string): string => `/v1/${kind}/${encodeURIComponent(id)}`
  const rows = `${name} rows`
  const inputData = `SELECT value AS ${q}, value % 2 AS b, CASE WHEN value < 10 THEN 'low' ELSE ${text(name)} END AS ${quote(`${name} label`)}, [value, 1] AS ${quote(`${name} vector`)} NAMED ${text(name)} + value FROM json_each('[${Array.from({ length: 20 }, (_, i) => i)}]')`
  const outputDataset = { id: rows, type: 'tabular' }
  bodyOf(await api.post('/v1/procedures', { type: 'transform', params: { inputData, outputDataset } }))

  const experiment = {
    experimentName: name,
    mode: 'categorical',
    algorithm: 'dt',
    inputData: `SELECT {${q}, b} AS features, ${quote(`${name} label`)} AS label FROM ${quote(rows)}`,
    datasetFolds: [{ trainingWhere: 'true', testingWhere: 'true' }],
    modelFileUrlPattern: 'file:///m/names.cls',
    outputAccuracyDataset: true,
  }
  bodyOf(await api.post('/v1/procedures', { type: 'classifier.experiment', params: experiment }))
  const scorer = `${name}_scorer_0`
  // A label that is text is named by its JSON text.
  const score = `${quote(scorer)}({features: {${q}, b}})[scores].${quote(JSON.stringify(name))}`
  expect(
    await table(`SELECT ${score} > 0.9 AS high, count(*) AS n FROM ${quote(rows)} GROUP BY ${score} > 0.9`),
  ).toEqual([
    ['high', 'n'],
    [0, 10],
    [1, 10],
  ])
  const explain = { type: 'classifier.explain', params: { modelFileUrl: 'file:///m/names.cls' } }
  bodyOf(await api.put(path('functions', `${name} why`), explain))
  const why = `${quote(`${name} why`)}({features: {15 AS ${q}, 1 AS b}, label: ${text(name)}})`
  expect(await table(`SELECT ${why}[explanation].${q} > 0 AS up`)).toEqual([['up'], [1]])

  const near = { dataset: rows, columnName: formatPath([`${name} vector`]) }
  bodyOf(await api.put(path('functions', `${name} near`), { type: 'embedding.neighbors', params: near }))
  const found = `${quote(`${name} near`)}({coords: [7, 1], numNeighbors: 1})[neighbors]`
  expect(await table(`SELECT ${found}[0] AS n`)).toEqual([['n'], [formatPath([`${name}7`])]])

  for (const id of [scorer, `${name} why`, `${name} near`]) await api.delete(path('functions', id))
  const { body } = await api.get('/v1/datasets')
  for (const id of body as string[]) if (!NAMES.includes(id)) await api.delete(path('datasets', id))
})

test('every dataset is still there, and none has gained a row', async () => {
  expect(bodyOf<string[]>(await api.get('/v1/datasets')).sort()).toEqual([...NAMES].sort())
  for (const name of NAMES) {
    expect(await table(`SELECT count(*) AS n FROM ${quote(name)}`)).toEqual([['n'], [2]])
  }
})

test('an empty name is refused, or the path of one empty element', async () => {
  expect((await api.post('/v1/datasets', { id: '', type: 'sparse.mutable' })).status).toBe(400)
  expect(await table('SELECT 1 AS ""')).toEqual([['""'], [1]])
  expect(await table('SELECT "" AS x FROM (SELECT 1 AS "")')).toEqual([['x'], [1]])
})
