/** The statement at a place in a text of several, separated by semicolons outside of quotes and comments. At the very end
 *  of a statement, or between two, it is the one before. */
export function statementAt(text: string, place: number): string {
  let last = ''
  for (const { start, end } of statements(text)) {
    const statement = text.slice(start, end).trim()
    if (statement === '') continue
    if (place <= end) return place < leading(text, start) && last !== '' ? last : statement
    last = statement
  }
  return last
}

const leading = (text: string, start: number) =>
  start + (text.slice(start).length - text.slice(start).trimStart().length)

function* statements(text: string): Generator<{ start: number; end: number }> {
  let start = 0
  // Whatever may hold a semicolon that separates nothing.
  const pattern = /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|;/g
  for (const match of text.matchAll(pattern)) {
    if (match[0] !== ';') continue
    yield { start, end: match.index }
    start = match.index + 1
  }
  yield { start, end: text.length }
}
