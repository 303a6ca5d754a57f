const SURROGATE = /[\ud800-\udfff]/

/** The parts of a text between any of the characters in `separators`, empty ones included. */
export function splitAtAny(text: string, separators: string): string[] {
  if (SURROGATE.test(separators)) return splitAtCharacters(text, new Set(separators))
  const parts: string[] = []
  let start = 0
  if (separators.length === 1) {
    // For the few parts that most texts have, this is faster than `split`.
    for (let at = text.indexOf(separators); at >= 0; at = text.indexOf(separators, start)) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
    parts.push(text.slice(start))
    return parts
  }
  for (let i = 0; i < text.length; i++) {
    if (!separators.includes(text[i]!)) continue
    parts.push(text.slice(start, i))
    start = i + 1
  }
  parts.push(text.slice(start))
  return parts
}

/** The same where a separator may be two units: a half of one must not split another character. */
function splitAtCharacters(text: string, separators: ReadonlySet<string>): string[] {
  const parts: string[] = []
  let part = ''
  for (const character of text) {
    if (separators.has(character)) {
      parts.push(part)
      part = ''
    } else part += character
  }
  parts.push(part)
  return parts
}
