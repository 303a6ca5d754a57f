import { splitAtAny } from '../shared/split-at-any.ts'
import { countCharacters } from '../string/length.ts'
import type { TokenOptions } from './token-options.ts'

/** The tokens of a text in order: split at any of `splitChars` outside quotes, too short ones dropped, then `offset`
 *  and `limit` applied. */
export function splitTokens(text: string, options: TokenOptions): string[] {
  const { offset, limit, minTokenLength } = options
  const all =
    options.quoteChar === ''
      ? splitAtAny(text, options.splitChars)
      : splitQuoted(text, new Set(options.splitChars), options.quoteChar)
  const tokens = minTokenLength <= 0 ? all : longOnes(all, minTokenLength)
  const start = Math.max(0, offset)
  if (start === 0 && limit < 0) return tokens
  return limit < 0 ? tokens.slice(start) : tokens.slice(start, start + limit)
}

/** The tokens of so many characters or more. */
function longOnes(tokens: string[], least: number): string[] {
  for (const token of tokens) if (isShort(token, least)) return tokens.filter((one) => !isShort(one, least))
  return tokens
}

const isShort = (token: string, least: number): boolean =>
  least === 1 ? token === '' : token.length < least || countCharacters(token) < least

function splitQuoted(text: string, splitAt: Set<string>, quote: string): string[] {
  const characters = Array.from(text)
  const tokens: string[] = []
  let token = ''
  let quoted = false
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!
    if (character === quote) {
      if (quoted && characters[i + 1] === quote) {
        token += quote
        i++
      } else quoted = !quoted
    } else if (!quoted && splitAt.has(character)) {
      tokens.push(token)
      token = ''
    } else token += character
  }
  tokens.push(token)
  return tokens
}

/** Runs of `least` to `most` neighbouring tokens, joined by `_`. */
export function ngrams(
  tokens: readonly string[],
  [least, most]: readonly [number, number],
): readonly string[] {
  if (least === 1 && most === 1) return tokens
  const grams: string[] = []
  for (let start = 0; start < tokens.length; start++) {
    for (let size = least; size <= most && start + size <= tokens.length; size++)
      grams.push(tokens.slice(start, start + size).join('_'))
  }
  return grams
}
