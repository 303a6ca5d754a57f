// Models as functions in SQL: rows scored a second by a query over a table, beside the same rows scored without SQL.
//
// PERF_DATA=... npx tsx bench/learners/scoring.bench.ts SET ROWS ALGORITHM...
//   SET, PERF_DATA   as in forest.bench.ts; each model is trained on the first 20,000 of its rows
//   ROWS             rows of the table that is scored
// Prints one JSON line a model; RESULTS=file appends them to it.
import { appendFileSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { createEngine } from '../../src/engine/engine.ts'
import { createLearning } from '../../src/engine/models/learners/create-learning.ts'
import { loadAnyModel } from '../../src/engine/models/learners/parts/load-any-model.ts'
import { createRowScorer } from '../../src/engine/models/learners/parts/score-rows.ts'
import { inProcessWorker } from '../../src/engine/models/learners/worker-like.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'

const FOLDER = process.env.PERF_DATA ?? './data'
const TRAINED = 20_000

async function main(set: string, rows: number, algorithms: string[]): Promise<void> {
  const { cols } = JSON.parse(readFileSync(`${FOLDER}/${set}.meta.json`, 'utf8')) as { cols: string[] }
  const { buffer } = Uint8Array.from(readFileSync(`${FOLDER}/${set}.train.X.bin`))
  const X = new Float32Array(buffer).subarray(0, rows * cols.length)
  const y = readFileSync(`${FOLDER}/${set}.train.y.bin`)
  const storage = createMemoryStorage()
  const engine = await createEngine({
    storage,
    sqlite: { wasm: readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm')) },
    inception: {} as never,
    learning: createLearning({ spawn: inProcessWorker, workers: 1 }),
    fetch,
  })
  const request = async (method: 'GET' | 'POST', path: string, body: object): Promise<unknown> => {
    const answer = await engine.request({ method, path, body })
    if (answer.status >= 400) throw new Error(JSON.stringify(answer.body))
    return answer.body
  }
  await request('POST', '/v1/procedures', {
    type: 'import.text',
    params: { text: toCsv(cols, X, y, rows), outputDataset: 't' },
  })
  for (const algorithm of algorithms) {
    await request('POST', '/v1/procedures', {
      type: 'classifier.train',
      params: {
        trainingData: `SELECT {* EXCLUDING (label)} AS features, label FROM t LIMIT ${TRAINED}`,
        mode: 'boolean',
        algorithm,
        modelFileUrl: 'file:///m.cls',
        functionName: 'f',
      },
    })
    const q = 'SELECT avg(f({features: {* EXCLUDING (label)}})[score]) AS mean FROM t'
    const sql = await best(async () => {
      await request('GET', '/v1/query', { q, format: 'aos' })
    })
    const score = createRowScorer(loadAnyModel((await storage.get('files', 'm.cls'))!))
    const direct = await best(async () => {
      score(X, rows)
    })
    const perSecond = (seconds: number): number => Math.round(rows / seconds)
    const line = JSON.stringify({
      scoring: algorithm,
      set,
      rows,
      sql_rows_s: perSecond(sql),
      direct_rows_s: perSecond(direct),
      cpu: cpus()[0]?.model.trim(),
      cores: cpus().length,
    })
    console.log(line)
    if (process.env.RESULTS) appendFileSync(process.env.RESULTS, `${line}\n`)
  }
}

function toCsv(cols: string[], X: Float32Array, y: Uint8Array, rows: number): string {
  const lines = [`${cols.join(',')},label`]
  for (let r = 0; r < rows; r++)
    lines.push(`${X.subarray(r * cols.length, (r + 1) * cols.length).join(',')},${y[r]}`)
  return lines.join('\n')
}

/** Seconds of the fastest of three. */
async function best(work: () => Promise<void>): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < 3; i++) {
    const start = performance.now()
    await work()
    least = Math.min(least, performance.now() - start)
  }
  return least / 1000
}

const [set = 'higgs', rows = '20000', ...algorithms] = process.argv.slice(2)
await main(
  set,
  Number(rows),
  algorithms.length > 0 ? algorithms : ['rf', 'gbt', 'bbdt', 'glz', 'nn', 'naive_bayes', 'bglz'],
)
process.exit(0)
