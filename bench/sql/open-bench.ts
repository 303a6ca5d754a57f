// bench/sql measures the dialect against SQLite itself, in one run, on tables that the engine made. sqlite.bench.ts asks
// what the way around SQLite costs, calls.bench.ts what one call of a builtin costs. Nothing here ever fails a build;
// results/ holds what was measured, with the machine.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, totalmem } from 'node:os'
import type { Value } from '../../src/contract/values.ts'
import { createDatasets } from '../../src/engine/datasets/create-datasets.ts'
import { createSql } from '../../src/engine/sql/create-sql.ts'
import type { Sql } from '../../src/engine/sql/sql.ts'
import { openDatabase } from '../../src/engine/sqlite/open-database.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'

/** Columns of a dataset, one array each. */
export type Columns = Record<string, Value[]>

/** sql.js itself, as its readme uses it. */
export interface RawSqlite {
  exec(sql: string): { columns: string[]; values: unknown[][] }[]
}

/** Datasets and SQL as the engine makes them, and the sql.js connection below them. */
export async function openBench(datasets: Record<string, Columns>) {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))
  const database = await openDatabase({ wasm })
  const store = await createDatasets({ storage: createMemoryStorage(), database, now: () => 0 })
  for (const [id, columns] of Object.entries(datasets)) {
    const writer = await store.write({ id, type: 'tabular', params: {} }, {})
    const names = Object.keys(columns)
    const rows = columns[names[0]!]!.length
    for (let start = 0; start < rows; start += 10_000) {
      const end = Math.min(rows, start + 10_000)
      await writer.append({
        rowNames: Array.from({ length: end - start }, (_, i) => String(start + i + 1)),
        columns: names.map((name) => ({ path: [name], values: columns[name]!.slice(start, end) })),
      })
    }
    await writer.commit()
    await store.load(id, {})
  }
  const catalog = {
    dataset: (id: string) => store.schema(id),
    datasetIds: () => store.ids(),
    function: () => undefined,
    functionIds: () => [],
    load: (id: string) => store.load(id, {}),
  }
  return {
    sql: createSql({ catalog, database }),
    catalog,
    database,
    // Both sides must run in one connection, over one table: that is what the ratio is about.
    raw: (database as unknown as { sqlite: RawSqlite }).sqlite,
    /** Name of the SQLite table of a dataset, and of its columns by their names. */
    table(id: string) {
      const schema = store.schema(id)!
      const of = (name: string): string => schema.columns.find(({ path }) => path[0] === name)!.column
      return { name: schema.table, of }
    },
  }
}

/** Runs a statement to its end, as a caller does who reads every batch. @returns the number of rows */
export async function runWhole(sql: Sql, statement: string): Promise<number> {
  let rows = 0
  const result = await sql.query(statement)
  for await (const batch of result.batches()) rows += batch.rowNames.length
  return rows
}

/** Milliseconds of processor time since the process started: what else the machine does is not in it. */
function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Milliseconds of each of several works, run in turns so that what slows the machine slows them alike. */
export async function measureInTurns(
  works: readonly (() => unknown)[],
  { warmUp = 1, repeats, clock = processorMs }: { warmUp?: number; repeats: number; clock?: () => number },
): Promise<number[][]> {
  const times: number[][] = works.map(() => [])
  for (let i = -warmUp; i < repeats; i++) {
    for (const [w, work] of works.entries()) {
      const started = clock()
      await work()
      if (i >= 0) times[w]!.push(clock() - started)
    }
  }
  return times
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]!
}

export const round = (value: number, digits = 3): number => Number(value.toFixed(digits))

/** Writes `results/<name>.json`. */
export function saveResults(name: string, content: object): void {
  const folder = new URL('./results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
  const text = JSON.stringify({ bench: name, machine, date: new Date().toISOString(), ...content }, null, 2)
  writeFileSync(new URL(`${name}.json`, folder), `${text}\n`)
}
