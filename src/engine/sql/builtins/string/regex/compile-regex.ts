import { EngineError } from '../../../../../contract/errors.ts'
import { runProgram } from './matcher.ts'
import { contains, countWays, toNativeSource } from './native-regex.ts'
import { parseRegex } from './parse-regex.ts'
import type { RegexNode } from './regex-node.ts'
import { type Instruction, requireSize, toProgram } from './regex-program.ts'

/** Backtracking steps that JavaScript's engine may be trusted with: a few milliseconds. */
const MOST_NATIVE_STEPS = 1_000_000

/** A match: its place, and the text of each group (0 is the match itself), undefined for one that took no part. */
export interface RegexMatch {
  start: number
  end: number
  groups: readonly (string | undefined)[]
}

/** A pattern that can be run, in time bounded whatever the text is. */
export class Regex {
  readonly groups: number
  readonly names: ReadonlyMap<string, number>
  private readonly node: RegexNode
  /** What only JavaScript's own engine can do. */
  private readonly needsNative: boolean
  /** What it would do otherwise than Perl. */
  private readonly refusesNative: boolean
  private readonly waysByBits: number[] = []
  private program: Instruction[] | undefined
  private native: { search: RegExp; whole: RegExp } | undefined

  /** @throws EngineError `syntax`, `not-supported` */
  constructor(pattern: string) {
    const { node, groups, names } = parseRegex(pattern)
    requireSize(node)
    this.node = node
    this.groups = groups
    this.names = names
    this.needsNative = contains(node, (n) => n.kind === 'look' || n.kind === 'backreference')
    this.refusesNative = isMixedCase(node) || contains(node, capturesRepeatedly)
    if (this.needsNative && isMixedCase(node))
      throw new EngineError(
        'not-supported',
        'a regular expression with look-around must ignore case everywhere or nowhere',
      )
  }

  /** True if some part of the text matches, or all of it. */
  test(text: string, whole: boolean): boolean {
    if (!this.isQuick(text.length)) return this.run(text, 0, whole) !== null
    const native = this.nativeForms()
    const expression = whole ? native.whole : native.search
    expression.lastIndex = 0
    return expression.test(text)
  }

  /** The first match at or after a place. */
  exec(text: string, from: number): RegexMatch | null {
    if (this.isQuick(text.length)) {
      const { search } = this.nativeForms()
      search.lastIndex = from
      const match = search.exec(text)
      return match && { start: match.index, end: match.index + match[0].length, groups: match }
    }
    const places = this.run(text, from, false)
    if (!places) return null
    const groups = Array.from({ length: this.groups + 1 }, (_, i) =>
      places[2 * i]! < 0 ? undefined : text.slice(places[2 * i]!, places[2 * i + 1]!),
    )
    return { start: places[0]!, end: places[1]!, groups }
  }

  private run(text: string, from: number, whole: boolean): Int32Array | null {
    if (this.needsNative)
      throw new EngineError(
        'not-supported',
        'this regular expression has look-around or back references and could take forever on a text of this length; simplify its repetitions',
      )
    this.program ??= toProgram(this.node)
    return runProgram(this.program, 2 * (this.groups + 1), text, from, whole)
  }

  /** Whether backtracking is certain to be short on a text of that length, rounded up to a power of two. */
  private isQuick(length: number): boolean {
    if (this.refusesNative && !this.needsNative) return false
    const bits = 32 - Math.clz32(length)
    this.waysByBits[bits] ??= 2 ** bits * countWays(this.node, 2 ** bits)
    return this.waysByBits[bits] <= MOST_NATIVE_STEPS
  }

  private nativeForms(): { search: RegExp; whole: RegExp } {
    if (!this.native) {
      const source = toNativeSource(this.node)
      const flags = contains(this.node, (n) => n.kind === 'set' && n.ignoreCase) ? 'iu' : 'u'
      this.native = { search: new RegExp(source, `${flags}g`), whole: new RegExp(`^(?:${source})$`, flags) }
    }
    return this.native
  }
}

/** A group inside a repetition: Perl keeps what it matched in an earlier round, JavaScript forgets it. */
const capturesRepeatedly = (node: RegexNode): boolean =>
  node.kind === 'repeat' && node.max > 1 && contains(node.item, (n) => n.kind === 'capture')

const isMixedCase = (node: RegexNode): boolean =>
  contains(node, (n) => n.kind === 'set' && n.ignoreCase) &&
  contains(node, (n) => n.kind === 'set' && !n.ignoreCase)

const MOST_KEPT = 64
const compiled = new Map<string, Regex>()

/** The pattern, ready to run. The last 64 are kept.
 *  @throws EngineError `syntax`, `not-supported` */
export function compileRegex(pattern: string): Regex {
  const known = compiled.get(pattern)
  if (known) return known
  const regex = new Regex(pattern)
  const oldest = compiled.keys().next()
  if (compiled.size >= MOST_KEPT && !oldest.done) compiled.delete(oldest.value)
  compiled.set(pattern, regex)
  return regex
}
