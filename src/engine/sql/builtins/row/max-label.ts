import type { Value } from '../../../../contract/values.ts'
import { parseLabelElement } from '../../values/label-element.ts'
import { defineScalar } from '../define-builtin.ts'
import { isRow } from '../shared/map-value.ts'
import { atoms } from '../shared/types.ts'

/** What a classifier predicts, from the row of its scores. */
export const maxLabel = defineScalar({
  name: 'max_label',
  group: 'row',
  signature: 'max_label(scores)',
  summary:
    'The label of highest score, of equal ones the first, as a classifier names its scores (`"a"` for the text a, `1` for the number); null if there is none.',
  example: { sql: `max_label({0.2 AS """cat""", 0.7 AS """dog"""})`, result: 'dog' },
  arity: [1, 1],
  result: () => atoms('null', 'integer', 'number', 'string'),
  apply: ([scores]) => labelOf(scores!),
})

function labelOf(scores: Value): string | number | null {
  if (!isRow(scores)) return null
  let best: { element: string; score: number } | undefined
  for (const [path, score] of scores.columns) {
    if (typeof score !== 'number' || !(score > (best?.score ?? Number.NEGATIVE_INFINITY))) continue
    best = { element: path.at(-1) ?? '', score }
  }
  return best ? parseLabelElement(best.element) : null
}
