import { expect, test } from 'vitest'
import { builtins } from '../../src/engine/sql/builtins/index.ts'
import { createSql } from '../../src/engine/sql/create-sql.ts'
import { valueToJson } from '../../src/engine/sql/values/value-to-json.ts'
import { collectRows } from './collect-rows.ts'
import { createRandomTables } from './random-tables.ts'

const sql = createSql(await createRandomTables(1))

test.each(builtins.map((builtin) => [builtin.example.sql, builtin.example.result] as const))(
  '%s is as documented',
  async (text, expected) => {
    const [[value]] = (await collectRows(await sql.query(`SELECT ${text} AS x`))) as [[never]]
    expect(JSON.parse(JSON.stringify(valueToJson(value)))).toEqual(expected)
  },
)
