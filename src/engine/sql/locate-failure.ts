import { EngineError } from '../../contract/errors.ts'
import type { Builtin } from './builtins/define-builtin.ts'
import type { Catalog } from './catalog.ts'
import { lex } from './lexer.ts'
import { type Extent, errorAt } from './span.ts'
import type { Token } from './token.ts'

const FAILED = /^Executing builtin function (\w+): /

/** A failure of a builtin at run time, with the place of its call where there can be no doubt which that is: the statement
 *  calls it once, and no function or view brings calls of its own. */
export function locateFailure(
  error: unknown,
  text: string,
  builtins: ReadonlyMap<string, Builtin>,
  catalog: Catalog,
): unknown {
  if (!(error instanceof EngineError) || error.detail?.span) return error
  const name = FAILED.exec(error.message)?.[1]
  if (name === undefined) return error
  const tokens = lex(text)
  if (tokens.some((token) => bringsCalls(token, catalog))) return error
  const calls = tokens.flatMap((token, i) =>
    token.kind === 'word' && builtins.get(token.text.toLowerCase())?.name.toLowerCase() === name.toLowerCase()
      ? (callAt(tokens, i) ?? [])
      : [],
  )
  return calls.length === 1 ? errorAt(error.code, error.message, text, calls[0]!) : error
}

const bringsCalls = (token: Token, catalog: Catalog): boolean =>
  (token.kind === 'word' || token.kind === 'quoted') &&
  (catalog.function(token.text)?.kind === 'expression' || catalog.view?.(token.text) !== undefined)

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
