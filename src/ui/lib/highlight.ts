export type TokenKind = 'keyword' | 'string' | 'number' | 'name' | 'punctuation' | 'comment' | 'text'

export interface Token {
  kind: TokenKind
  text: string
}

const KEYWORDS = new Set(
  `select from where group by having order limit offset as and or not in is null like between case when then else end
   join left right inner outer on distinct union all with named excluding try cast exists true false asc desc`.split(
    /\s+/,
  ),
)

const SQL =
  /(--[^\n]*)|('(?:[^']|'')*'?)|("(?:[^"]|"")*"?)|(\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b)|([A-Za-z_]\w*)|([(){}[\].,*=<>+\-/%:])/giy
const JSON_TEXT =
  /()("(?:[^"\\]|\\.)*"(?=\s*:))|("(?:[^"\\]|\\.)*"?)|(-?\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b)|(\btrue\b|\bfalse\b|\bnull\b)|([{}[\],:])/iy

/** A text as coloured pieces that join to the same text. For the eye only: nothing is decided by it. */
export function highlight(text: string, language: 'sql' | 'json'): Token[] {
  const pattern = new RegExp(language === 'sql' ? SQL : JSON_TEXT)
  const classify = language === 'sql' ? sqlKind : jsonKind
  const tokens: Token[] = []
  let plain = ''
  for (let at = 0; at < text.length; ) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (!match || match[0] === '') {
      plain += text[at++]
      continue
    }
    if (plain) tokens.push({ kind: 'text', text: plain })
    plain = ''
    tokens.push({ kind: classify(match), text: match[0] })
    at += match[0].length
  }
  if (plain) tokens.push({ kind: 'text', text: plain })
  return tokens
}

function sqlKind(match: RegExpExecArray): TokenKind {
  if (match[1] !== undefined) return 'comment'
  if (match[2] !== undefined) return 'string'
  if (match[3] !== undefined) return 'name'
  if (match[4] !== undefined) return 'number'
  if (match[5] !== undefined) return KEYWORDS.has(match[5].toLowerCase()) ? 'keyword' : 'text'
  return 'punctuation'
}

function jsonKind(match: RegExpExecArray): TokenKind {
  if (match[2] !== undefined) return 'name'
  if (match[3] !== undefined) return 'string'
  if (match[4] !== undefined) return 'number'
  if (match[5] !== undefined) return 'keyword'
  return 'punctuation'
}
