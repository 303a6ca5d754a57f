/** One statement of a text of several. */
export interface PlacedStatement {
  sql: string
  /** Where it begins in the text. */
  start: number
}

/** The statement at a place in a text of several, separated by semicolons outside of quotes and comments. At the very end
 *  of a statement, or between two, it is the one before. */
export function statementAt(text: string, place: number): PlacedStatement | undefined {
  let last: PlacedStatement | undefined
  for (const statement of statementsOf(text)) {
    if (place < statement.start && last) return last
    if (place <= statement.start + statement.sql.length) return statement
    last = statement
  }
  return last
}

/** All statements of a text, without those that are blank. */
export function statementsOf(text: string): PlacedStatement[] {
  const found: PlacedStatement[] = []
  for (const { start, end } of pieces(text)) {
    const piece = text.slice(start, end)
    const sql = piece.trim()
    if (sql !== '' && !isComment(sql))
      found.push({ sql, start: start + piece.length - piece.trimStart().length })
  }
  return found
}

const isComment = (sql: string) => sql.replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, '').trim() === ''

function* pieces(text: string): Generator<{ start: number; end: number }> {
  let start = 0
  // Whatever may hold a semicolon that separates nothing.
  const pattern = /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|;/g
  for (const match of text.matchAll(pattern)) {
    if (match[0] !== ';') continue
    yield { start, end: match.index }
    start = match.index + 1
  }
  yield { start, end: text.length }
}
