import type { RegexCursor } from './regex-cursor.ts'

/** Sources of the POSIX classes inside a JavaScript class in Unicode mode, and of their complements where there are
 *  any. */
const POSIX: Record<string, readonly [inside: string, outside?: string]> = {
  alnum: ['\\p{Alphabetic}0-9'],
  alpha: ['\\p{Alphabetic}', '\\P{Alphabetic}'],
  ascii: ['\\0-\\x7f', '\\x80-\\u{10ffff}'],
  blank: [' \\t'],
  cntrl: ['\\p{Cc}', '\\P{Cc}'],
  digit: ['0-9', '\\D'],
  graph: ['\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}'],
  lower: ['\\p{Lowercase}', '\\P{Lowercase}'],
  print: [' \\p{L}\\p{M}\\p{N}\\p{P}\\p{S}'],
  punct: ['\\p{P}$+<=>^`|~'],
  space: ['\\s', '\\S'],
  upper: ['\\p{Uppercase}', '\\P{Uppercase}'],
  word: ['\\w', '\\W'],
  xdigit: ['0-9A-Fa-f'],
}

/** A character as it stands in a class. */
export const escapeCharacter = (codePoint: number): string => `\\u{${codePoint.toString(16)}}`

/** Reads a class, after its `[`, and gives its JavaScript source, brackets included.
 *  @throws EngineError `syntax` */
export function parseClass(cursor: RegexCursor): string {
  const negated = cursor.take('^')
  let source = ''
  for (let first = true; ; first = false) {
    if (cursor.done) throw cursor.error('a class without its closing ]')
    // A bracket that comes first is an ordinary character.
    if (!first && cursor.take(']')) break
    source += parseMember(cursor)
  }
  return `[${negated ? '^' : ''}${source}]`
}

function parseMember(cursor: RegexCursor): string {
  if (cursor.text.startsWith('[:', cursor.at)) {
    const posix = parsePosix(cursor)
    if (posix !== undefined) return posix
  }
  const low = parseItem(cursor)
  const isRange =
    cursor.peek() === '-' && cursor.text[cursor.at + 1] !== ']' && cursor.at + 1 < cursor.text.length
  if (typeof low === 'string' || !isRange) return typeof low === 'string' ? low : escapeCharacter(low)
  cursor.take('-')
  const high = parseItem(cursor)
  if (typeof high === 'string') return `${escapeCharacter(low)}\\-${high}`
  if (high < low) throw cursor.error('a range whose end is before its beginning')
  return `${escapeCharacter(low)}-${escapeCharacter(high)}`
}

function parsePosix(cursor: RegexCursor): string | undefined {
  const match = /^\[:(\^?)([a-z]+):\]/.exec(cursor.text.slice(cursor.at, cursor.at + 16))
  if (!match) return undefined
  const source = Object.hasOwn(POSIX, match[2]!) ? POSIX[match[2]!]![match[1] === '^' ? 1 : 0] : undefined
  if (source === undefined) throw cursor.error(`the class ${match[0]}, which is not known`)
  cursor.at += match[0].length
  return source
}

/** A code point, or the source of a class such as `\d`. */
function parseItem(cursor: RegexCursor): number | string {
  if (!cursor.take('\\')) return cursor.next()
  if (cursor.take('b')) return 8
  return cursor.escape()
}
