import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Value } from '../../src/contract/values.ts'
import type { AtomType, Catalog, DatasetSchema } from '../../src/engine/sql/catalog.ts'
import { toSqlite } from '../../src/engine/sqlite/codec.ts'
import type { Database } from '../../src/engine/sqlite/database.ts'
import { openDatabase } from '../../src/engine/sqlite/open-database.ts'
import { typeOfValue } from '../../src/engine/sqlite/type-of-value.ts'
import { cityHash64, flipHash } from '../../src/lib/city-hash64.ts'

/** A seeded source of whole numbers below n. mulberry32 by T. Ettinger, 2017. */
export function createRandom(seed: number): (n: number) => number {
  let state = seed >>> 0
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0
    let x = Math.imul(state ^ (state >>> 15), state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) % n
  }
}

/** Columns of every random table: a key, integers, numbers with nulls, short texts with nulls, and a mixture. */
export const COLUMNS = ['id', 'a', 'b', 'c', 'd'] as const

const TEXTS = ['', 'a', 'ab', 'b', 'abc', 'z', 'a b', '10', '2']

function randomRow(id: number, random: (n: number) => number): Value[] {
  const b = random(4) === 0 ? null : (random(41) - 20) / 4
  const c = random(5) === 0 ? null : TEXTS[random(TEXTS.length)]!
  const d = [null, random(5), random(20) / 8, TEXTS[random(TEXTS.length)]!][random(4)]!
  return [id, random(7) - 3, b, c, d]
}

/** The same random tables twice in one database: `t` and `u` as plain SQLite tables, and as datasets of the catalog. */
export async function createRandomTables(seed: number): Promise<{ database: Database; catalog: Catalog }> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))
  const database = await openDatabase({ wasm })
  const random = createRandom(seed)
  const schemas = ['t', 'u'].map((id) => {
    const rows = Array.from({ length: 12 + random(12) }, (_, i) => randomRow(i, random))
    database.exec(`CREATE TABLE ${id} (${COLUMNS.join(', ')})`)
    for (const row of rows) database.run(`INSERT INTO ${id} VALUES (?, ?, ?, ?, ?)`, row.map(toSqlite))
    return createDataset(database, id, rows)
  })
  const catalog: Catalog = {
    dataset: (id) => schemas.find((schema) => schema.id === id),
    datasetIds: () => schemas.map(({ id }) => id),
    function: () => undefined,
    functionIds: () => [],
    load: async () => {},
  }
  return { database, catalog }
}

function createDataset(database: Database, id: string, rows: readonly Value[][]): DatasetSchema {
  const table = `dataset_${id}`
  database.exec(
    `CREATE TABLE ${table} (_row INTEGER PRIMARY KEY, _name TEXT UNIQUE, _hash INTEGER, _time REAL, ${COLUMNS.map((_, i) => `c${i}`).join(', ')})`,
  )
  for (const [i, row] of rows.entries()) {
    const hash = flipHash(cityHash64(`row${i}`))
    // A 64-bit integer goes in as text of digits: sql.js would round a number.
    database.run(`INSERT INTO ${table} VALUES (?, ?, ${hash}, 0, ?, ?, ?, ?, ?)`, [
      i,
      `row${i}`,
      ...row.map(toSqlite),
    ])
  }
  return {
    id,
    table,
    open: false,
    order: 'hash',
    rowCount: rows.length,
    columns: COLUMNS.map((name, i) => ({
      path: [name],
      column: `c${i}`,
      values: { kind: 'atoms', types: [...new Set(rows.map((row) => typeOfValue(row[i]!) as AtomType))] },
    })),
  }
}
