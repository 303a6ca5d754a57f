// What the dialect costs over raw sql.js, in one run: each statement through parse, bind, plan, execute and decode, and
// the same work as SQL on the same table. The raw side reads its rows too, and breaks ties as the dialect promises.
//
// npx tsx bench/sql/overhead.bench.ts [ROWS]      1,000,000 rows by default
// Prints one JSON line a statement: best of five in ms, and the ratio. RESULTS=file appends them to it.
import { appendFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { createWorld } from '../../tests/sql/world.ts'

const ROWS = Number(process.argv[2] ?? 1_000_000)
const REPEATS = 5

const world = await createWorld()
const { database, sql } = world
world.add('t', { first: { id: 0, k: 0, g: 'g', v: 0.5, w: 0 } })
world.add('d', Object.fromEntries(Array.from({ length: 84 }, (_, i) => [`d${i}`, { w: i, name: `n${i}` }])))
const [t, d] = database
  .all("SELECT name FROM sqlite_master WHERE name LIKE 'dataset%' AND type = 'table' ORDER BY rowid")
  .map(([name]) => String(name))
database.exec(`DELETE FROM ${t}; INSERT INTO ${t} WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
  SELECT i, 'row' || i, (i * 7919) % 1000003, 0, i, i % 22, 'g' || (i % 22), ((i * 7919) % 1000003) + 0.5, i % 84 FROM n`)

const statements: [string, string][] = [
  ['SELECT count(*) FROM t', `SELECT count(*) FROM ${t}`],
  [
    'SELECT g, count(*), sum(v) FROM t GROUP BY g',
    `SELECT c2, count(*), sum(c3) FROM ${t} GROUP BY c2 ORDER BY c2`,
  ],
  [
    'SELECT k, w, count(*) FROM t GROUP BY k, w',
    `SELECT c1, c4, count(*) FROM ${t} GROUP BY c1, c4 ORDER BY c1, c4`,
  ],
  [
    'SELECT sum(v), avg(v) FROM t WHERE k > 3 AND v < 500000',
    `SELECT sum(c3), avg(c3) FROM ${t} WHERE c1 > 3 AND c3 < 500000`,
  ],
  [
    'SELECT d.name, count(*) FROM t JOIN d ON t.w = d.w GROUP BY d.name',
    `SELECT d.c1, count(*) FROM ${t} AS t JOIN ${d} AS d ON t.c4 = d.c0 GROUP BY d.c1 ORDER BY d.c1`,
  ],
  [
    'SELECT id, v FROM t ORDER BY v DESC LIMIT 100',
    `SELECT c0, c3, _name FROM ${t} ORDER BY c3 DESC, _hash LIMIT 100`,
  ],
  ['SELECT id, v * 2 + k AS x FROM t WHERE k = 3', `SELECT c0, c3 * 2 + c1, _name FROM ${t} WHERE c1 = 3`],
  ['SELECT sum(v / 3) FROM t', `SELECT sum(c3 / 3.0) FROM ${t}`],
  ['SELECT id FROM t LIMIT 1', `SELECT c0, _name FROM ${t} LIMIT 1`],
]

async function ours(statement: string): Promise<void> {
  const result = await sql.query(statement)
  for await (const _ of result.batches());
}

for (const [statement, raw] of statements) {
  const best = { ours: Number.POSITIVE_INFINITY, raw: Number.POSITIVE_INFINITY }
  for (let i = 0; i < REPEATS; i++) {
    let start = performance.now()
    database.all(raw)
    best.raw = Math.min(best.raw, performance.now() - start)
    start = performance.now()
    await ours(statement)
    best.ours = Math.min(best.ours, performance.now() - start)
  }
  const line = JSON.stringify({
    statement,
    rows: ROWS,
    oursMs: Number(best.ours.toFixed(2)),
    rawMs: Number(best.raw.toFixed(2)),
    ratio: Number((best.ours / best.raw).toFixed(2)),
    cpu: cpus()[0]?.model,
  })
  console.log(line)
  if (process.env.RESULTS) appendFileSync(process.env.RESULTS, `${line}\n`)
}
