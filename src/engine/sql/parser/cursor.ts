// parser/ turns tokens into the tree of ast.ts, one clause per file; statement.ts is where it starts. It knows no
// dataset and no function: whether a name exists is the binder's question.

import { nearestName } from '../../../lib/nearest-name.ts'
import { lex } from '../lexer.ts'
import { type Extent, errorAt } from '../span.ts'
import { RESERVED, type Token } from '../token.ts'

const MAX_DEPTH = 150
const NAME_LIKE = /^(an expression|a name|a dataset|a column|an alias|the name)/
/** What a word may be a misspelling of: none of the shortest, to which every other short word is near. */
const KEYWORDS = [
  ...[...RESERVED].filter((word) => word.length > 2),
  ...'ASC DESC COLUMN EXPR EXPLAIN VALUES RECURSIVE OVER PARTITION'.split(' '),
  ...['GROUP BY', 'ORDER BY'],
]
/** Words of other dialects, and what says the same here. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['TOP', 'LIMIT at the end'],
  ['FETCH', 'LIMIT'],
  ['ILIKE', 'lower(x) LIKE pattern'],
  ['REGEXP', 'regex_search(text, pattern)'],
  ['RLIKE', 'regex_search(text, pattern)'],
  ['SIMILAR', 'regex_match(text, pattern)'],
  ['QUALIFY', 'a sub-select in FROM with WHERE around it'],
  ['ASCENDING', 'ASC'],
  ['DESCENDING', 'DESC'],
  ['MINUS', 'EXCEPT'],
])

/** A place in the tokens of one statement. `accept…` consumes if it matches, `expect…` fails if it does not. */
export class Cursor {
  readonly text: string
  private readonly tokens: Token[]
  private at = 0
  private depth = 0
  /** Where words stand that were taken for names, though nothing said that they are. */
  private readonly guessed = new Set<number>()

  constructor(text: string) {
    this.text = text
    this.tokens = lex(text)
  }

  peek(ahead = 0): Token {
    return this.tokens[Math.max(0, Math.min(this.at + ahead, this.tokens.length - 1))]!
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

  /** A name where a keyword might stand as well: it is blamed if what follows makes no sense. */
  guessName(what: string): string {
    this.guessed.add(this.at)
    return this.expectName(what)
  }

  /** Fails at the token here, or at the misspelled keyword before it, saying what was expected. @param keywords what a
   *  word may be meant for */
  fail(expected: string, keywords: readonly string[] = KEYWORDS): never {
    this.refuseKeywordAsName()
    const { token, near, instead } = this.misspelled(keywords) ?? { token: this.peek() }
    const found = token.kind === 'end' ? 'the end of the statement' : this.quoted(token)
    const hint = near ? '' : instead ? `; here that is ${instead}` : this.hintOf(token, expected)
    throw errorAt('syntax', `expected ${expected}, found ${found}${hint}`, this.text, token, near)
  }

  private quoted(token: Token): string {
    return JSON.stringify(this.text.slice(token.start, token.end))
  }

  private hintOf(token: Token, expected: string): string {
    if (token.kind !== 'word' || !RESERVED.has(token.upper) || !NAME_LIKE.test(expected)) return ''
    return this.isSign(',', -1)
      ? '; is the comma before it one too many?'
      : '; a column of that name needs double quotes'
  }

  /** After AS any word is a name: in `SELECT x AS FROM t` FROM is. */
  private refuseKeywordAsName(): void {
    const name = this.tokens[this.at - 1]
    if (name?.kind !== 'word' || !RESERVED.has(name.upper) || !this.isWord('AS', -2)) return
    const message = `expected a name after AS, found ${this.quoted(name)}; a name like that is clearer in double quotes`
    throw errorAt('syntax', message, this.text, name)
  }

  /** True if what follows makes no sense because of a word before it that is almost a keyword. */
  followsMisspelling(): boolean {
    return this.misspelled(KEYWORDS) !== undefined
  }

  /** The word before this place (taken for a name), or here, that is almost a keyword, or one elsewhere. */
  private misspelled(
    keywords: readonly string[],
  ): { token: Token; near?: string; instead?: string } | undefined {
    const { kind } = this.peek()
    const isBeforeText = kind === 'string' || kind === 'number'
    const before = this.guessed.has(this.at - 1) || isBeforeText ? this.tokens[this.at - 1] : undefined
    const known = isBeforeText ? [...keywords, 'TIMESTAMP', 'INTERVAL'] : keywords
    for (const [token, least] of [
      [before, 3],
      [this.peek(), 4],
    ] as const) {
      if (token?.kind !== 'word' || RESERVED.has(token.upper) || keywords.length === 0) continue
      const instead = ELSEWHERE.get(token.upper)
      if (instead !== undefined) return { token, instead }
      const { length } = token.text
      const near = length < least ? undefined : nearestName(token.upper, known, length > 4 ? 2 : 1)
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
