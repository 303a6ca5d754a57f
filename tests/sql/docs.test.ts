import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { makeSqlDocs, SQL_DOCS } from '../../scripts/make-sql-docs.ts'
import { builtins } from '../../src/engine/sql/builtins/index.ts'

const page = readFileSync(SQL_DOCS, 'utf8')

test('docs/sql.md is what npx tsx scripts/make-sql-docs.ts writes', () => expect(page).toBe(makeSqlDocs()))

test('docs/sql.md has every builtin', () =>
  expect(builtins.filter(({ signature }) => !page.includes(signature)).map(({ name }) => name)).toEqual([]))
