// Random statements give the same rows through our compiler as through sql.js directly. A few hundred by default;
// MLDB_DIFFERENTIAL=20000 runs more, MLDB_DIFFERENTIAL_SEED=n starts elsewhere (a failure names its seed).
import { expect, test } from 'vitest'
import type { Value } from '../../src/contract/values.ts'
import { createSql } from '../../src/engine/sql/create-sql.ts'
import type { Sql } from '../../src/engine/sql/sql.ts'
import { fromSqlite } from '../../src/engine/sqlite/codec.ts'
import { collectRows } from './collect-rows.ts'
import { generateSelect } from './generate-select.ts'
import { createRandomTables } from './random-tables.ts'

const COUNT = Number(process.env.MLDB_DIFFERENTIAL ?? 400)
const FIRST_SEED = Number(process.env.MLDB_DIFFERENTIAL_SEED ?? 1)
/** Statements over one pair of tables, before other tables are made. */
const PER_TABLES = 200

/** A cell as it is compared: sums may differ in the last digits, zero has no sign. */
function normal(value: Value): unknown {
  if (typeof value !== 'number') return value
  return Number.isFinite(value) ? Number(value.toPrecision(12)) + 0 : String(value)
}

function lines(rows: readonly Value[][], ordered: boolean): string[] {
  const texts = rows.map((row) => JSON.stringify(row.map(normal)))
  return ordered ? texts : texts.sort()
}

/** The rows, or one cell with the error's message. */
async function run(sql: Sql, statement: string): Promise<Value[][]> {
  try {
    return await collectRows(await sql.query(statement))
  } catch (error) {
    return [[(error as Error).message]]
  }
}

test(`${COUNT} random statements mean the same as in SQLite`, { timeout: 1000 + COUNT * 40 }, async () => {
  let rowCount = 0
  for (let from = FIRST_SEED; from < FIRST_SEED + COUNT; from += PER_TABLES) {
    const { database, catalog } = await createRandomTables(from)
    const sql = createSql({ catalog, database })
    for (let seed = from; seed < Math.min(from + PER_TABLES, FIRST_SEED + COUNT); seed++) {
      const { here, sqlite, ordered } = generateSelect(seed)
      const expected = lines(
        database.all(sqlite).map((row) => row.map(fromSqlite)),
        ordered,
      )
      const rows = await run(sql, here)
      rowCount += expected.length
      expect({ seed, here, rows: lines(rows, ordered) }).toEqual({ seed, here, rows: expected })
    }
    database.close()
  }
  expect(rowCount, 'rows that were compared').toBeGreaterThan(COUNT)
})
