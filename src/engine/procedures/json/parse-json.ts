// json/ reads and writes JSON exactly: parse-json.ts keeps integers of 64 bits, exact-json.ts is the encoding in which
// every value of the dialect goes out and comes back, split-json.ts cuts a stream of JSON into values.
import { EngineError } from '../../../contract/errors.ts'

/** Parsed JSON in which an integer beyond 2^53 is a bigint where it fits 64 bits. */
export type ParsedJson = unknown

const MAX_DEPTH = 256
const UINT64_MAX = 2n ** 64n - 1n
const INT64_MIN = -(2n ** 63n)
const MAY_BE_LARGE = /\d{16}/

/** Reads JSON text. Unlike `JSON.parse` it rounds no integer of 64 bits, and it refuses what is nested too deeply for
 *  those who walk it.
 *  @throws EngineError `bad-file` with the reason */
export function parseJson(text: string): ParsedJson {
  try {
    const json: unknown = JSON.parse(text)
    // Valid, so what follows need not look for mistakes.
    return MAY_BE_LARGE.test(text) ? new ExactReader(text).read() : checkDepth(json, 0)
  } catch (error) {
    if (error instanceof EngineError) throw error
    throw new EngineError('bad-file', (error as Error).message, {}, { cause: error })
  }
}

const tooDeep = (): EngineError => new EngineError('bad-file', `it is nested deeper than ${MAX_DEPTH} levels`)

function checkDepth(json: unknown, depth: number): unknown {
  if (typeof json !== 'object' || json === null) return json
  if (depth >= MAX_DEPTH) throw tooDeep()
  for (const inner of Array.isArray(json) ? json : Object.values(json)) checkDepth(inner, depth + 1)
  return json
}

/** Reads text that is known to be JSON. */
class ExactReader {
  private at = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  read(depth = 0): unknown {
    if (depth > MAX_DEPTH) throw tooDeep()
    const c = this.next()
    if (c === '{') return this.object(depth)
    if (c === '[') return this.array(depth)
    if (c === '"') return this.string()
    return this.word()
  }

  /** The next character that is no white space. */
  private next(): string {
    while (' \t\r\n'.includes(this.text[this.at]!)) this.at++
    return this.text[this.at]!
  }

  private object(depth: number): Record<string, unknown> {
    // Without a prototype: a key may be called `__proto__`.
    const object: Record<string, unknown> = Object.create(null)
    this.at++
    while (this.next() !== '}') {
      if (this.text[this.at] === ',') {
        this.at++
        continue
      }
      const key = this.string()
      this.next()
      this.at++
      object[key] = this.read(depth + 1)
    }
    this.at++
    return object
  }

  private array(depth: number): unknown[] {
    const array: unknown[] = []
    this.at++
    while (this.next() !== ']') {
      if (this.text[this.at] === ',') this.at++
      else array.push(this.read(depth + 1))
    }
    this.at++
    return array
  }

  private string(): string {
    this.next()
    const start = this.at
    for (this.at++; this.text[this.at] !== '"'; this.at++) if (this.text[this.at] === '\\') this.at++
    this.at++
    return JSON.parse(this.text.slice(start, this.at)) as string
  }

  private word(): unknown {
    const start = this.at
    while (this.at < this.text.length && !' \t\r\n,]}'.includes(this.text[this.at]!)) this.at++
    const word = this.text.slice(start, this.at)
    const number: unknown = JSON.parse(word)
    if (typeof number !== 'number' || Number.isSafeInteger(number) || /[.eE]/.test(word)) return number
    // Longer than any integer of 64 bits: not worth reading as one.
    if (word.length > 21) return number
    const integer = BigInt(word)
    return integer <= UINT64_MAX && integer >= INT64_MIN ? integer : number
  }
}
