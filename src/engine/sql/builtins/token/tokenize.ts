import type { Value } from '../../../../contract/values.ts'
import { valueToText } from '../../values/value-to-text.ts'
import { defineScalar } from '../define-builtin.ts'
import { OPEN_ROW } from '../shared/types.ts'
import { ngrams, splitTokens } from './split-tokens.ts'
import { tokenOptions } from './token-options.ts'

/** A bag of words. */
export const tokenize = defineScalar({
  name: 'tokenize',
  group: 'token',
  signature:
    "tokenize(s[, {splitChars: ',', quoteChar: '', offset: 0, limit: -1, value: null, minTokenLength: 1, ngramRange: [1, 1]}])",
  summary:
    'A row with one column per token, its value being how often the token occurs (or `value`). `quoteChar` protects what stands between two of it, `offset` and `limit` choose tokens by position, `ngramRange: [1, 2]` adds pairs of neighbours joined by `_`.',
  example: {
    sql: "tokenize('to be or not to be', {' ' AS splitChars})",
    result: { to: 2, be: 2, or: 1, not: 1 },
  },
  arity: [1, 2],
  result: () => OPEN_ROW,
  apply: ([text, given]) => {
    const options = tokenOptions(given)
    const grams = ngrams(splitTokens(valueToText(text!), options), options.ngramRange)
    const columns: [string[], Value][] = []
    // A map costs more than it saves for a few tokens.
    const places = grams.length > 12 ? new Map<string, number>() : undefined
    for (const gram of grams) {
      const at = places ? places.get(gram) : placeOf(columns, gram)
      if (at !== undefined) columns[at]![1] = (columns[at]![1] as number) + 1
      else {
        places?.set(gram, columns.length)
        columns.push([[gram], 1])
      }
    }
    if (options.value !== null) for (const column of columns) column[1] = options.value
    return { kind: 'row', columns }
  },
})

function placeOf(columns: readonly [string[], Value][], gram: string): number | undefined {
  for (let i = 0; i < columns.length; i++) if (columns[i]![0][0] === gram) return i
  return undefined
}
