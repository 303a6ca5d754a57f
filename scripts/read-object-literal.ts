/** Reads the JavaScript object literal after `marker` as data, as minifiers write it: unquoted keys, `.5`, `!0`, `!1`,
 *  `void 0`. Nothing is executed; anything that is not data throws. */
export function readObjectLiteral(text: string, marker: string): unknown {
  const start = text.indexOf(`${marker}{`)
  if (start < 0) throw new Error(`no object literal after ${marker}`)
  return new LiteralReader(text, start + marker.length).value()
}

const WORDS: Record<string, unknown> = {
  '!0': true,
  '!1': false,
  true: true,
  false: false,
  null: null,
  'void 0': null,
}

class LiteralReader {
  readonly #text: string
  #at: number

  constructor(text: string, at: number) {
    this.#text = text
    this.#at = at
  }

  value(): unknown {
    if (this.#take('{')) return this.#object()
    if (this.#take('[')) return this.#list()
    const quoted = this.#match(/(["'])((?:\\.|(?!\1)[^\\])*)\1/y)
    if (quoted) return JSON.parse(`"${quoted[2]!.replace(/\\'/g, "'").replace(/(?<!\\)"/g, '\\"')}"`)
    const number = this.#match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/iy)
    if (number) return Number(number[0])
    const word = this.#match(/!0|!1|void 0|true|false|null/y)
    if (word) return WORDS[word[0]]
    throw new Error(`no data at ${this.#at}: ${this.#text.slice(this.#at, this.#at + 30)}`)
  }

  #object(): Record<string, unknown> {
    const object: Record<string, unknown> = {}
    while (!this.#take('}')) {
      const key = this.#match(/(?:"([^"\\]*)"|([A-Za-z_$][\w$]*|\d+)):/y)
      if (!key) throw new Error(`no key at ${this.#at}`)
      Object.defineProperty(object, key[1] ?? key[2]!, {
        value: this.value(),
        enumerable: true,
        writable: true,
      })
      this.#take(',')
    }
    return object
  }

  #list(): unknown[] {
    const list: unknown[] = []
    while (!this.#take(']')) {
      list.push(this.value())
      this.#take(',')
    }
    return list
  }

  #take(mark: string): boolean {
    if (this.#text[this.#at] !== mark) return false
    this.#at++
    return true
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match) this.#at += match[0].length
    return match
  }
}
