import { EngineError } from '../../../../../contract/errors.ts'
import type { Regex, RegexMatch } from './compile-regex.ts'

const LONGEST_RESULT = 100_000_000

/** Part of a replacement: text, or the number of a group. */
type Part = string | number

const REFERENCE = /\$(?:(\d{1,2})|\{(\w+)\}|\+\{(\w+)\}|([&$]))|\\(?:(\d)|([\s\S]))/g
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', f: '\f', e: '\x1b', a: '\x07' }

/** The last replacement that was read: one statement has one, for all its rows. */
let kept: { text: string; regex: Regex; parts: Part[] } | undefined

function partsOf(text: string, regex: Regex): Part[] {
  if (kept?.text !== text || kept.regex !== regex)
    kept = { text, regex, parts: parseReplacement(text, regex) }
  return kept.parts
}

/** Reads a Perl-style replacement: `$1`, `${1}`, `${name}`, `$&`, `\1`, `$$`, `\n` and its like. */
function parseReplacement(text: string, regex: Regex): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const match of text.matchAll(REFERENCE)) {
    parts.push(text.slice(at, match.index), ...toParts(match, regex))
    at = match.index + match[0].length
  }
  parts.push(text.slice(at))
  return parts.filter((part) => part !== '')
}

function toParts(
  [whole, digits, braced, named, sign, backslashed, escaped]: RegExpMatchArray,
  regex: Regex,
): Part[] {
  if (sign !== undefined) return [sign === '&' ? 0 : '$']
  if (escaped !== undefined) return [ESCAPES[escaped] ?? escaped]
  const name = digits ?? braced ?? named ?? backslashed ?? ''
  const index = /^\d+$/.test(name) ? Number(name) : regex.names.get(name)
  if (index !== undefined && index <= regex.groups) return [index]
  // `$12` where there is one group: that group, then a 2.
  if (digits?.length === 2 && Number(digits[0]) <= regex.groups) return [Number(digits[0]), digits[1]!]
  throw new EngineError(
    'invalid-argument',
    `the replacement names the group '${whole}', which the regular expression does not have`,
  )
}

/** All matches replaced, left to right. After an empty match the next is looked for one character further.
 *  @throws EngineError `invalid-argument`, `not-supported` */
export function replaceMatches(text: string, regex: Regex, replacement: string): string {
  const parts = partsOf(replacement, regex)
  let result = ''
  let copied = 0
  for (let from = 0; from <= text.length; ) {
    const match = regex.exec(text, from)
    if (!match) break
    const { start, end } = match
    result += text.slice(copied, start) + expand(parts, match)
    if (result.length > LONGEST_RESULT)
      throw new EngineError('not-supported', 'the text would become too long')
    copied = end
    from = end > start ? end : end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1)
  }
  return result + text.slice(copied)
}

const expand = (parts: readonly Part[], { groups }: RegexMatch): string => {
  let text = ''
  for (const part of parts) text += typeof part === 'string' ? part : (groups[part] ?? '')
  return text
}
