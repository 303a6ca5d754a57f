import type { Value } from '../../../../contract/values.ts'
import { compareStrings, compareValues } from '../../values/compare-values.ts'
import { valueToText } from '../../values/value-to-text.ts'
import { atoms } from '../shared/types.ts'
import { definePerCell } from './per-cell.ts'

interface Texts {
  separator: string
  texts: string[]
  /** Of the texts, where there is a sort key. */
  keys: Value[]
}

/** Joined text. */
export const stringAgg = definePerCell<Texts>({
  name: 'string_agg',
  signature: 'string_agg(x, separator[, sortKey])',
  summary:
    'The values as text with the separator between, ordered by the sort key, then by the text; null if there is none. The separator is that of the first value.',
  example: { sql: "string_agg('a', ', ')", result: 'a' },
  arity: [2, 3],
  of: () => atoms('string', 'null'),
  cell: {
    init: () => ({ separator: '', texts: [], keys: [] }),
    step: (state, x, [separator, key]) => {
      if (state.texts.length === 0) state.separator = separator === null ? '' : valueToText(separator!)
      state.texts.push(valueToText(x))
      if (key !== undefined) state.keys.push(key)
      return state
    },
    finish: ({ separator, texts, keys }) => {
      if (texts.length === 0) return null
      if (keys.length === 0) return texts.sort(compareStrings).join(separator)
      return texts
        .map((text, i) => ({ text, key: keys[i]! }))
        .sort((a, b) => compareValues(a.key, b.key) || compareStrings(a.text, b.text))
        .map(({ text }) => text)
        .join(separator)
    },
  },
})
