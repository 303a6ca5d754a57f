import { EngineError } from '../../src/contract/errors.ts'
import type { Value } from '../../src/contract/values.ts'
import type { Sql } from '../../src/engine/sql/sql.ts'
import { stringifyJson } from '../../src/engine/sql/values/stringify-json.ts'
import { valueToJson } from '../../src/engine/sql/values/value-to-json.ts'
import { formatPath } from '../../src/lib/format-path.ts'

/** One statement of a file. `expected` are its rows (a line of column names, then a line a row: its name and its
 *  values as JSON), its plan (for EXPLAIN), or `! code: message`; `? …` lines after the rows are warnings and failed
 *  rows. */
export interface Case {
  title: string
  statement: string
  expected: string[]
}

/** Reads a file of cases: they are separated by blank lines; a statement ends with `;` at the end of a line. */
export function readCases(text: string): Case[] {
  const blocks = text.split(/\n\s*\n/).filter((block) => block.trim() !== '')
  return blocks.flatMap((block) => {
    const lines = block.trim().split('\n')
    const titles = lines.filter((line) => line.startsWith('-- title:')).map((line) => line.slice(9).trim())
    const rest = lines.filter((line) => !line.startsWith('-- title:'))
    const end = rest.findIndex((line) => line.trimEnd().endsWith(';'))
    if (end < 0) return []
    const statement = rest.slice(0, end + 1).join('\n')
    return [{ title: titles[0] ?? statement, statement, expected: rest.slice(end + 1) }]
  })
}

/** What a statement answers, in the form of `Case.expected`. */
export async function answer(sql: Sql, statement: string): Promise<string[]> {
  try {
    const result = await sql.query(statement)
    if (/^\s*EXPLAIN\b/i.test(statement)) {
      const lines: string[] = []
      for await (const batch of result.batches()) lines.push(...(batch.columns[0] as string[]))
      return lines
    }
    const header = [...result.columns.map(({ path }) => formatPath(path)), ...(result.open ? ['…'] : [])]
    const lines = [header.join(' | ') || '(no columns)']
    for await (const batch of result.batches()) {
      for (const [r, name] of batch.rowNames.entries()) {
        const cells = batch.columns.map((column) => show(column[r]!))
        const rest = batch.rest ? [show(batch.rest[r]!)] : []
        lines.push([`${name}:`, [...cells, ...rest].join(' | ')].join(' ').trimEnd())
      }
    }
    const notes = result.warnings.map((warning) => `? ${warning}`)
    const failed = result.rowErrors.map(
      ({ rowName, function: fn, message }) => `? ${rowName}: ${fn}: ${message}`,
    )
    return [...lines, ...notes, ...failed]
  } catch (error) {
    if (error instanceof EngineError) return [`! ${error.code}: ${error.message}`]
    throw error
  }
}

const show = (value: Value): string => stringifyJson(valueToJson(value))
