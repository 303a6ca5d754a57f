import { toInteger } from '../../values/to-number.ts'
import { valueToText } from '../../values/value-to-text.ts'
import { defineScalar } from '../define-builtin.ts'
import { atoms } from '../shared/types.ts'
import { ngrams, splitTokens } from './split-tokens.ts'
import { tokenOptions } from './token-options.ts'

/** One token. */
export const tokenExtract = defineScalar({
  name: 'token_extract',
  group: 'token',
  signature: 'token_extract(s, n[, options])',
  summary:
    'The n-th token of the text, from 0, or from the end with a negative `n`; null where there is none. Options are those of `tokenize`.',
  example: { sql: "token_extract('a b c', -1, {' ' AS splitChars})", result: 'c' },
  arity: [2, 3],
  result: () => atoms('string', 'null'),
  apply: ([text, n, given]) => {
    const options = tokenOptions(given)
    return ngrams(splitTokens(valueToText(text!), options), options.ngramRange).at(toInteger(n!)) ?? null
  },
})
