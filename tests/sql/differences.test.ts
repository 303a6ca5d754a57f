import { describe, expect, test } from 'vitest'
import type { Value } from '../../src/contract/values.ts'
import { createSql } from '../../src/engine/sql/create-sql.ts'
import { valueToJson } from '../../src/engine/sql/values/value-to-json.ts'
import { fromSqlite } from '../../src/engine/sqlite/codec.ts'
import { collectRows } from './collect-rows.ts'
import { type Difference, differences } from './differences.ts'
import { createRandomTables } from './random-tables.ts'

const { database, catalog } = await createRandomTables(1)
const plain = (await createRandomTables(1)).database
plain.exec('PRAGMA case_sensitive_like = OFF')
const sql = createSql({ catalog, database })

async function outcome(work: () => Value | Promise<Value>): Promise<unknown> {
  try {
    return valueToJson(await work())
  } catch (error) {
    return { error: (error as Error).message }
  }
}

const expected = (side: Difference['here']): unknown =>
  typeof side === 'object' && side !== null && 'error' in side
    ? { error: expect.stringContaining(String(side.error)) }
    : side

describe.each(differences.map((difference) => [difference.title, difference] as const))(
  '%s',
  (_, difference) => {
    test('here', async () => {
      const from = difference.sql === 'nowhere' ? ' FROM t LIMIT 1' : ''
      const value = await outcome(
        async () => (await collectRows(await sql.query(`SELECT ${difference.sql}${from}`)))[0]![0]!,
      )
      expect(value).toEqual(expected(difference.here))
    })
    test('in SQLite', async () => {
      const value = await outcome(() => fromSqlite(plain.all(`SELECT ${difference.sql}`)[0]![0]!))
      expect(value).toEqual(expected(difference.sqlite))
    })
  },
)
