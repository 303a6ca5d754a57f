import { EngineError } from '../../contract/errors.ts'
import { SQLITE_AGGREGATES, SQLITE_FUNCTIONS, SQLITE_WINDOW_FUNCTIONS } from './binder/sqlite-functions.ts'
import type { Catalog } from './catalog.ts'
import { lex } from './lexer.ts'
import { type Extent, errorAt } from './span.ts'
import type { Token } from './token.ts'

/** A failure at run time with the place of what failed: the call that the executor names or, of what SQLite itself says, the
 *  only function or operator that may say it, if no function or view brings others. */
export function locateFailure(error: unknown, text: string, catalog: Catalog): unknown {
  if (!(error instanceof EngineError) || error.detail?.span) return error
  const place = (error.detail?.at as Extent | undefined) ?? placeOfSqlite(error.message, text, catalog)
  return place ? errorAt(error.code, error.message, text, place) : error
}

function placeOfSqlite(message: string, text: string, catalog: Catalog): Extent | undefined {
  const blamed = SQLITE_FAILURES.find(([pattern]) => pattern.test(message))
  if (!blamed) return undefined
  const tokens = lex(text)
  if (tokens.some((token) => bringsCalls(token, catalog))) return undefined
  const signs = tokens.filter((token) => token.kind === 'sign' && blamed[2]?.includes(token.text))
  const places = [...callsOf(tokens, (word) => blamed[1].test(word) && isOfSqlite(word)), ...signs]
  return places.length === 1 ? places[0] : undefined
}

/** What SQLite says, the names of the functions that may say it, and operators that do. */
const SQLITE_FAILURES: readonly [message: RegExp, names: RegExp, signs?: readonly string[]][] = [
  [/JSON/, /^jsonb?_|^jsonb?$/, ['->', '->>']],
  [/\bntile\b/, /^ntile$/],
  [/\bnth_value\b/, /^nth_value$/],
  [/integer overflow/, /^(sum|abs)$/],
]

const isOfSqlite = (word: string): boolean =>
  SQLITE_FUNCTIONS.has(word) ||
  SQLITE_WINDOW_FUNCTIONS.has(word) ||
  SQLITE_AGGREGATES.has(word) ||
  word.startsWith('json_')

const bringsCalls = (token: Token, catalog: Catalog): boolean =>
  (token.kind === 'word' || token.kind === 'quoted') &&
  (catalog.function(token.text)?.kind === 'expression' || catalog.view?.(token.text) !== undefined)

const callsOf = (tokens: readonly Token[], isNamed: (word: string) => boolean): Extent[] =>
  tokens.flatMap((token, i) =>
    token.kind === 'word' && isNamed(token.text.toLowerCase()) ? (callAt(tokens, i) ?? []) : [],
  )

/** From the name of a function to the parenthesis that closes its call; undefined if it is no call. */
function callAt(tokens: readonly Token[], at: number): Extent | undefined {
  let depth = 0
  for (const token of tokens.slice(at + 1)) {
    if (token.kind === 'sign' && token.text === '(') depth++
    else if (depth === 0) return undefined
    else if (token.kind === 'sign' && token.text === ')' && --depth === 0)
      return { start: tokens[at]!.start, end: token.end }
  }
  return undefined
}
