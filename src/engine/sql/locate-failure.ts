import { EngineError } from '../../contract/errors.ts'
import { SQLITE_AGGREGATES, SQLITE_FUNCTIONS, SQLITE_WINDOW_FUNCTIONS } from './binder/sqlite-functions.ts'
import type { Builtin } from './builtins/define-builtin.ts'
import type { Catalog } from './catalog.ts'
import { lex } from './lexer.ts'
import { type Extent, errorAt } from './span.ts'
import { RESERVED, type Token } from './token.ts'

const FAILED = /^Executing builtin function (\w+): /

/** A failure at run time with the place of the call or operator that failed, where there can be no doubt which that is: the
 *  statement has one of the kind, and no function or view brings others. */
export function locateFailure(
  error: unknown,
  text: string,
  builtins: ReadonlyMap<string, Builtin>,
  catalog: Catalog,
): unknown {
  if (!(error instanceof EngineError) || error.detail?.span) return error
  const tokens = lex(text)
  if (tokens.some((token) => bringsCalls(token, catalog))) return error
  const places = placesOf(error, tokens, builtins)
  return places.length === 1 ? errorAt(error.code, error.message, text, places[0]!) : error
}

/** Where in a statement what failed may stand. */
function placesOf(
  { message, detail }: EngineError,
  tokens: readonly Token[],
  builtins: ReadonlyMap<string, Builtin>,
): Extent[] {
  const name = FAILED.exec(message)?.[1]?.toLowerCase()
  if (name !== undefined) return callsOf(tokens, (word) => builtins.get(word)?.name.toLowerCase() === name)
  if (typeof detail?.operator === 'string') return operatorsOf(tokens, detail.operator)
  const blamed = SQLITE_FAILURES.find(([pattern]) => pattern.test(message))
  if (!blamed) return []
  const signs = tokens.filter((token) => token.kind === 'sign' && blamed[2]?.includes(token.text))
  return [...callsOf(tokens, (word) => blamed[1].test(word) && isOfSqlite(word)), ...signs]
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

/** The signs and words of an operator. A sign before which no operand stands is of one operand, or no operator. */
function operatorsOf(tokens: readonly Token[], operator: string): Extent[] {
  const sign = operator === 'negate' ? '-' : operator
  const isBinary = operator !== 'negate' && operator !== '~'
  return tokens.filter((token, i) => {
    if (token.kind === 'word') return token.upper === operator.toUpperCase()
    if (token.kind !== 'sign' || token.text !== sign) return false
    return endsOperand(tokens[i - 1]) === isBinary && beginsOperand(tokens[i + 1])
  })
}

function endsOperand(token: Token | undefined): boolean {
  if (!token || token.kind === 'end') return false
  if (token.kind === 'sign') return /^[)\]}]$/.test(token.text)
  return token.kind !== 'word' || !RESERVED.has(token.upper) || /^(END|NULL|TRUE|FALSE)$/.test(token.upper)
}

function beginsOperand(token: Token | undefined): boolean {
  if (!token || token.kind === 'end') return false
  if (token.kind === 'sign') return /^[([{~+-]$/.test(token.text)
  return (
    token.kind !== 'word' ||
    !RESERVED.has(token.upper) ||
    /^(CASE|CAST|NULL|TRUE|FALSE|NOT)$/.test(token.upper)
  )
}
