// parser/ turns tokens into the tree of ast.ts, one clause per file; statement.ts is where it starts. It knows no
// dataset and no function: whether a name exists is the binder's question.

import { nearestName } from '../../../lib/nearest-name.ts'
import { lex } from '../lexer.ts'
import { type Extent, errorAt } from '../span.ts'
import { RESERVED, type Token } from '../token.ts'

const MAX_DEPTH = 150
const NAME_LIKE = /^(an expression|a name|a dataset|a column|an alias|the name)/
const KEYWORDS = [...RESERVED, 'ASC', 'DESC', 'COLUMN', 'EXPR', 'EXPLAIN', 'VALUES', 'RECURSIVE']

/** A place in the tokens of one statement. `accept…` consumes if it matches, `expect…` fails if it does not. */
export class Cursor {
  readonly text: string
  private readonly tokens: Token[]
  private at = 0
  private depth = 0

  constructor(text: string) {
    this.text = text
    this.tokens = lex(text)
  }

  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)]!
  }

  next(): Token {
    const token = this.peek()
    if (this.at < this.tokens.length - 1) this.at++
    return token
  }

  /** End of the token consumed last. */
  get end(): number {
    return this.tokens[this.at - 1]?.end ?? 0
  }

  get position(): number {
    return this.at
  }

  /** Goes back to a `position`. */
  rewind(position: number): void {
    this.at = position
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.kind === 'word' && token.upper === word
  }

  isSign(sign: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.kind === 'sign' && token.text === sign
  }

  acceptWord(...words: string[]): boolean {
    if (!words.every((word, i) => this.isWord(word, i))) return false
    this.at += words.length
    return true
  }

  acceptSign(sign: string): boolean {
    if (!this.isSign(sign)) return false
    this.next()
    return true
  }

  expectWord(word: string): void {
    if (!this.acceptWord(word)) this.fail(word)
  }

  expectSign(sign: string): void {
    if (!this.acceptSign(sign)) this.fail(`"${sign}"`)
  }

  /** A plain or quoted name here; any word if `anyWord`. */
  isName(ahead = 0, anyWord = false): boolean {
    const token = this.peek(ahead)
    return token.kind === 'quoted' || (token.kind === 'word' && (anyWord || !RESERVED.has(token.upper)))
  }

  expectName(what: string, anyWord = false): string {
    if (!this.isName(0, anyWord)) this.fail(what)
    return (this.next() as { text: string }).text
  }

  /** Fails at the token here, or at the misspelled keyword before it, saying what was expected. @param keywords what a
   *  word may be meant for */
  fail(expected: string, keywords: readonly string[] = KEYWORDS): never {
    const { token, near } = this.misspelled(keywords) ?? { token: this.peek(), near: undefined }
    const found =
      token.kind === 'end'
        ? 'the end of the statement'
        : JSON.stringify(this.text.slice(token.start, token.end))
    const isReserved = token.kind === 'word' && RESERVED.has(token.upper)
    const hint = isReserved && NAME_LIKE.test(expected) ? '; a column of that name needs double quotes' : ''
    throw errorAt('syntax', `expected ${expected}, found ${found}${near ? '' : hint}`, this.text, token, near)
  }

  /** The word here, or the one before it (which then was taken for an alias), that is almost a keyword. */
  private misspelled(keywords: readonly string[]): { token: Token; near: string } | undefined {
    for (const token of [this.peek(), this.tokens[this.at - 1]]) {
      if (token?.kind !== 'word' || RESERVED.has(token.upper) || token.text.length < 4) continue
      const near = nearestName(token.upper, keywords)
      if (near !== undefined) return { token, near }
    }
    return undefined
  }

  /** Runs a parser one level deeper; statements nested beyond reason are refused before the stack overflows. */
  nested<T>(parse: () => T): T {
    if (++this.depth > MAX_DEPTH) {
      throw errorAt('syntax', `a statement may nest ${MAX_DEPTH} levels deep`, this.text, this.peek())
    }
    const result = parse()
    this.depth--
    return result
  }

  /** `first , next , …` */
  list<T>(parse: () => T): T[] {
    const items = [parse()]
    while (this.acceptSign(',')) items.push(parse())
    return items
  }

  from(start: number): Extent {
    return { start, end: this.end }
  }
}
