import { EngineError } from '../../contract/errors.ts'
import {
  parseExpressionsText,
  parseExpressionText,
  parseFromText,
  parseOrderText,
  parseSelectList,
} from './parser/statement.ts'
import type { SelectClauses, Statement } from './sql.ts'

/** The clauses of a SELECT given one by one: keyword, and how the text of the clause must parse on its own. */
const CLAUSES: { key: keyof SelectClauses; keyword: string; parse?: (text: string) => unknown }[] = [
  { key: 'select', keyword: 'SELECT', parse: parseSelectList },
  { key: 'named', keyword: 'NAMED', parse: parseExpressionText },
  { key: 'from', keyword: 'FROM', parse: parseFromText },
  { key: 'when', keyword: 'WHEN', parse: parseExpressionText },
  { key: 'where', keyword: 'WHERE', parse: parseExpressionText },
  { key: 'groupBy', keyword: 'GROUP BY', parse: parseExpressionsText },
  { key: 'having', keyword: 'HAVING', parse: parseExpressionText },
  { key: 'orderBy', keyword: 'ORDER BY', parse: parseOrderText },
  { key: 'limit', keyword: 'LIMIT' },
  { key: 'offset', keyword: 'OFFSET' },
]

/** The text of a statement, whichever way it was given. A clause of its own must parse on its own, so that none can
 *  run over into the next; an empty one counts as absent.
 *  @throws EngineError `syntax` naming the clause */
export function statementText(statement: Statement): string {
  if (typeof statement === 'string') return statement
  const parts: string[] = []
  const clauses: SelectClauses = { ...statement, select: statement.select || '*' }
  for (const { key, keyword, parse } of CLAUSES) {
    const value = clauses[key]
    if (value === undefined || value === null || value === '') continue
    if (key === 'limit' && value === -1) continue
    if (parse) checkClause(key, String(value), parse)
    parts.push(`${keyword} ${value}`)
  }
  // A clause may end with a comment: only the end of the line closes it.
  return parts.join('\n')
}

function checkClause(key: string, text: string, parse: (text: string) => unknown): void {
  try {
    parse(text)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    throw new EngineError(error.code, `in "${key}": ${error.message}`, error.detail)
  }
}
