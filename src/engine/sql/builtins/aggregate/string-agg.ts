import type { Value } from '../../../../contract/values.ts'
import { compareStrings, compareValues } from '../../values/compare-values.ts'
import { valueToText } from '../../values/value-to-text.ts'
import { atoms } from '../shared/types.ts'
import { definePerCell } from './per-cell.ts'

interface Texts {
  separator: string
  items: { text: string; key: Value }[]
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
    init: () => ({ separator: '', items: [] }),
    step: (state, x, [separator, key]) => {
      if (state.items.length === 0) state.separator = separator === null ? '' : valueToText(separator!)
      state.items.push({ text: valueToText(x), key: key ?? null })
      return state
    },
    finish: ({ separator, items }) => {
      if (items.length === 0) return null
      items.sort((a, b) => compareValues(a.key, b.key) || compareStrings(a.text, b.text))
      return items.map(({ text }) => text).join(separator)
    },
  },
})
