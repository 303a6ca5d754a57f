import { EngineError } from '../../../contract/errors.ts'

/** Longer than this a value is no row: memory must stay bounded. */
const MAX_VALUE = 64 * 1024 * 1024

/** One row's JSON text with the number it goes by: of its line, or of its place in the list. */
export interface JsonItem {
  text: string
  number: number
}

/** Cuts a stream of text into rows. A list gives its elements; objects one after the other, each perhaps over several
 *  lines, give themselves; all else is one row a line.
 *  @throws EngineError `bad-file` for a list that does not end, or has something after it */
export async function* splitJson(texts: AsyncIterable<string>): AsyncGenerator<JsonItem> {
  const iterator = texts[Symbol.asyncIterator]()
  let head = ''
  // A first line that is cut by a piece's end must not be taken for one that goes on.
  for (;;) {
    const { done, value } = await iterator.next()
    if (done) break
    head += value
    if (head.trimStart().includes('\n') || head.length > MAX_VALUE) break
  }
  const rest = (async function* () {
    if (head !== '') yield head
    yield* { [Symbol.asyncIterator]: () => iterator }
  })()
  const start = head.trimStart()
  if (start.startsWith('[')) yield* splitValues(rest, true)
  else if (start.startsWith('{') && isOpen(start.split('\n', 1)[0]!)) yield* splitValues(rest, false)
  else yield* splitLines(rest)
}

async function* splitLines(texts: AsyncIterable<string>): AsyncGenerator<JsonItem> {
  let rest = ''
  let number = 0
  for await (const text of texts) {
    rest += text
    if (rest.length > MAX_VALUE) throw tooLong()
    const lines = rest.split('\n')
    rest = lines.pop()!
    for (const line of lines) yield { text: line, number: ++number }
  }
  if (rest !== '') yield { text: rest, number: ++number }
}

const tooLong = (): EngineError =>
  new EngineError('bad-file', `a row of JSON is longer than ${MAX_VALUE >> 20} MB`)

/** True if a line is the start of a value that goes on in the next. */
function isOpen(line: string): boolean {
  const scanner = new Scanner()
  for (let i = 0; i < line.length; i++) scanner.take(line.charCodeAt(i))
  return scanner.depth > 0
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, COMMA] = [
  34, 92, 91, 93, 123, 125, 44,
]

/** Knows how deep in lists and objects a place is, by the signs outside of texts. */
class Scanner {
  depth = 0
  inText = false
  private escaped = false

  take(code: number): void {
    if (this.inText) {
      if (this.escaped) this.escaped = false
      else if (code === BACKSLASH) this.escaped = true
      else if (code === QUOTE) this.inText = false
    } else if (code === QUOTE) this.inText = true
    else if (code === OPEN_LIST || code === OPEN_OBJECT) this.depth++
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) this.depth--
  }
}

/** The elements of a list, or values one after the other. */
async function* splitValues(texts: AsyncIterable<string>, isList: boolean): AsyncGenerator<JsonItem> {
  const scanner = new Scanner()
  let value = ''
  let number = 0
  let isOver = false
  for await (const text of texts) {
    let from = 0
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      const before = scanner.depth
      scanner.take(code)
      if (scanner.inText) continue
      if (isList && before === 0 && scanner.depth === 1) from = i + 1
      else if (isList && !isOver && scanner.depth === 0 && before === 1) {
        const last = value + text.slice(from, i)
        if (last.trim() !== '') yield { text: last, number: ++number }
        isOver = true
        value = ''
        from = i + 1
      } else if (isList && before === 1 && scanner.depth === 1 && code === COMMA) {
        yield { text: value + text.slice(from, i), number: ++number }
        value = ''
        from = i + 1
      } else if (!isList && scanner.depth <= 0 && before > 0) {
        yield { text: value + text.slice(from, i + 1), number: ++number }
        value = ''
        from = i + 1
      }
    }
    value += text.slice(from)
    if (value.length > MAX_VALUE) throw tooLong()
  }
  if (isList && !isOver) {
    throw new EngineError('bad-file', 'the JSON list does not end: the file is cut short')
  }
  if (value.trim() === '') return
  if (isList) throw new EngineError('bad-file', 'extra characters after the end of the JSON list')
  yield { text: value, number: ++number }
}
