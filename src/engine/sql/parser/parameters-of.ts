import { lex } from '../lexer.ts'

/** The names of a statement's `$parameters`, each once, in the order in which they come.
 *  @throws EngineError `syntax` for what is no text of tokens */
export const parametersOf = (text: string): string[] => [
  ...new Set(lex(text).flatMap((token) => (token.kind === 'parameter' ? token.name : []))),
]
