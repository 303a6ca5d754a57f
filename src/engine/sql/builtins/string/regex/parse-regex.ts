import { EngineError } from '../../../../../contract/errors.ts'
import { escapeCharacter, parseClass } from './parse-class.ts'
import { RegexCursor } from './regex-cursor.ts'
import type { Assertion, ParsedRegex, RegexNode } from './regex-node.ts'

const LONGEST_PATTERN = 10_000
const DEEPEST = 200
const MOST_REPEATS = 1000

interface Flags {
  i: boolean
  m: boolean
  s: boolean
  x: boolean
}

const ASSERTIONS: Record<string, Assertion> = {
  A: 'textStart',
  z: 'textEnd',
  Z: 'textEndLine',
  b: 'boundary',
  B: 'notBoundary',
}

/** Parses a Perl-style pattern.
 *  @throws EngineError `syntax`; `not-supported` for atomic groups, possessive quantifiers, recursion, conditions */
export function parseRegex(pattern: string): ParsedRegex {
  if (pattern.length > LONGEST_PATTERN)
    throw new EngineError(
      'syntax',
      `a regular expression must not be longer than ${LONGEST_PATTERN} characters`,
    )
  const parser = new Parser(pattern)
  const node = parser.choice({ i: false, m: false, s: false, x: false }, 0)
  if (!parser.cursor.done) throw parser.cursor.error('a ) without its (')
  return { node: parser.resolved(node), groups: parser.groups, names: parser.names }
}

class Parser {
  readonly cursor: RegexCursor
  groups = 0
  readonly names = new Map<string, number>()
  private readonly references: { node: { index: number }; name: string | undefined }[] = []

  constructor(pattern: string) {
    this.cursor = new RegexCursor(pattern)
  }

  /** Alternatives up to a closing parenthesis. `flags` may be changed by an inline group, up to that one. */
  choice(flags: Flags, depth: number): RegexNode {
    if (depth > DEEPEST) throw this.cursor.error(`groups nested deeper than ${DEEPEST}`)
    const own = { ...flags }
    const items: RegexNode[] = []
    do items.push(this.sequence(own, depth))
    while (this.cursor.take('|'))
    return items.length === 1 ? items[0]! : { kind: 'choice', items }
  }

  /** Checks that back references name groups that exist. */
  resolved(node: RegexNode): RegexNode {
    for (const { node: reference, name } of this.references) {
      if (name !== undefined) reference.index = this.names.get(name) ?? -1
      if (reference.index < 1 || reference.index > this.groups)
        throw this.cursor.error('a reference to a group that does not exist')
    }
    return node
  }

  private sequence(flags: Flags, depth: number): RegexNode {
    const items: RegexNode[] = []
    for (;;) {
      if (flags.x) this.cursor.match(/(?:\s+|#[^\n]*)+/y)
      const next = this.cursor.peek()
      if (next === undefined || next === '|' || next === ')') break
      const quoted = this.cursor.match(/\\Q([\s\S]*?)(?:\\E|$)/y)
      if (quoted) {
        for (const c of quoted[1]!) items.push(this.set(escapeCharacter(c.codePointAt(0)!), flags))
        continue
      }
      const atom = this.atom(flags, depth)
      if (atom) items.push(this.quantified(atom, flags))
    }
    return items.length === 1
      ? items[0]!
      : items.length === 0
        ? { kind: 'empty' }
        : { kind: 'sequence', items }
  }

  private set(source: string, flags: Flags): RegexNode {
    return { kind: 'set', source: source.startsWith('[') ? source : `[${source}]`, ignoreCase: flags.i }
  }

  /** One atom; undefined for a comment or inline flags. */
  private atom(flags: Flags, depth: number): RegexNode | undefined {
    const { cursor } = this
    if (cursor.take('(')) return this.group(flags, depth)
    if (cursor.take('[')) return this.set(parseClass(cursor), flags)
    if (cursor.take('.')) return this.set(flags.s ? '[^]' : '[^\\n]', flags)
    if (cursor.take('^')) return { kind: 'assert', what: flags.m ? 'lineStart' : 'textStart' }
    if (cursor.take('$')) return { kind: 'assert', what: flags.m ? 'lineEnd' : 'textEndLine' }
    if (cursor.take('\\')) return this.escape(flags)
    if (/[*+?]/.test(cursor.peek()!)) throw cursor.error('a quantifier with nothing before it')
    return this.set(escapeCharacter(cursor.next()), flags)
  }

  private escape(flags: Flags): RegexNode {
    const { cursor } = this
    const assertion = cursor.match(/[AzZbB]/y)
    if (assertion) return { kind: 'assert', what: ASSERTIONS[assertion[0]]! }
    const reference =
      cursor.match(/([1-9]\d?)/y) ?? cursor.match(/g\{?([1-9]\d?)\}?/y) ?? cursor.match(/k[<{'](\w+)[>}']/y)
    if (reference) {
      const node = { kind: 'backreference' as const, index: Number(reference[1]) }
      this.references.push({ node, name: reference[0].startsWith('k') ? reference[1] : undefined })
      return node
    }
    if (cursor.match(/R/y)) return newline(flags)
    const escaped = cursor.escape()
    return this.set(typeof escaped === 'number' ? escapeCharacter(escaped) : escaped, flags)
  }

  private group(flags: Flags, depth: number): RegexNode | undefined {
    const { cursor } = this
    if (cursor.match(/\?#[^)]*\)/y)) return undefined
    const look = cursor.match(/\?(<?)([=!])/y)
    if (look) {
      const item = this.closed(flags, depth)
      return { kind: 'look', behind: look[1] === '<', negative: look[2] === '!', item }
    }
    const inline = cursor.match(/\?([imsx]*)(?:-([imsx]*))?([:)])/y)
    if (inline) {
      const changed = { ...flags, ...switched(inline[1]!, true), ...switched(inline[2] ?? '', false) }
      if (inline[3] === ':') return this.closed(changed, depth)
      Object.assign(flags, changed)
      return undefined
    }
    const named = cursor.match(/\?(?:P?<|')([A-Za-z_]\w*)[>']/y)
    if (!named && cursor.peek() === '?')
      throw new EngineError(
        'not-supported',
        `${cursor.error('a group of a kind that is not supported').message}; plain, named, non-capturing and look-around groups are`,
      )
    const index = ++this.groups
    if (named) this.names.set(named[1]!, index)
    return { kind: 'capture', index, item: this.closed(flags, depth) }
  }

  private closed(flags: Flags, depth: number): RegexNode {
    const node = this.choice(flags, depth + 1)
    if (!this.cursor.take(')')) throw this.cursor.error('a ( without its )')
    return node
  }

  private quantified(item: RegexNode, flags: Flags): RegexNode {
    const { cursor } = this
    if (flags.x) cursor.match(/\s+/y)
    const simple = cursor.match(/[*+?]/y)
    const counted = simple ? null : cursor.match(/\{(\d{1,5})?(,?)(\d{1,5})?\}/y)
    if (!simple && (!counted || (counted[1] ?? counted[3]) === undefined)) {
      if (counted) cursor.at -= counted[0].length
      return item
    }
    const [min, max] = simple ? BOUNDS[simple[0]]! : countBounds(counted!)
    if (max < min) throw cursor.error('a quantifier whose end is before its beginning')
    if (min > MOST_REPEATS || (max > MOST_REPEATS && max !== Number.POSITIVE_INFINITY))
      throw cursor.error(`a quantifier above ${MOST_REPEATS}`)
    const lazy = cursor.take('?')
    if (cursor.peek() === '+')
      throw new EngineError(
        'not-supported',
        cursor.error('a possessive quantifier, which is not supported').message,
      )
    if (/[*?]/.test(cursor.peek() ?? '')) throw cursor.error('a quantifier after a quantifier')
    return { kind: 'repeat', item, min, max, lazy }
  }
}

const BOUNDS: Record<string, readonly [number, number]> = {
  '*': [0, Number.POSITIVE_INFINITY],
  '+': [1, Number.POSITIVE_INFINITY],
  '?': [0, 1],
}

function countBounds([, min, comma, max]: RegExpExecArray): readonly [number, number] {
  const least = Number(min ?? 0)
  if (comma === '') return [least, least]
  return [least, max === undefined ? Number.POSITIVE_INFINITY : Number(max)]
}

const switched = (names: string, value: boolean): Partial<Flags> =>
  Object.fromEntries([...names].map((name) => [name, value]))

/** `\R`: CR LF as one, or any single line end. */
function newline(flags: Flags): RegexNode {
  const set = (source: string): RegexNode => ({ kind: 'set', source, ignoreCase: flags.i })
  return {
    kind: 'choice',
    items: [
      { kind: 'sequence', items: [set('[\\r]'), set('[\\n]')] },
      set('[\\n\\x0b\\f\\r\\x85\\u2028\\u2029]'),
    ],
  }
}
