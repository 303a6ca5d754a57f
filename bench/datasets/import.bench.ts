// What importing a CSV file costs over SQLite alone, in one run: `import.text` through the engine (reading, typing,
// hashing names, encoding chunks, keeping them), the first query after it (which fills the SQLite table), and the floor
// under both: the same values, parsed already, put into raw sql.js by a prepared statement in one transaction.
//
// npx tsx bench/datasets/import.bench.ts [ROWS]      1,000,000 rows of 8 columns by default; REPEATS=n, best of n
// Prints one JSON line; RESULTS=file appends it to it. `importRatio` is raw / import: 0.7 and above is the bar.
import { appendFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import initSqlJs from 'sql.js'
import { bodyOf, openTestEngine } from '../../tests/conformance/open-test-engine.ts'

const ROWS = Number(process.argv[2] ?? 1_000_000)
const REPEATS = Number(process.env.REPEATS ?? 3)
const WORDS = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel', 'india', 'juliet']

setFlagsFromString('--expose-gc')
/** Collects garbage: what was made before a measurement is not to be collected in it. */
const collect = runInNewContext('gc') as () => void

/** Deterministic: the same file on every machine. */
function makeRow(i: number): [number, number, number, number, string, string, string, number] {
  const random = (Math.imul(i + 1, 2654435761) >>> 0) / 2 ** 32
  const word = WORDS[i % WORDS.length]!
  return [
    i,
    (i * 7919) % 1000,
    Math.round(random * 100_000) / 100,
    random,
    `${word} ${WORDS[(i >> 3) % WORDS.length]} ${i % 1000}`,
    word,
    `2024-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`,
    i & 1,
  ]
}

/** Made anew for each use: a million rows in the heap would make every collection of garbage slower. By way of JSON,
 *  since texts as V8 glues or slices them are bound up to twice as slowly: the floor is to be as low as it can be. */
const makeRows = () =>
  JSON.parse(JSON.stringify(Array.from({ length: ROWS }, (_, i) => makeRow(i)))) as ReturnType<
    typeof makeRow
  >[]
const header = 'id,k,price,score,title,word,day,flag'
const text = new TextEncoder().encode([header, ...makeRows().map((row) => row.join(','))].join('\n'))

async function insertRaw(): Promise<number> {
  // The module that the engine had made, with its memory in sight: sql.js makes one.
  const { Database } = await initSqlJs()
  const database = new Database()
  const rows = makeRows()
  collect()
  const start = performance.now()
  database.exec('CREATE TABLE t (id, k, price, score, title, word, day, flag); BEGIN')
  const insert = database.prepare('INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  for (const row of rows) insert.run(row)
  insert.free()
  database.exec('COMMIT')
  const elapsed = performance.now() - start
  database.close()
  return elapsed
}

async function importText(): Promise<{ importMs: number; loadMs: number }> {
  const api = await openTestEngine()
  await api.put('/v1/files/big.csv', text)
  collect()
  const start = performance.now()
  bodyOf(
    await api.put('/v1/procedures/import', {
      type: 'import.text',
      params: { dataFileUrl: 'file:///big.csv', outputDataset: 'big' },
    }),
  )
  const imported = performance.now()
  const [answer] = (await api.query('SELECT count(*) AS n, sum(id) AS total FROM big')) as Record<
    string,
    number
  >[]
  const loaded = performance.now()
  if (answer?.n !== ROWS || answer.total !== (ROWS * (ROWS - 1)) / 2)
    throw new Error(`imported ${JSON.stringify(answer)}`)
  api.engine.close()
  return { importMs: imported - start, loadMs: loaded - imported }
}

const best = {
  rawMs: Number.POSITIVE_INFINITY,
  importMs: Number.POSITIVE_INFINITY,
  loadMs: Number.POSITIVE_INFINITY,
}
for (let i = 0; i < REPEATS; i++) {
  const { importMs, loadMs } = await importText()
  best.importMs = Math.min(best.importMs, importMs)
  best.loadMs = Math.min(best.loadMs, loadMs)
  best.rawMs = Math.min(best.rawMs, await insertRaw())
}
const line = JSON.stringify({
  rows: ROWS,
  megabytes: Math.round(text.length / 1e6),
  rawMs: Math.round(best.rawMs),
  importMs: Math.round(best.importMs),
  firstQueryMs: Math.round(best.loadMs),
  importRatio: Number((best.rawMs / best.importMs).toFixed(2)),
  withFirstQueryRatio: Number((best.rawMs / (best.importMs + best.loadMs)).toFixed(2)),
  cpu: cpus()[0]?.model,
})
console.log(line)
if (process.env.RESULTS) appendFileSync(process.env.RESULTS, `${line}\n`)
