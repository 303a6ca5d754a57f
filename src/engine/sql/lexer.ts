// sql/ is the dialect: text becomes tokens, a tree, a bound query, a plan, stages and rows. It knows datasets and
// functions only through catalog.ts, and SQLite only through ../sqlite/. Start with create-sql.ts, which runs the
// whole chain, then parser/, binder/, planner/, executor/ in that order.
import { errorAt } from './span.ts'
import type { Token } from './token.ts'

const MAX_LENGTH = 2_000_000
const SIGNS = ['->>', '->', '||', '<<', '>>', '<=', '>=', '<>', '!=', '==', '!<', '!>']
/** SQLite allows an underscore between two digits. */
const DECIMAL = /^(\d+(?:_\d+)*(\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)([eE][+-]?\d+)?/
const SINGLE = new Set('()[]{},.;:*/%+-&|^~=<>@')

/** Cuts a statement into tokens; the last is `end`.
 *  @throws EngineError `syntax` */
export function lex(text: string): Token[] {
  if (text.length > MAX_LENGTH) {
    throw errorAt('syntax', `a statement may have at most ${MAX_LENGTH} characters`, '', { start: 0, end: 0 })
  }
  const lexer = new Lexer(text)
  return lexer.tokens()
}

class Lexer {
  private at = 0
  private readonly out: Token[] = []
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  tokens(): Token[] {
    for (;;) {
      this.skipSpace()
      const start = this.at
      if (start >= this.text.length) {
        this.out.push({ kind: 'end', start, end: start })
        return this.out
      }
      this.out.push(this.next(start))
    }
  }

  private next(start: number): Token {
    const c = this.text[start]!
    if (c === "'") return { kind: 'string', text: this.quoted("'", 'a string'), start, end: this.at }
    if (c === '"') return { kind: 'quoted', text: this.quoted('"', 'a name'), start, end: this.at }
    if (c === '`') return { kind: 'quoted', text: this.quoted('`', 'a name'), start, end: this.at }
    if ((c === 'x' || c === 'X') && this.text[start + 1] === "'") return this.blob(start)
    if (c === '$') return this.parameter(start)
    if (isDigit(c)) return this.continuesPath() ? this.word(start) : this.number(start)
    if (c === '.' && isDigit(this.text[start + 1]) && !this.followsName(start)) return this.number(start)
    if (isWordStart(c)) return this.word(start)
    return this.sign(start)
  }

  /** True if the digits here are an element of a path such as `pool_3.0.0.5`. */
  private continuesPath(): boolean {
    const dot = this.out.at(-1)
    const before = this.out.at(-2)
    if (dot?.kind !== 'sign' || dot.text !== '.' || dot.end !== this.at || !before) return false
    return before.end === dot.start && isPathEnd(before)
  }

  private followsName(start: number): boolean {
    const before = this.out.at(-1)
    return before !== undefined && before.end === start && isPathEnd(before)
  }

  private skipSpace(): void {
    for (;;) {
      const c = this.text[this.at]
      if (c === undefined) return
      if (/\s/.test(c)) this.at++
      else if (c === '-' && this.text[this.at + 1] === '-') {
        const end = this.text.indexOf('\n', this.at)
        this.at = end < 0 ? this.text.length : end + 1
      } else if (c === '/' && this.text[this.at + 1] === '*') {
        const end = this.text.indexOf('*/', this.at + 2)
        if (end < 0) this.fail('a comment is not closed; expected */', this.at, this.at + 2)
        this.at = end + 2
      } else return
    }
  }

  private quoted(quote: string, what: string): string {
    const start = this.at
    let content = ''
    for (let from = start + 1; ; ) {
      const end = this.text.indexOf(quote, from)
      if (end < 0) this.fail(`${what} is not closed; expected ${quote}`, start, this.text.length)
      content += this.text.slice(from, end)
      if (this.text[end + 1] !== quote) {
        this.at = end + 1
        return content
      }
      content += quote
      from = end + 2
    }
  }

  private blob(start: number): Token {
    this.at = start + 1
    const hex = this.quoted("'", 'a blob')
    if (hex.length % 2 !== 0 || /[^0-9a-fA-F]/.test(hex)) {
      this.fail('a blob is written as pairs of hexadecimal digits', start, this.at)
    }
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    return { kind: 'blob', bytes, start, end: this.at }
  }

  private parameter(start: number): Token {
    this.at = start + 1
    let name: string
    if (this.text[this.at] === '"') name = this.quoted('"', 'a parameter')
    else {
      while (isWordPart(this.text[this.at])) this.at++
      name = this.text.slice(start + 1, this.at)
    }
    if (name === '') this.fail('expected the name of a parameter after $', start, this.at)
    return { kind: 'parameter', name, start, end: this.at }
  }

  private number(start: number): Token {
    const rest = this.text.slice(start, start + 400)
    const hex = /^0[xX][0-9a-fA-F]+(_[0-9a-fA-F]+)*/.exec(rest)
    const match = hex ?? DECIMAL.exec(rest)!
    this.at = start + match[0].length
    if (isWordPart(this.text[this.at])) {
      while (isWordPart(this.text[this.at])) this.at++
      this.fail(
        'a number ends with a letter; a name that starts with a digit needs double quotes',
        start,
        this.at,
      )
    }
    const isInteger =
      hex !== null || (match[2] === undefined && match[3] === undefined && match[0][0] !== '.')
    const digits = match[0].replaceAll('_', '')
    const value = isInteger ? toInteger(digits) : Number(digits)
    return { kind: 'number', value, start, end: this.at }
  }

  private word(start: number): Token {
    this.at = start + 1
    while (isWordPart(this.text[this.at])) this.at++
    const text = this.text.slice(start, this.at)
    return { kind: 'word', text, upper: text.toUpperCase(), start, end: this.at }
  }

  private sign(start: number): Token {
    const long = SIGNS.find((sign) => this.text.startsWith(sign, start))
    const text = long ?? this.text[start]!
    if (!long && !SINGLE.has(text)) {
      const shown = String.fromCodePoint(this.text.codePointAt(start)!)
      this.fail(`unexpected character ${JSON.stringify(shown)}`, start, start + shown.length)
    }
    this.at = start + text.length
    return { kind: 'sign', text, start, end: this.at }
  }

  private fail(message: string, start: number, end: number): never {
    throw errorAt('syntax', message, this.text, { start, end })
  }
}

const isDigit = (c: string | undefined): boolean => c !== undefined && c >= '0' && c <= '9'
const isWordStart = (c: string | undefined): boolean => c !== undefined && /[A-Za-z_\u0080-\uffff]/.test(c)
const isWordPart = (c: string | undefined): boolean => c !== undefined && /[A-Za-z0-9_\u0080-\uffff]/.test(c)
const isPathEnd = (token: Token): boolean => token.kind === 'word' || token.kind === 'quoted'

function toInteger(digits: string): number | bigint {
  const number = Number(digits)
  if (Number.isSafeInteger(number)) return number
  const exact = BigInt(digits)
  return exact <= 0xffff_ffff_ffff_ffffn ? exact : number
}
