// plain/ is the other dialect of the console: a statement goes to SQLite as it stands, over read-only views of the
// datasets. Nothing here parses SQL: tokens.ts cuts a text as SQLite does, check-statement.ts says what may run,
// views.ts names datasets and columns, plain-error.ts turns SQLite's messages into ours. Start with create-plain-sql.ts.

export type TokenKind = 'word' | 'name' | 'text' | 'blob' | 'number' | 'variable' | 'symbol' | 'broken'

/** A piece of a statement as SQLite cuts it; blanks and comments are left out. */
export interface Token {
  kind: TokenKind
  start: number
  end: number
  /** What it names or says: `a"b` of `"a""b"`; else the text itself. */
  value: string
}

const PATTERNS: readonly [TokenKind | 'blank', RegExp][] = [
  ['blank', /[ \t\n\f\r]+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['blob', /[xX]'[^']*'/y],
  ['text', /'(?:[^']|'')*'/y],
  ['name', /"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]/y],
  ['number', /0[xX][0-9a-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y],
  ['variable', /\?\d*|[:@#$][A-Za-z0-9_$\u0080-\uffff]+/y],
  ['word', /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y],
  ['broken', /['"`[][\s\S]*/y],
  ['symbol', /->>|->|\|\||<<|>>|<=|>=|<>|==|!=|[\s\S]/y],
]

/** The tokens of a text. Never throws: a quote without its end is one `broken` token up to the end of the text. */
export function sqliteTokens(text: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length; ) {
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = at
      const found = pattern.exec(text)?.[0]
      if (found === undefined) continue
      if (kind !== 'blank')
        tokens.push({ kind, start: at, end: at + found.length, value: readValue(kind, found) })
      at += found.length
      break
    }
  }
  return tokens
}

function readValue(kind: TokenKind, text: string): string {
  if (kind !== 'name' && kind !== 'text') return text
  const inner = text.slice(1, -1)
  const quote = text[0]!
  return quote === '[' ? inner : inner.replaceAll(quote + quote, quote)
}

/** Names that SQLite takes for the same: it folds the case of ASCII letters only. */
export const foldName = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
