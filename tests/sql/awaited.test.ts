// A function that must be awaited means the same as one that need not be, wherever in a statement it stands, and is called
// for no more arguments than must be known. In a FROM that is read through, behind a LIMIT, a condition, an order.
import { expect, test } from 'vitest'
import type { Value } from '../../src/contract/values.ts'
import { createTestWorld } from './datasets.ts'
import { answer } from './sql-file.ts'
import { countingFunction, type Rows } from './world.ts'

/** How many distinct arguments of `f` each statement needs. `big` has 200 rows, with 7 values of k and 3 of g. */
const STATEMENTS: [calls: number, statement: string][] = [
  [3, 'SELECT f({x: i})[v] AS v FROM big LIMIT 3'],
  [3, 'SELECT f({x: i})[v] AS v FROM big ORDER BY i DESC LIMIT 3'],
  [3, 'SELECT f({x: i})[v] AS v FROM big ORDER BY i DESC LIMIT 3 OFFSET 5'],
  [7, 'SELECT f({x: k})[v] AS v FROM big'],
  [1, 'SELECT f({x: k})[v] AS v FROM big WHERE k = 2'],
  [29, 'SELECT i FROM big WHERE f({x: i})[v] > 30 AND k = 2'],
  [29, 'SELECT i FROM big WHERE f({x: i})[v] > 30 AND k = 2 LIMIT 1'],
  [3, 'SELECT g, count(*) AS n FROM big GROUP BY g HAVING f({x: g})[v] > 5'],
  [7, 'SELECT f({x: k})[v] AS kk, count(*) AS n FROM big GROUP BY f({x: k})[v]'],
  [2, 'SELECT sum(f({x: k})[v]) AS s FROM big WHERE k < 2'],
  [2, 'SELECT f({x: sum(k)})[v] AS s FROM big GROUP BY g'],
  [1, 'SELECT f({x: sum(k)})[v] AS s FROM big GROUP BY g ORDER BY g LIMIT 1'],
  [200, 'SELECT i FROM big ORDER BY f({x: i})[v] DESC LIMIT 2'],
  [29, 'SELECT a.i, b.i FROM big AS a JOIN big AS b ON f({x: a.i})[v] = b.i * 10 AND a.k = 1 LIMIT 3'],
  [1, 'SELECT (SELECT f({x: max(i)})[v] FROM big) AS m'],
  [4, 'SELECT i FROM big AS b WHERE EXISTS (SELECT 1 FROM people AS p WHERE f({x: p.age})[v] = b.i * 10)'],
  [7, 'SELECT i FROM big WHERE i IN (SELECT f({x: k})[v] FROM big)'],
  [3, 'SELECT v FROM (SELECT f({x: i})[v] AS v FROM big) LIMIT 3'],
  [3, 'SELECT v FROM (SELECT f({x: i})[v] AS v, k FROM big) WHERE k = 2 LIMIT 3'],
  [3, 'SELECT (SELECT f({x: b.i + p.age})[v] FROM people AS p WHERE p.age = 42) AS v FROM big AS b LIMIT 3'],
  [29, 'SELECT CASE WHEN k = 1 THEN f({x: i})[v] ELSE 0 END AS v FROM big'],
  [3, 'SELECT CASE WHEN k = 1 THEN f({x: i})[v] ELSE 0 END AS v FROM big LIMIT 3'],
  [13, 'SELECT f({x: f({x: k})[v]})[v] AS v FROM big'],
  [7, 'SELECT f({x: k})[v] AS v FROM big UNION SELECT f({x: g})[v] FROM big'],
  [7, 'WITH c AS (SELECT f({x: k})[v] AS v FROM big) SELECT max(v) AS m FROM c'],
  [7, 'SELECT sum(f({x: k})[v]) OVER (ORDER BY i) AS v FROM big LIMIT 3'],
  [7, 'SELECT row_number() OVER (ORDER BY f({x: k})[v]) AS v FROM big LIMIT 3'],
  [3, 'SELECT f({x: row_number() OVER (ORDER BY i)})[v] AS v FROM big LIMIT 3'],
  [7, 'SELECT DISTINCT f({x: k})[v] AS v FROM big'],
  [7, 'SELECT DISTINCT ON (f({x: k})[v]) i FROM big ORDER BY f({x: k})[v], i'],
  [3, 'SELECT i NAMED f({x: i})[v] FROM big LIMIT 3'],
  [1, 'SELECT * FROM row_dataset(f({x: 1}))'],
  [3, "SELECT COLUMN EXPR (SELECT f({x: value()})[v] WHERE columnName() = 'k') FROM big LIMIT 3"],
  [3, 'SELECT f({x: i})[v] AS v FROM big AS b JOIN people AS p ON b.i = p.age'],
  [3, 'SELECT i IN (KEYS OF f({x: i})) AS v FROM big LIMIT 3'],
  [3, 'SELECT try(f({x: i})[v], 5) AS v FROM big LIMIT 3'],
  [0, 'SELECT coalesce(k, f({x: i})[v]) AS v FROM big'],
  [171, 'SELECT k = 1 OR f({x: i})[v] > 3 AS v FROM big'],
  [171, 'SELECT i FROM big WHERE k = 1 OR f({x: i})[v] > 1500'],
  [29, 'SELECT i FROM big WHERE NOT (k = 1 AND f({x: i})[v] > 1500) LIMIT 2'],
  [10, 'SELECT i FROM big WHERE k = 1 AND (g = 1 AND f({x: i})[v] > 150)'],
  [1, 'SELECT f({x: i})[v] AS v FROM transpose(big) LIMIT 2'],
  [7, 'SELECT (SELECT max(v) FROM transpose(row_dataset(f({x: b.k}))) AS t) AS v FROM big AS b'],
  [7, 'SELECT count(*) FILTER (WHERE f({x: k})[v] > 30) AS n FROM big'],
  [5, "SELECT string_agg(s, ',' ORDER BY f({x: k})[v]) AS n FROM big WHERE i < 5"],
  [200, 'SELECT f({x: i})[v] AS v FROM big WHERE f({x: i})[v] > 1900 ORDER BY f({x: i})[v]'],
  [2, 'VALUES (f({x: 1})[v]), (f({x: 2})[v])'],
  [3, 'SELECT [f({x: 1})[v], 2] AS e, {f({x: 3}) AS *} AS r, f({x: i}) AS * FROM big LIMIT 1'],
  [
    2,
    "SELECT f({x: i})[v] BETWEEN 1 AND 20 AS b, f({x: i})[v] LIKE '1%' AS l, CAST(f({x: i})[v] AS string) AS c FROM big LIMIT 2",
  ],
  [2, 'SELECT f({x: i})[v] AS v FROM big WHEN latest_timestamp(f({x: i})[v]) IS NOT NULL LIMIT 2'],
  [3, 'SELECT v FROM (SELECT f({x: i})[v] AS v, i FROM big) ORDER BY i LIMIT 3'],
  [3, 'SELECT v FROM (SELECT f({x: i})[v] AS v, i FROM big ORDER BY i DESC) LIMIT 3'],
  [3, 'SELECT a.v FROM (SELECT f({x: i})[v] AS v, i FROM big) AS a JOIN people AS p ON a.i = p.age'],
  [
    6,
    'SELECT * FROM (SELECT f({x: i})[v] AS v FROM big UNION ALL SELECT f({x: age})[v] AS v FROM people) LIMIT 3',
  ],
  [6, 'SELECT f({x: i})[v] AS v FROM big UNION ALL SELECT f({x: age})[v] AS v FROM people LIMIT 3'],
  [3, 'WITH c AS (SELECT f({x: i})[v] AS v FROM big) SELECT v FROM c LIMIT 3'],
  [0, 'SELECT count(*) FROM (SELECT f({x: i})[v] AS v FROM big)'],
  [0, 'SELECT i FROM (SELECT f({x: i})[v] AS v, i FROM big) LIMIT 3'],
  [
    29,
    'SELECT * FROM (SELECT f({x: i})[v] AS v, k, rowName() AS n FROM big) WHERE k = 2 AND v > 100 ORDER BY k DESC, v DESC LIMIT 5',
  ],
  [1, "SELECT n, v FROM (SELECT f({x: i})[v] AS v, k, rowName() AS n FROM big) WHERE n = 'r5'"],
  [
    200,
    "SELECT rowName() AS n, rowHash() AS h FROM (SELECT f({x: i})[v] AS v, k NAMED 'z' || i FROM big) ORDER BY v LIMIT 4",
  ],
  [
    67,
    'SELECT k, sum(v) AS s, count(*) AS c FROM (SELECT f({x: i})[v] AS v, k FROM big WHERE g = 1) GROUP BY k HAVING sum(v) > 300 ORDER BY k',
  ],
  [200, 'SELECT k, sum(v) AS s FROM (SELECT f({x: i})[v] AS v, k FROM big) GROUP BY k'],
  [200, 'SELECT v > 500 AS b, count(*) AS c FROM (SELECT f({x: i})[v] AS v FROM big) GROUP BY v > 500'],
  [
    200,
    'SELECT a.v, b.v AS w FROM (SELECT f({x: i})[v] AS v, i FROM big) AS a JOIN (SELECT f({x: k})[v] AS v, i FROM big) AS b ON a.i = b.i WHERE a.v > 1900',
  ],
  [
    200,
    'SELECT a.v, b.v AS w FROM (SELECT f({x: i})[v] AS v, i FROM big) AS a LEFT JOIN (SELECT f({x: k})[v] AS v, i FROM big WHERE k = 1) AS b ON a.i = b.i WHERE a.v > 1900',
  ],
  [
    35,
    'SELECT a.v, b.v AS w FROM (SELECT f({x: i})[v] AS v, i FROM big WHERE k = 1) AS a RIGHT JOIN (SELECT f({x: k})[v] AS v, i FROM big) AS b ON a.i = b.i WHERE b.i > 190',
  ],
  [
    30,
    'SELECT a.v, b.v AS w FROM (SELECT f({x: i})[v] AS v, i FROM big WHERE k = 1) AS a FULL JOIN (SELECT f({x: k})[v] AS v, i FROM big WHERE k = 2) AS b ON a.i = b.i + 1 LIMIT 10',
  ],
  [7, 'SELECT DISTINCT v FROM (SELECT f({x: k})[v] AS v, i FROM big) ORDER BY v DESC'],
  [200, 'SELECT DISTINCT ON (k) k, v FROM (SELECT f({x: i})[v] AS v, k FROM big) ORDER BY k, v DESC'],
  [
    29,
    'SELECT row_number() OVER (ORDER BY v DESC) AS r, v FROM (SELECT f({x: i})[v] AS v, k FROM big) WHERE k = 3 LIMIT 4',
  ],
  [200, 'SELECT v FROM (SELECT f({x: i})[v] AS v, row_number() OVER (ORDER BY i) AS r FROM big) WHERE r < 4'],
  [
    5,
    'SELECT v, (SELECT count(*) FROM big AS b WHERE b.i * 10 < q.v) AS c FROM (SELECT f({x: i})[v] AS v, k FROM big) AS q WHERE k = 1 LIMIT 5',
  ],
  [200, 'SELECT v FROM (SELECT f({x: i})[v] AS v, 1 AS one FROM big) ORDER BY one, v DESC LIMIT 3'],
  [200, 'SELECT v, one FROM (SELECT f({x: i})[v] AS v, 1 AS one FROM big) GROUP BY one, v LIMIT 3'],
  [3, 'WITH c AS (SELECT f({x: i})[v] AS v, k FROM big) SELECT v FROM c WHERE k = 1 LIMIT 3'],
  [
    200,
    'WITH c AS (SELECT f({x: i})[v] AS v, k FROM big) SELECT a.v, b.v AS w FROM c AS a JOIN c AS b ON a.v = b.v + 10 LIMIT 3',
  ],
  [
    3,
    'WITH c AS (SELECT f({x: i})[v] AS v, k FROM big), d AS (SELECT v + 1 AS w FROM c WHERE k = 1) SELECT w FROM d LIMIT 3',
  ],
  [200, 'WITH c AS (SELECT f({x: i})[v] AS v, k FROM big) SELECT (SELECT max(v) FROM c) AS m'],
  [
    10,
    'WITH c AS (SELECT f({x: i})[v] AS v, k FROM big ORDER BY k DESC LIMIT 10) SELECT v FROM c ORDER BY v LIMIT 3',
  ],
  [
    6,
    'SELECT (SELECT max(f({x: b.i + p.age})[v]) FROM people AS p WHERE p.age > 26) AS v, i FROM big AS b ORDER BY i DESC LIMIT 3',
  ],
  [
    6,
    'SELECT (SELECT max(f({x: b.i + p.age})[v]) FROM people AS p WHERE p.age > 26) AS v, rowName() AS n FROM big AS b LIMIT 3 OFFSET 2',
  ],
  [
    16,
    'SELECT EXISTS (SELECT 1 FROM people AS p WHERE f({x: p.age + b.i})[v] > 400) AS e FROM big AS b ORDER BY s COLLATE NOCASE, i LIMIT 5',
  ],
  [
    4,
    'SELECT i FROM big AS b WHERE EXISTS (SELECT 1 FROM people AS p WHERE f({x: p.age})[v] = b.i * 10) LIMIT 2',
  ],
  [171, "SELECT i, CASE WHEN k = 1 OR f({x: i})[v] > 1500 THEN 'a' ELSE 'b' END AS c FROM big"],
  [45, 'SELECT coalesce(n, f({x: i})[v]) AS v, ifnull(n, f({x: k})[v]) AS w FROM big'],
  [
    201,
    'SELECT n > 3 AND f({x: i})[v] > 100 AS a, n > 100 OR f({x: n})[v] > 50 AS b, NOT (n > 3 AND f({x: n})[v] < 9) AS c FROM big',
  ],
  [
    29,
    'SELECT x.i FROM big AS x LEFT JOIN big AS y ON f({x: x.i})[v] = y.i * 10 AND x.k = 1 AND y.g = 2 WHERE y.k = 3 OR y.k IS NULL',
  ],
  [
    66,
    'SELECT x.i FROM big AS x LEFT JOIN big AS y ON f({x: y.i})[v] = x.i * 10 AND x.k = 1 AND y.g = 2 WHERE x.k < 3',
  ],
  [
    29,
    'SELECT x.i, y.i AS j FROM big AS x RIGHT JOIN big AS y ON f({x: y.i})[v] = x.i * 10 AND x.k = 1 WHERE y.k = 2',
  ],
  [
    29,
    'SELECT x.i, y.i AS j FROM big AS x JOIN big AS y ON f({x: y.i})[v] = x.i * 10 AND x.k = 1 WHERE y.k = 2 AND x.g = 1',
  ],
  [
    200,
    'SELECT x.i, y.i AS j FROM big AS x FULL JOIN big AS y ON f({x: y.i})[v] = x.i * 10 AND x.k = 1 WHERE y.k = 2',
  ],
  [200, 'SELECT x.i FROM big AS x JOIN big AS y ON (y.k = 1 OR f({x: x.i})[v] > 1900) AND x.i = y.i'],
  [3, 'SELECT * FROM (SELECT f({x: i}) AS *, k FROM big) AS q WHERE q.k = 2 LIMIT 3'],
  [2, 'SELECT {*} AS r FROM (SELECT f({x: i}) AS *, k FROM big) LIMIT 2'],
  [2, 'SELECT v FROM (SELECT try(f({x: i})[v], 0) AS v, k FROM big) WHERE k = 1 LIMIT 2'],
  [2, "SELECT try(v + 'a', 0) AS t FROM (SELECT f({x: i})[v] AS v, k FROM big) WHERE k = 1 LIMIT 2"],
  [0, 'SELECT count(*) AS n, max(k) AS m FROM (SELECT f({x: i})[v] AS v, k FROM big)'],
  [
    67,
    'SELECT v FROM (SELECT v FROM (SELECT f({x: i})[v] AS v, k FROM big WHERE g = 1) WHERE v > 100) LIMIT 3',
  ],
  [1, 'SELECT latest_timestamp(v) AS t FROM (SELECT f({x: i})[v] AS v FROM big) LIMIT 1'],
  [4, 'SELECT f({x: v})[v] AS w FROM (SELECT f({x: i})[v] AS v, k FROM big) WHERE k = 1 LIMIT 2'],
  [202, 'SELECT f({x: sum(v)})[v] AS w FROM (SELECT f({x: i})[v] AS v, k FROM big) GROUP BY k LIMIT 2'],
  [3, 'SELECT * FROM merge((SELECT f({x: i})[v] AS v FROM big LIMIT 3), (SELECT i FROM big LIMIT 2))'],
  [3, 'SELECT * FROM sample((SELECT f({x: i})[v] AS v FROM big), {rows: 3, seed: 1})'],
  [3, 'SELECT * FROM transpose((SELECT f({x: i})[v] AS v FROM big LIMIT 3))'],
  [
    7,
    'SELECT i IN (SELECT v FROM (SELECT f({x: k})[v] AS v, g FROM big) WHERE g = 1) AS x FROM big LIMIT 12',
  ],
  [5, 'SELECT v FROM (SELECT f({x: i})[v] AS v, k FROM big) UNION ALL SELECT k FROM big LIMIT 5'],
  [
    200,
    'SELECT x FROM (SELECT f({x: i})[v] AS x FROM big UNION ALL SELECT f({x: k})[v] FROM big) LIMIT 3 OFFSET 199',
  ],
  [
    200,
    'SELECT x FROM (SELECT f({x: i})[v] AS x FROM big UNION SELECT f({x: k})[v] FROM big) ORDER BY x LIMIT 3',
  ],
  [35, 'SELECT i FROM big WHERE k = 1 AND f({x: i})[v] > (SELECT avg(f({x: k})[v]) FROM big) LIMIT 3'],
  [
    16,
    'SELECT sum(f({x: n})[v]) FILTER (WHERE n < 20) AS s, count(f({x: n})[v]) FILTER (WHERE n < 10) AS c FROM big',
  ],
]

const times10 = (x: Value): number | null => (x === null ? null : Number(x) * 10)
const output = { v: { kind: 'atoms' as const, types: ['number' as const, 'null' as const] } }

const world = await createTestWorld()
const f = countingFunction('f', ['x'], output, (x) => ({ v: times10(x) }))
world.define(f)
world.define(
  countingFunction('g', ['x'], output, () => ({ v: null }), {
    mode: 'sync',
    applySync: ([x]) => ({ kind: 'row', columns: [[['v'], times10(x!)]] }),
  }),
)

for (const [name, order] of [
  ['big', 'recorded'],
  ['hashed', 'hash'],
] as const) {
  const rows: Rows = {}
  for (let i = 0; i < 200; i++)
    rows[`r${i}`] = { i, k: i % 7, g: i % 3, s: `u${i % 50}`, n: i % 5 ? i : null }
  world.add(name, rows, { order })
}

test.each(STATEMENTS)('%i calls: %s', async (calls, statement) => {
  f.batches.length = 0
  const awaited = await answer(world.sql, statement)
  const args = f.batches.flat().map(([x]) => x)
  expect(new Set(args).size, 'each argument once').toBe(args.length)
  expect(args).toHaveLength(calls)
  const here = await answer(world.sql, statement.replaceAll('f(', 'g('))
  expect(awaited).toEqual(here.map((line) => line.replaceAll('g(', 'f(')))
})

test.each(STATEMENTS.filter(([, statement]) => /\(SELECT .* LIMIT/.test(statement)))(
  'in the order of hashes: %i, %s',
  async (_, statement) => {
    const hashed = statement.replaceAll(' big', ' hashed')
    const here = await answer(world.sql, hashed.replaceAll('f(', 'g('))
    expect(await answer(world.sql, hashed)).toEqual(here.map((line) => line.replaceAll('g(', 'f(')))
  },
)
