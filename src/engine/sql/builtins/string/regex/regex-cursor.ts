import { EngineError } from '../../../../../contract/errors.ts'

/** Escapes that stand for one character. */
const CONTROLS: Record<string, number> = { t: 9, n: 10, v: 11, f: 12, r: 13, e: 27, a: 7, 0: 0 }
/** Escapes that stand for a class, as JavaScript writes them inside one. */
const CLASSES: Record<string, string> = {
  d: '\\d',
  D: '\\D',
  w: '\\w',
  W: '\\W',
  s: '\\s',
  S: '\\S',
  h: ' \\t',
}

/** A position in a pattern. */
export class RegexCursor {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  get done(): boolean {
    return this.at >= this.text.length
  }

  /** The next UTF-16 unit, not taken. */
  peek(): string | undefined {
    return this.text[this.at]
  }

  /** Steps over `expected` if it comes next. */
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false
    this.at += expected.length
    return true
  }

  /** Takes a match of a sticky expression at this place. */
  match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at
    const match = expression.exec(this.text)
    if (match) this.at += match[0].length
    return match
  }

  /** Takes one character; its code point. */
  next(): number {
    const codePoint = this.text.codePointAt(this.at)
    if (codePoint === undefined) throw this.error('an unexpected end')
    this.at += codePoint > 0xffff ? 2 : 1
    return codePoint
  }

  /** What stands after a backslash: a code point, or the source of a class.
   *  @throws EngineError `syntax` */
  escape(): number | string {
    const hex = this.match(/x(?:\{([0-9a-f]{1,6})\}|([0-9a-f]{2}))/iy)
    if (hex) return this.checked(Number.parseInt(hex[1] ?? hex[2]!, 16))
    const control = this.match(/c([a-z])/iy)
    if (control) return control[1]!.toUpperCase().charCodeAt(0) - 64
    const property = this.match(/([pP])(?:\{(\^?)([A-Za-z_=]{1,40})\}|([A-Z]))/y)
    if (property) return this.property(property)
    const character = this.next()
    const letter = String.fromCodePoint(character)
    if (Object.hasOwn(CONTROLS, letter)) return CONTROLS[letter]!
    if (Object.hasOwn(CLASSES, letter)) return CLASSES[letter]!
    if (/[a-z0-9]/i.test(letter)) throw this.error(`the escape \\${letter}, which is not known`)
    return character
  }

  private checked(codePoint: number): number {
    if (codePoint > 0x10ffff) throw this.error('a character beyond U+10FFFF')
    return codePoint
  }

  private property(match: RegExpExecArray): string {
    const negative = (match[1] === 'P') !== (match[2] === '^')
    const source = `\\${negative ? 'P' : 'p'}{${match[3] ?? match[4]}}`
    try {
      new RegExp(source, 'u')
    } catch {
      throw this.error(`the property ${match[0]}, which is not known`)
    }
    return source
  }

  /** An error at this place: "the regular expression 'x' has <what> at character n". */
  error(what: string): EngineError {
    const shown = this.text.length > 80 ? `${this.text.slice(0, 79)}…` : this.text
    return new EngineError(
      'syntax',
      `the regular expression '${shown}' has ${what}, at character ${Math.min(this.at, this.text.length) + 1}`,
      { offset: this.at },
    )
  }
}
