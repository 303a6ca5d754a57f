// What a result of a million rows costs: read whole in the compact format, and kept by a cursor and paged through; in
// both dialects. Memory is what the JavaScript heap grew by, and what SQLite and its temporary files hold outside it.
//
// npx tsx --expose-gc bench/sql/paging.bench.ts [ROWS]      1,000,000 rows by default

import { toCompact } from '../../src/engine/api/to-compact.ts'
import { createPlainSql } from '../../src/engine/sql/plain/create-plain-sql.ts'
import { makeFlights } from './flights.ts'
import { median, openBench, round, saveResults } from './open-bench.ts'

const ROWS = Number(process.argv[2] ?? 1_000_000)
const PAGE = 200
const STATEMENT = 'SELECT carrier, origin, distance, delay FROM flights'

const world = await openBench({ flights: makeFlights(ROWS).flights })
const plain = createPlainSql(world)

interface Memory {
  heapMb: number
  outsideMb: number
}

/** Megabytes in use once everything dead is gone. */
function memory(): Memory {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers, external } = process.memoryUsage()
  return { heapMb: heapUsed / 1e6, outsideMb: Math.max(external, arrayBuffers) / 1e6 }
}

const grown = (before: Memory, after: Memory): Memory => ({
  heapMb: round(after.heapMb - before.heapMb, 1),
  outsideMb: round(after.outsideMb - before.outsideMb, 1),
})

async function timed<T>(work: () => Promise<T> | T): Promise<[T, number]> {
  const started = performance.now()
  const result = await work()
  return [result, performance.now() - started]
}

async function whole(title: string, query: () => ReturnType<typeof world.sql.query>) {
  const before = memory()
  const [result, ms] = await timed(async () => toCompact(await query()))
  const used = grown(before, memory())
  return { title, rows: result.rowNames.length, ms: round(ms, 0), ...used }
}

async function paged(title: string, open: () => ReturnType<typeof world.sql.open>) {
  const before = memory()
  const [cursor, openMs] = await timed(open)
  const used = grown(before, memory())
  const pages: number[] = []
  for (let i = 0; i < 200; i++) {
    const offset = (i * 7919 * PAGE) % cursor.rowCount
    pages.push((await timed(() => cursor.page(offset, PAGE)))[1])
  }
  const afterPages = grown(before, memory())
  cursor.close()
  const left = grown(before, memory())
  return {
    title,
    rows: cursor.rowCount,
    openMs: round(openMs, 0),
    pageMs: round(median(pages)),
    slowestPageMs: round(Math.max(...pages), 1),
    ...used,
    afterPages,
    afterClose: left,
  }
}

const results = [
  await paged('mldb, by a cursor', () => world.sql.open(STATEMENT)),
  await paged('mldb, by a cursor, in recorded order', () =>
    world.sql.open(`${STATEMENT} ORDER BY CAST (rowName() AS integer)`),
  ),
  await paged('sqlite, by a cursor', () => plain.open(STATEMENT)),
  await whole('mldb, whole', () => world.sql.query(STATEMENT)),
  await whole('sqlite, whole', () => plain.query(STATEMENT)),
]
for (const result of results) console.log(JSON.stringify(result))
saveResults('paging', { rows: ROWS, page: PAGE, statement: STATEMENT, results })
