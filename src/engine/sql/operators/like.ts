import type { Value } from '../../../contract/values.ts'

/** `text LIKE pattern`: case counts, the whole text must match; `%` is any run, `_` one character, all else itself. */
export function isLike(text: string, pattern: string, escaping?: Value): boolean {
  const letters = Array.from(pattern)
  const tokens: Token[] = []
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i]!
    if (letter === escaping) {
      const escaped = letters[++i]
      tokens.push((c) => c === escaped)
    } else if (letter === '%') tokens.push('run')
    else if (letter === '_') tokens.push(() => true)
    else tokens.push((c) => c === letter)
  }
  return matches(Array.from(text), tokens)
}

/** SQLite's GLOB: `*` any run, `?` one character, `[a-z]` and `[^a-z]` one of a set. */
export function isGlob(text: string, pattern: string): boolean {
  const letters = Array.from(pattern)
  const tokens: Token[] = []
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i]!
    if (letter === '*') tokens.push('run')
    else if (letter === '?') tokens.push(() => true)
    else if (letter === '[') {
      const close = letters.indexOf(']', letters[i + 1] === '^' ? i + 3 : i + 2)
      if (close < 0) return false
      tokens.push(inSet(letters.slice(i + 1, close)))
      i = close
    } else tokens.push((c) => c === letter)
  }
  return matches(Array.from(text), tokens)
}

type Token = 'run' | ((c: string) => boolean)

/** Greedy with one point to come back to: linear but for the product of both lengths at worst, no recursion. */
function matches(text: string[], tokens: Token[]): boolean {
  let t = 0
  let p = 0
  let runAt = -1
  let resume = 0
  while (t < text.length) {
    const token = tokens[p]
    if (token === 'run') {
      runAt = p++
      resume = t
    } else if (token?.(text[t]!)) {
      t++
      p++
    } else if (runAt >= 0) {
      p = runAt + 1
      t = ++resume
    } else return false
  }
  while (tokens[p] === 'run') p++
  return p === tokens.length
}

function inSet(set: string[]): Token {
  const negated = set[0] === '^'
  const members = negated ? set.slice(1) : set
  return (c) => {
    let found = false
    for (let i = 0; i < members.length; i++) {
      if (members[i + 1] === '-' && i + 2 < members.length) {
        if (members[i]! <= c && c <= members[i + 2]!) found = true
        i += 2
      } else if (members[i] === c) found = true
    }
    return found !== negated
  }
}
