import { expect, test } from 'vitest'
import { builtins } from '../../src/engine/sql/builtins/index.ts'
import { languageFunctions } from '../../src/engine/sql/builtins/language-functions.ts'
import { createSql } from '../../src/engine/sql/create-sql.ts'
import { valueToJson } from '../../src/engine/sql/values/value-to-json.ts'
import { collectRows } from './collect-rows.ts'
import { createRandomTables } from './random-tables.ts'

const sql = createSql(await createRandomTables(1))

async function firstValue(statement: string): Promise<unknown> {
  const rows = await collectRows(await sql.query(statement), true)
  return JSON.parse(JSON.stringify(valueToJson(rows[0]![0]!)))
}

test.each(builtins.map((builtin) => [builtin.example.sql, builtin.example.result] as const))(
  '%s is as documented',
  async (text, expected) => expect(await firstValue(`SELECT ${text} AS x`)).toEqual(expected),
)

test.each(languageFunctions.map(({ example }) => [example.sql, example.result] as const))(
  '%s is as documented',
  async (text, expected) => expect(await firstValue(text)).toEqual(expected),
)
